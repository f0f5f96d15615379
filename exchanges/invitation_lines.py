"""People to invite to an event or to enter there, as lines "Firm; person; e-mail; country" or as rows of a spreadsheet.

Pure: cells in, people and every problem out. Nothing is looked up in the database.
"""

import csv
import io
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.countries import find_country
from core.exceptions import InvalidInput
from core.imports import columns, reading
from core.imports.columns import Column, Unreadable

MOST = 200
COLUMNS = (
    Column("organisation", gettext_lazy("Firm"), names=("organisation", "company", "firm name")),
    Column(
        "person", gettext_lazy("Person"), most_letters=150, names=("contact", "contact person", "full name")
    ),
    Column("email", gettext_lazy("E-mail"), columns.EMAIL, names=("mail", "e-mail address")),
    Column("country", gettext_lazy("Country"), columns.COUNTRY),
)
NEEDED = frozenset({"organisation", "email", "country"})


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
# The values of a line by column, and what is wrong with it.
Read = tuple[dict[str, Any], list[str]]
_USUAL = {column.key: place for place, column in enumerate(COLUMNS)}
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_ADDRESS = re.compile(r"[^\s<>,;:\"']+@[^\s<>,;:\"']+")
_WRAPPED = re.compile(r"(?P<name>[^<]*)<\s*(?:mailto:)?(?P<address>[^<>\s]+@[^<>\s]+?)\s*>[,;]?")


def from_text(text: str, country: str = "", *, needed: Collection[str] = NEEDED) -> Found:
    """One person a line; the cells are parted by semicolons, tabs as a spreadsheet copies them, or commas.

    The first line may name the columns. Without names the usual order counts; a line that does not fit it is read by
    what its cells look like. `country` is that of lines that name none; `needed` are columns that must not be empty.
    """
    rows: list[tuple[int, list[Any]]] = []
    places: dict[str, int] = {}
    for number, line in enumerate(_visible(text).splitlines(), start=1):
        if not line.strip("\t;, "):
            continue
        cells = _cells(line)
        if not rows and not places and (places := _header(cells)):
            continue
        rows.append((number, cells))
    return _judged(rows, places, country, needed)


def from_file(data: bytes, country: str = "", *, needed: Collection[str] = NEEDED) -> Found:
    """The first sheet of a CSV or XLSX; its first row names the columns. Raises InvalidInput for another file."""
    sheet = reading.read(data)
    places = columns.guess(sheet.header, COLUMNS, {})
    missing = [
        str(column.label)
        for column in COLUMNS
        if column.key in needed and column.key not in places and not (column.key == "country" and country)
    ]
    if missing:
        raise InvalidInput(
            _("The first row must name the columns. Not found: %(names)s.") % {"names": ", ".join(missing)},
            "file",
        )
    return _judged(sheet.rows, places, country, needed)


def _visible(text: str) -> str:
    """Without the signs that nobody sees and that mails and web pages bring along."""
    return text.translate(_UNSEEN)


def _cells(line: str) -> list[str]:
    sign = next((sign for sign in "\t;," if sign in line), ";")
    return [
        cell.strip() for cell in next(csv.reader(io.StringIO(line), delimiter=sign, skipinitialspace=True))
    ]


def _header(cells: Sequence[str]) -> dict[str, int]:
    """Which cell names which column; nothing when the line is no header."""
    if any("@" in cell for cell in cells):
        return {}
    found = columns.guess(cells, COLUMNS, {})
    return found if {"organisation", "email"} <= found.keys() else {}


def _judged(
    rows: Sequence[tuple[int, list[Any]]], places: dict[str, int], country: str, needed: Collection[str]
) -> Found:
    """`places` is empty where nothing names the columns."""
    if len(rows) > MOST:
        sentence = _("Invite at most %(most)d people at once.") % {"most": MOST}
        return [], [Problem(0, "", sentence)]
    people: list[Guest] = []
    problems: list[Problem] = []
    first_lines: dict[str, int] = {}
    for number, cells in rows:
        text = "; ".join(columns.shown(cell) for cell in cells)[:80]
        values, wrong = _row(cells, places, country, needed)
        email = values.get("email") or ""
        if email and email in first_lines:
            wrong.append(_("This address stands in line %(line)d already.") % {"line": first_lines[email]})
        elif email:
            first_lines[email] = number
        problems += [Problem(number, text, sentence) for sentence in wrong]
        if not wrong:
            people.append(Guest(number, **{column.key: values[column.key] or "" for column in COLUMNS}))
    return people, problems


def _row(cells: Sequence[Any], places: dict[str, int], country: str, needed: Collection[str]) -> Read:
    addresses = {found.lower() for cell in cells for found in _ADDRESS.findall(columns.shown(cell))}
    if len(addresses) > 1:
        return {}, [_("This line has more than one address. Write one person a line.")]
    read = _read(_named(cells, places or _USUAL), country, needed)
    if places or (not read[1] and (read[0]["email"] or not addresses)):
        return read
    other = _read(_by_look(cells), country, needed)
    return (
        other
        if (len(other[1]), not other[0].get("email")) < (len(read[1]), not read[0].get("email"))
        else read
    )


def _named(cells: Sequence[Any], places: dict[str, int]) -> dict[str, Any]:
    """The cell of each column; a name beside the address, as "Name <address>", is the person's."""
    named = {key: cells[place] for key, place in places.items() if place < len(cells)}
    if "@" in (address := columns.shown(named.get("email")).removeprefix("mailto:")):
        named["email"] = address
    if wrapped := _WRAPPED.fullmatch(address):
        named["email"] = wrapped["address"]
        named["person"] = named.get("person") or wrapped["name"].strip(" \"'")
    return named


def _by_look(cells: Sequence[Any]) -> dict[str, Any]:
    """The address by its sign, the country by its name; of what is left first the firm, then the person."""
    named: dict[str, Any] = {}
    rest: list[str] = []
    for cell in filter(None, map(columns.shown, cells)):
        if "@" not in cell:
            rest.append(cell)
        else:
            named |= _named([cell.strip("<>,; ") if " " not in cell else cell], {"email": 0})
    if country := next((cell for cell in reversed(rest) if find_country(cell)), ""):
        rest.remove(country)
        named["country"] = country
    names = [key for key in ("organisation", "person") if not named.get(key)]
    # More cells than names: nobody knows which is which, so the line is judged as it stands.
    return {**named, **dict(zip(names, rest, strict=False))} if len(rest) <= len(names) else {}


def _read(named: dict[str, Any], country: str, needed: Collection[str]) -> Read:
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for column in COLUMNS:
        cell = named.get(column.key)
        if column.key == "country" and not columns.shown(cell):
            cell = country
        try:
            values[column.key] = replace(column, required=column.key in needed).read(cell)
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
