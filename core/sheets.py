"""Workbooks of any length. openpyxl makes the book: head, widths, formats, the sheet that says what the rows are; the rows
are written into its first sheet as they come, as the text of their cells, thirty times as fast as one object for each cell.
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from core.tables import DATE, MONEY, TYPED, WHOLE, Field

_FORMATS = {DATE: "yyyy-mm-dd", WHOLE: "0", MONEY: "#,##0.00"}
_WIDTHS = {DATE: 12, WHOLE: 10, MONEY: 14}
_HEAD = PatternFill("solid", fgColor="DDE9E8")
_ROWS, _END = "xl/worksheets/sheet1.xml", b"</sheetData>"
_CHUNK = 500
# Day 0 of a spreadsheet.
_FIRST_DAY = date(1899, 12, 30).toordinal()
# What XML 1.0 cannot say, and a carriage return, which a sheet shows as "_x000D_".
_UNSAID = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_767

Cell = Callable[[str, Any], str]


def write(
    target: BinaryIO,
    fields: Sequence[Field],
    rows: Iterable[Any],
    *,
    total: int,
    title: str,
    facts: Sequence[tuple[str, str]],
    address: str,
) -> None:
    """One sheet with typed rows under a head that stays, one that says what they are."""
    frame, styles = _frame(fields, total, title, facts, address)
    with zipfile.ZipFile(frame) as made, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        for entry in made.infolist():
            if entry.filename != _ROWS:
                book.writestr(entry, made.read(entry), zipfile.ZIP_DEFLATED)
                continue
            before, _end, after = made.read(entry).rpartition(_END)
            with book.open(entry.filename, "w", force_zip64=True) as sheet:
                sheet.write(before)
                for part in _lines(fields, rows, styles):
                    sheet.write(part.encode())
                sheet.write(_END + after)


def _frame(
    fields: Sequence[Field], total: int, title: str, facts: Sequence[tuple[str, str]], address: str
) -> tuple[BytesIO, dict[str, int]]:
    """The book without its rows, and the number that it gives each format."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(_("Rows"))
    sheet.freeze_panes = "B2"
    for place, field in enumerate(fields, start=1):
        width = _WIDTHS.get(field.kind, max(14, len(str(field.label)) + 2))
        sheet.column_dimensions[get_column_letter(place)].width = width
    styles = {}
    for kind, form in _FORMATS.items():
        cell = WriteOnlyCell(sheet)
        cell.number_format = form
        styles[kind] = cell.style_id
    sheet.append([_head(sheet, str(field.label)) for field in fields])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(fields))}{total + 1}"
    _about(book, title, facts, address)
    frame = BytesIO()
    book.save(frame)
    return frame, styles


def _about(book: Workbook, title: str, facts: Sequence[tuple[str, str]], address: str) -> None:
    sheet: Any = book.create_sheet(_("About"))
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 90
    sheet.append([_head(sheet, title)])
    for label, value in facts:
        sheet.append([_text(sheet, label), _text(sheet, value)])
    if address:
        link = _text(sheet, address)
        link.hyperlink = address
        sheet.append([_text(sheet, _("The list in the portal")), link])


def _head(sheet: Any, text: str) -> Any:
    cell = _text(sheet, text)
    cell.font, cell.fill = Font(bold=True), _HEAD
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _text(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, _UNSAID.sub("", text))
    cell.data_type = "s"
    return cell


def _lines(fields: Sequence[Field], rows: Iterable[Any], styles: dict[str, int]) -> Iterator[str]:
    """The rows below the head, some at a time."""
    cells = [
        (get_column_letter(place), field.value, _cell_of(field.kind, styles))
        for place, field in enumerate(fields, start=1)
    ]
    made: list[str] = []
    for number, row in enumerate(rows, start=2):
        line = [cell(f"{letter}{number}", value(row)) for letter, value, cell in cells]
        made.append(f'<row r="{number}">{"".join(line)}</row>')
        if len(made) == _CHUNK:
            yield "".join(made)
            made.clear()
    yield "".join(made)


def _cell_of(kind: str, styles: dict[str, int]) -> Cell:
    """Writes a cell of a column: numbers and days of a column for them as such, all else as text, whatever it looks like."""
    if kind not in (*_FORMATS, TYPED):
        return _written

    def typed(place: str, value: Any) -> str:
        if isinstance(value, date):
            day = (value.date() if isinstance(value, datetime) else value).toordinal() - _FIRST_DAY
            return f'<c r="{place}" s="{styles[DATE]}"><v>{day}</v></c>'
        if isinstance(value, int | Decimal | float) and not isinstance(value, bool):
            shown = kind if kind in (WHOLE, MONEY) else WHOLE if isinstance(value, int) else MONEY
            return f'<c r="{place}" s="{styles[shown]}"><v>{value}</v></c>'
        return _written(place, value)

    return typed


def _written(place: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    text = str(value)
    if _UNSAID.search(text):
        text = _UNSAID.sub("", text)
    kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f'<c r="{place}" t="inlineStr"><is><t{kept}>{escape(text[:_LONGEST])}</t></is></c>'
