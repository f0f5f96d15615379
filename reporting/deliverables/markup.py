"""The small markup of text parts: paragraphs, lists, **bold**, *italic*, [links](https://…) and ### subheadings.

What comes out are plain values, so that page, PDF and Word each write them in their own way and nothing of what a person
typed is ever read as HTML.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

RULES = ["heading", "list", "emphasis", "link", "newline", "escape"]
SCHEMES = ("https://", "http://", "mailto:")


@dataclass(frozen=True)
class Run:
    """Some words that look alike; a line break is a run with the text "\\n".

    In a difference, `mark` says that they were "added" or "removed".
    """

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    mark: str = ""

    @property
    def is_break(self) -> bool:
        return self.text == "\n"


@dataclass(frozen=True)
class Block:
    """`kind` is "p", "h", "ul" or "ol"; lists have several items, the others one."""

    kind: str
    items: tuple[tuple[Run, ...], ...]


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("zero").enable(RULES)


@lru_cache(maxsize=256)
def blocks(text: str) -> tuple[Block, ...]:
    found: list[Block] = []
    items: list[tuple[Run, ...]] = []
    depth, kind, around = 0, "", "p"
    for token in _parser().parse(text):
        if token.type.endswith("_list_open"):
            depth += 1
            if depth == 1:
                kind, items = "ol" if token.type.startswith("ordered") else "ul", []
        elif token.type.endswith("_list_close"):
            depth -= 1
            if depth == 0:
                found.append(Block(kind, tuple(items)))
        elif token.type in ("paragraph_open", "heading_open"):
            around = "h" if token.type == "heading_open" else "p"
        elif token.type == "inline":
            runs = tuple(_runs(token.children or ()))
            if depth:
                items.append(runs)
            else:
                found.append(Block(around, (runs,)))
    return tuple(found)


def plain(text: str) -> str:
    """The words alone."""
    return "\n".join("".join(run.text for run in item) for block in blocks(text) for item in block.items)


def _runs(tokens: Iterable[Token]) -> Iterator[Run]:
    bold = italic = 0
    link = ""
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            bold += token.nesting
        elif token.type in ("em_open", "em_close"):
            italic += token.nesting
        elif token.type == "link_open":
            address = str(token.attrs.get("href", ""))
            link = address if address.lower().startswith(SCHEMES) else ""
        elif token.type == "link_close":
            link = ""
        elif token.type in ("softbreak", "hardbreak"):
            yield Run("\n" if token.type == "hardbreak" else " ")
        elif token.content:
            yield Run(token.content, bool(bold), bool(italic), link)
