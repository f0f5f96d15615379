"""Plain words: no sentence on a page, in a form, a mail or a document has more than 25 words."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import app_sources, calls, templates

MOST_WORDS = 25
# Prescribed word for word by the EU's footnote on Kosovo.
PRESCRIBED = ("This designation is without prejudice to positions on status",)
_MARKED = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
_TEMPLATE_TEXT = re.compile(
    r"""\{%-?\s*translate\s+"(?P<line>[^"]+)"|\{%\s*blocktranslate[^%]*%\}(?P<block>.*?)\{%\s*endblocktranslate""",
    re.DOTALL,
)


def sentences(text: str) -> list[str]:
    """Values count as one word, tags as none; a colon or semicolon ends a sentence, as it lets the reader rest."""
    plain = re.sub(r"<[^>]+>", "", re.sub(r"\{\{[^}]*\}\}|%\(\w+\)\w", "X", text))
    return re.split(r"(?<=[.!?:;])\s+", " ".join(plain.split()))


def long_ones(text: str) -> list[str]:
    found = [sentence for sentence in sentences(text) if len(sentence.split()) > MOST_WORDS]
    return [sentence for sentence in found if not sentence.startswith(PRESCRIBED)]


def template_texts() -> Iterator[tuple[str, str]]:
    for path in templates():
        if path.suffix in {".html", ".txt"}:
            for match in _TEMPLATE_TEXT.finditer(path.read_text(encoding="utf-8")):
                for part in re.split(r"\{%\s*plural\s*%\}", match["line"] or match["block"]):
                    yield str(path), part


def code_texts() -> Iterator[tuple[str, str]]:
    for source in app_sources():
        for call, name in calls(source):
            if name in _MARKED:
                for argument in call.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield source.path, argument.value


def test_no_sentence_of_a_template_is_too_long() -> None:
    texts = list(template_texts())
    assert len(texts) > 1000
    assert [(path, long) for path, text in texts for long in long_ones(text)] == []


def test_no_sentence_of_the_code_is_too_long() -> None:
    texts = list(code_texts())
    assert len(texts) > 1000
    assert [(path, long) for path, text in texts for long in long_ones(text)] == []


def test_long_sentence_is_found() -> None:
    assert long_ones("Short. " + "word " * 26) == [("word " * 26).strip()]
    assert long_ones("word " * 25) == []
    assert long_ones("{{ a }} and <b>bold</b> " + "word " * 22) == []
