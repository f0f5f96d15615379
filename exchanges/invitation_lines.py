"""People to invite to an event, as lines "Firm; person; e-mail; country" or as rows of a spreadsheet.

Pure: cells in, people and every problem out. Nothing is looked up in the database.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exceptions import InvalidInput
from core.imports import columns, reading
from core.imports.columns import Column, Unreadable

MOST = 200
COLUMNS = (
    Column(
        "organisation", gettext_lazy("Firm"), required=True, names=("organisation", "company", "firm name")
    ),
    Column(
        "person", gettext_lazy("Person"), most_letters=150, names=("contact", "contact person", "full name")
    ),
    Column("email", gettext_lazy("E-mail"), columns.EMAIL, required=True, names=("mail", "e-mail address")),
    Column("country", gettext_lazy("Country"), columns.COUNTRY, required=True),
)


@dataclass(frozen=True)
class Guest:
    """`number` is the line of the text or the row of the spreadsheet."""

    number: int
    organisation: str
    person: str
    email: str
    country: str


@dataclass(frozen=True)
class Problem:
    number: int
    text: str
    sentence: str


Found = tuple[list[Guest], list[Problem]]


def from_text(text: str) -> Found:
    """One person a line; the cells are parted by semicolons, or by tabs as a spreadsheet copies them."""
    rows: list[tuple[int, list[Any]]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            sign = "\t" if "\t" in line else ";"
            rows.append((number, next(csv.reader(io.StringIO(line), delimiter=sign))))
    return _judged(rows, {column.key: place for place, column in enumerate(COLUMNS)})


def from_file(data: bytes) -> Found:
    """The first sheet of a CSV or XLSX; its first row names the columns. Raises InvalidInput for another file."""
    sheet = reading.read(data)
    places = columns.guess(sheet.header, COLUMNS, {})
    missing = [str(column.label) for column in COLUMNS if column.required and column.key not in places]
    if missing:
        raise InvalidInput(
            _("The first row must name the columns. Not found: %(names)s.") % {"names": ", ".join(missing)},
            "file",
        )
    return _judged(sheet.rows, places)


def _judged(rows: Sequence[tuple[int, list[Any]]], places: dict[str, int]) -> Found:
    if len(rows) > MOST:
        sentence = _("Invite at most %(most)d people at once.") % {"most": MOST}
        return [], [Problem(0, "", sentence)]
    people: list[Guest] = []
    problems: list[Problem] = []
    first_lines: dict[str, int] = {}
    for number, cells in rows:
        text = "; ".join(columns.shown(cell) for cell in cells)[:80]
        values, wrong = _read(cells, places)
        email = values.get("email") or ""
        if email and email in first_lines:
            wrong.append(_("This address stands in line %(line)d already.") % {"line": first_lines[email]})
        elif email:
            first_lines[email] = number
        problems += [Problem(number, text, sentence) for sentence in wrong]
        if not wrong:
            people.append(Guest(number, **{column.key: values[column.key] or "" for column in COLUMNS}))
    return people, problems


def _read(cells: Sequence[Any], places: dict[str, int]) -> tuple[dict[str, Any], list[str]]:
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for column in COLUMNS:
        place = places.get(column.key, len(cells))
        try:
            values[column.key] = column.read(cells[place] if place < len(cells) else None)
        except Unreadable as problem:
            wrong.append(str(problem))
    return values, wrong


def twice(people: Iterable[Guest], known: dict[str, str]) -> list[Problem]:
    """`known` says of an address why it is not invited once more."""
    return [
        Problem(guest.number, guest.organisation, known[guest.email])
        for guest in people
        if guest.email in known
    ]
