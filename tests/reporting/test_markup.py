"""The small markup of text parts: words in, plain values out."""

import pytest

from reporting.deliverables.markup import Block, Run, blocks, plain


def test_paragraphs_lists_and_subheadings() -> None:
    text = "One.\nStill one.\n\n### Steps\n\n* first\n* second\n  goes on\n\n1. a\n2. b"
    assert [(block.kind, len(block.items)) for block in blocks(text)] == [
        ("p", 1), ("h", 1), ("ul", 2), ("ol", 2),
    ]  # fmt: skip
    assert plain(text).split("\n") == ["One. Still one.", "Steps", "first", "second goes on", "a", "b"]


def test_words_may_be_bold_italic_and_lead_somewhere() -> None:
    assert blocks("A **big *and* fine** [page](https://excite.example/a?b=1&c).") == (
        Block("p", ((
            Run("A "), Run("big ", bold=True), Run("and", bold=True, italic=True), Run(" fine", bold=True), Run(" "),
            Run("page", link="https://excite.example/a?b=1&c"), Run("."),
        ),)),
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "<b>x</b>", "[x](javascript:alert)", "[x](data:text/html,1)", "![x](https://y.eu/p.png)"],
)  # fmt: skip
def test_nothing_typed_becomes_html_or_an_address(text: str) -> None:
    runs = [run for block in blocks(text) for item in block.items for run in item]
    assert {run.link for run in runs} <= {"", "https://y.eu/p.png"}
    assert not any(run.link.startswith(("javascript", "data")) for run in runs)
    if text.startswith("<"):
        assert "".join(run.text for run in runs) == text


def test_relative_address_is_text_without_a_link() -> None:
    assert blocks("[page](/inside)") == (Block("p", ((Run("page"),),)),)


def test_empty_text_has_no_blocks() -> None:
    assert blocks(" \n\n ") == ()
