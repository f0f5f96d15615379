"""What a table says that is taken away: columns with a kind, so that a spreadsheet gets dates as dates."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language

# A list holds texts, which are written one after the other.
TEXT, DATE, WHOLE, MONEY, LIST = "text", "date", "whole", "money", "list"
# Each cell is of the kind of its own value.
TYPED = "typed"
# Where the text of a fact stands in a pattern.
PLACE = "{}"
Words = Callable[[], Mapping[str, str]]


@dataclass(frozen=True)
class Field:
    """`value` takes what stands for one row and gives a plain value of the kind, or None.

    A field that is told from one fact names it, so that the database can write it (`core.csv_sql`). With `words` the fact is
    a code, or several with blanks between, and the table says the words. With a `note` the fact is a text, and another fact says
    which of the words it is put into at `PLACE` ("" for none).
    """

    label: str | Promise
    kind: str
    value: Callable[[Any], Any]
    fact: str = ""
    words: Words | None = None
    note: str = ""


def fact_field(label: str | Promise, kind: str, fact: str, words: Words | None = None) -> Field:
    """The field that says what rows hold under the name of the fact."""
    given = attrgetter(fact)
    if words is not None:
        kept = in_each_language(words)
        return Field(label, kind, lambda row: in_words(given(row), kept()), fact, kept)
    if kind == LIST:
        return Field(label, kind, lambda row: ", ".join(given(row)), fact)
    return Field(label, kind, given, fact)


def in_words(codes: str, words: Mapping[str, str]) -> str:
    """The words of one code, or of several with blanks between."""
    return ", ".join(words.get(code, code) for code in codes.split())


def in_each_language(words: Words) -> Words:
    """The words, asked for once in each language."""
    in_language = cache(lambda language: words())
    return lambda: in_language(get_language())


def lines(fields: Sequence[Field], rows: Iterable[Any]) -> Iterator[list[Any]]:
    """The head, then a line for each row."""
    yield [str(field.label) for field in fields]
    values = [field.value for field in fields]
    for row in rows:
        yield [value(row) for value in values]
