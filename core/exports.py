"""Tables that people take away. An app registers an exporter for each of its lists; a worker writes the file.

Rows are read by a server-side cursor and written as they come, so that memory does not grow with the table.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from core.actors import Actor
from core.spreadsheet import csv_lines, safe_cell
from core.tables import DATE, MONEY, TYPED, WHOLE, Field, lines

_FORMATS = {DATE: "yyyy-mm-dd", WHOLE: "0", MONEY: "#,##0.00"}
_WIDTHS = {DATE: 12, WHOLE: 10, MONEY: 14}
_HEAD = PatternFill("solid", fgColor="DDE9E8")


@dataclass(frozen=True)
class Source:
    """What stands in the table: `facts` say which rows these are, `address` leads back to them."""

    title: str
    address: str
    facts: Sequence[tuple[str, str]]
    fields: Sequence[Field]
    total: int
    rows: Iterable[Any]


Asked = dict[str, Any]
# Hears how much is done, and of how much.
Note = Callable[[int, int], None]


@dataclass(frozen=True)
class Exporter:
    """`actor_of` raises NotAllowed when the person no longer has the role; `source` reads as that actor sees.

    `at_once` is the CSV as text in pieces, for a list whose table the database itself can write. What is no table is written
    by `write`, which returns the number of its rows. `check` raises NotAllowed or Refused; it is asked before the job, by the
    worker, and before each download. Of what `exclusive` names, one at a time is made.
    """

    name: str
    title: str | Promise
    actor_of: Callable[[Any, int], Actor]
    source: Callable[[Actor, str, Asked], Source]
    at_once: Callable[[Actor, str, Asked], Iterator[str]] | None = None
    write: Callable[[BinaryIO, Actor, Asked, Note], int] | None = None
    check: Callable[[Actor, Asked], None] | None = None
    exclusive: Callable[[Asked], str] | None = None

    def check_may(self, actor: Actor, options: Asked) -> None:
        if self.check is not None:
            self.check(actor, options)

    def lines(self, actor: Actor, query: str, options: Asked) -> Iterator[str]:
        """The CSV as text, a line or more at a time."""
        if self.at_once is not None:
            return self.at_once(actor, query, options)
        source = self.source(actor, query, options)
        return csv_lines(lines(source.fields, source.rows))


_exporters: dict[str, Exporter] = {}


def register(exporter: Exporter) -> None:
    _exporters[exporter.name] = exporter


def named(name: str) -> Exporter:
    return _exporters[name]


def names() -> list[str]:
    return sorted(_exporters)


def known(name: str) -> Exporter | None:
    return _exporters.get(name)


def write_csv(target: BinaryIO, source: Source, rows: Iterable[Any]) -> None:
    """Head and rows only, as programs expect; what they are, the page of the export says."""
    values = [field.value for field in source.fields]
    writer = csv.writer(_Encoded(target))
    target.write(b"\xef\xbb\xbf")
    writer.writerow([safe_cell(str(field.label)) for field in source.fields])
    for row in rows:
        writer.writerow([safe_cell(value(row)) for value in values])


def write_xlsx(target: BinaryIO, source: Source, rows: Iterable[Any]) -> None:
    """One sheet with typed rows under a head that stays, one that says what they are."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(_("Rows"))
    sheet.freeze_panes = "B2"
    for place, field in enumerate(source.fields, start=1):
        width = _WIDTHS.get(field.kind, max(14, len(str(field.label)) + 2))
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_head(sheet, str(field.label)) for field in source.fields])
    cells = [(field.value, field.kind) for field in source.fields]
    for row in rows:
        sheet.append([_typed(sheet, value(row), kind) for value, kind in cells])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(source.fields))}{source.total + 1}"
    _about(book, source)
    book.save(target)


def _about(book: Workbook, source: Source) -> None:
    sheet: Any = book.create_sheet(_("About"))
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 90
    sheet.append([_head(sheet, source.title)])
    for label, value in source.facts:
        sheet.append([_cell(sheet, label, None), _cell(sheet, value, None)])
    link = _cell(sheet, source.address, None)
    link.hyperlink = source.address
    sheet.append([_cell(sheet, _("The list in the portal"), None), link])


def _head(sheet: Any, text: str) -> Any:
    cell = _cell(sheet, text, None)
    cell.font, cell.fill = Font(bold=True), _HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _typed(sheet: Any, value: Any, kind: str) -> Any:
    return _cell(sheet, value, _FORMATS.get(_kind_of(value) if kind == TYPED else kind))


def _kind_of(value: Any) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):
        return DATE
    if isinstance(value, int) and not isinstance(value, bool):
        return WHOLE
    return MONEY if isinstance(value, Decimal | float) else ""


def _cell(sheet: Any, value: Any, form: str | None) -> Any:
    """Numbers and dates keep their type; every text stays text, also one that looks like a formula."""
    if value is None:
        return None
    if form is not None:
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = form
        return cell
    text = str(value)
    if not text.isprintable():
        text = "".join(sign for sign in text if sign.isprintable() or sign == "\n")
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


class _Encoded:
    def __init__(self, target: BinaryIO) -> None:
        self._target = target

    def write(self, text: str) -> int:
        return self._target.write(text.encode())


def counted(rows: Iterable[Any], note: Callable[[int], None], every: int = 500) -> Iterator[Any]:
    """The rows; `note` hears how many were handed on."""
    done = 0
    for done, row in enumerate(rows, start=1):
        yield row
        if done % every == 0:
            note(done)
    note(done)
