"""Workbooks that an import hands out: the template, and the person's own rows with what is wrong beside them."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from core.imports.columns import CHOICE, DATE, MONEY, WHOLE, Column
from core.imports.importer import Importer
from core.imports.reading import MAX_ROWS

_HEAD = PatternFill("solid", fgColor="DDE9E8")
_WRONG = PatternFill("solid", fgColor="F7D9D4")
_FORMATS = {DATE: "yyyy-mm-dd", WHOLE: "0", MONEY: "#,##0.00"}


def template(importer: Importer) -> bytes:
    """Typed columns, one example row, and a sheet that says what each column takes."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = _("Rows")
    values = book.create_sheet(_("Allowed values"))
    for place, column in enumerate(importer.columns, start=1):
        head = _put(sheet.cell(1, place), f"{column.label}{' *' if column.required else ''}")
        head.font, head.fill = Font(bold=True), _HEAD
        head.alignment = Alignment(wrap_text=True, vertical="top")
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = max(14, min(34, len(str(column.label)) + 4))
        example = _put(sheet.cell(2, place), column.example)
        example.number_format = _FORMATS.get(
            column.kind, "@" if isinstance(column.example, str) else "General"
        )
        if column.kind in _FORMATS:
            sheet.column_dimensions[letter].number_format = _FORMATS[column.kind]
        allowed = _allowed(column)
        _list_values(values, place, column, allowed)
        if column.kind == CHOICE:
            source = f"'{values.title}'!${letter}$5:${letter}${4 + len(allowed)}"
            rule = DataValidation(type="list", formula1=source, allow_blank=not column.required)
            rule.add(f"{letter}2:{letter}{MAX_ROWS + 1}")
            sheet.add_data_validation(rule)
    sheet.freeze_panes = "A2"
    values.freeze_panes = "A4"
    return _bytes(book)


def _allowed(column: Column) -> list[str]:
    if column.extra_choices is not None:
        return [str(value) for value in column.extra_choices()]
    return [str(words[0]) for words in column.choices.values()]


def _list_values(sheet: Any, place: int, column: Column, allowed: Sequence[str]) -> None:
    _put(sheet.cell(1, place), str(column.label)).font = Font(bold=True)
    _put(sheet.cell(2, place), _("must be filled in") if column.required else _("may stay empty"))
    hint = _put(sheet.cell(3, place), str(column.hint))
    hint.alignment = Alignment(wrap_text=True, vertical="top")
    for line, text in enumerate(allowed, start=5):
        _put(sheet.cell(line, place), text)
    sheet.column_dimensions[get_column_letter(place)].width = 32


def with_problems(header: Sequence[str], rows: Iterable[tuple[int, list[Any], list[str], set[int]]]) -> bytes:
    """The person's own table with a first column that says what is wrong; `set` names the wrong cells by place."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = _("Rows")
    for place, title in enumerate([_("What is wrong"), _("Row in your file"), *header], start=1):
        head = _put(sheet.cell(1, place), title)
        head.font, head.fill = Font(bold=True), _HEAD
    for line, (number, cells, sentences, wrong) in enumerate(rows, start=2):
        _put(sheet.cell(line, 1), "\n".join(sentences)).alignment = Alignment(wrap_text=True, vertical="top")
        _put(sheet.cell(line, 2), number)
        for place, cell in enumerate(cells):
            put = _put(sheet.cell(line, place + 3), cell)
            if place in wrong:
                put.fill = _WRONG
    sheet.column_dimensions["A"].width = 60
    sheet.freeze_panes = "C2"
    return _bytes(book)


def _put(cell: Any, value: Any) -> Cell:
    """Numbers and dates keep their type; every text stays text, also one that looks like a formula."""
    plain = isinstance(value, int | float | Decimal | date) or value is None
    text = value if plain else "".join(sign for sign in str(value) if sign.isprintable() or sign == "\n")
    cell.value = text
    if not plain:
        cell.data_type = "s"
    put: Cell = cell
    return put


def _bytes(book: Workbook) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
