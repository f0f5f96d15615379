"""CSV that a spreadsheet opens without running anything in it."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

# A cell that begins with one of these is a formula, or part of one, to a spreadsheet.
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


class _Echo:
    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The rows as text, a line at a time, with a byte order mark so that names keep their letters."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([safe_cell(value) for value in row])


def safe_cell(value: Any) -> str:
    """Text that would start a formula gets an apostrophe before it; numbers and dates stay as they are."""
    if value is None:
        return ""
    if isinstance(value, Decimal | int | float):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_ACTIVE) or text.startswith(_ACTIVE) else text
