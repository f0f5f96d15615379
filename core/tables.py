"""What a table says that is taken away: columns with a kind, so that a spreadsheet gets dates as dates."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

TEXT, DATE, WHOLE, MONEY = "text", "date", "whole", "money"


@dataclass(frozen=True)
class Field:
    """`value` takes what stands for one row and gives a plain value of the kind, or None."""

    label: str | Promise
    kind: str
    value: Callable[[Any], Any]


def lines(fields: Sequence[Field], rows: Iterable[Any]) -> Iterator[list[Any]]:
    """The head, then a line for each row."""
    yield [str(field.label) for field in fields]
    values = [field.value for field in fields]
    for row in rows:
        yield [value(row) for value in values]
