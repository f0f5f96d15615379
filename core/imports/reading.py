"""A table from a file that somebody hands in: XLSX, or CSV with semicolon, comma or tab.

The type is judged by content. Nothing in a file is run: formulas give the value the spreadsheet last showed.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from core.exceptions import InvalidInput

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 5000
MAX_COLUMNS = 60
MAX_CELL = 2000
# A spreadsheet is a ZIP: what it may unpack to, and into how many parts.
MAX_UNPACKED = 60 * 1024 * 1024
MAX_PARTS = 500
XLSX, CSV = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv"
_DELIMITERS = (";", ",", "\t")
_ENTITIES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """`rows` are (line number as the spreadsheet counts, cells); empty lines are left out."""

    content_type: str
    header: list[str]
    rows: list[tuple[int, list[Any]]]


def read(data: bytes) -> Sheet:
    """The first sheet of the file. Raises InvalidInput with what to do about it."""
    if len(data) > MAX_BYTES:
        raise InvalidInput(_("The file is larger than 5 MB. Split it into several files."), "file")
    if not data.strip():
        raise InvalidInput(_("The file is empty."), "file")
    if data.startswith(b"PK"):
        return _sheet(XLSX, _xlsx_lines(data))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InvalidInput(
            _("This is an old Excel file, or one with a password. Save it as XLSX without a password."),
            "file",
        )
    return _sheet(CSV, _csv_lines(data))


def _sheet(content_type: str, lines: Iterable[list[Any]]) -> Sheet:
    header: list[str] = []
    rows: list[tuple[int, list[Any]]] = []
    for number, cells in enumerate(lines, start=1):
        if not any(_filled(cell) for cell in cells):
            if number > 4 * MAX_ROWS:
                break
            continue
        if len(cells) > MAX_COLUMNS and any(_filled(cell) for cell in cells[MAX_COLUMNS:]):
            raise InvalidInput(_("The table has more than 60 columns. Remove those not needed."), "file")
        if not header:
            header = [_title(cell) for cell in cells[:MAX_COLUMNS]]
            while header and not header[-1]:
                header.pop()
            continue
        rows.append((number, [_short(cell) for cell in cells[: len(header)]]))
        if len(rows) > MAX_ROWS:
            raise InvalidInput(_("The table has more than 5,000 rows. Split it into several files."), "file")
    if not rows:
        raise InvalidInput(_("The table has a header and no rows, or no header. Use our template."), "file")
    return Sheet(content_type, header, rows)


def _filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _title(cell: Any) -> str:
    return " ".join(str(cell or "").split())[:120]


def _short(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    # One more than allowed, so that a check still sees that it is too long.
    return cell.replace("\x00", "").strip()[: MAX_CELL + 1]


def _xlsx_lines(data: bytes) -> Iterator[list[Any]]:
    _check_parts(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # A file may claim any size; only what is really there is read.
        sheet.reset_dimensions()
        yield from (list(row) for row in sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True))
    except InvalidInput:
        raise
    except Exception as error:
        raise InvalidInput(
            _("This spreadsheet cannot be read. Open it, save it again as XLSX, and try once more."), "file"
        ) from error


def _check_parts(data: bytes) -> None:
    broken = InvalidInput(
        _("This is not a spreadsheet that we can read. Save it as XLSX or CSV and try again."), "file"
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise InvalidInput(
                    _("The file unpacks to more than we read. Copy the rows into a new file."), "file"
                )
            if "xl/workbook.xml" not in archive.namelist():
                raise broken
            for part in parts:
                with archive.open(part) as content:
                    if part.filename.endswith((".xml", ".rels")) and _ENTITIES.search(content.read(4096)):
                        raise broken
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise broken from error


def _csv_lines(data: bytes) -> Iterator[list[Any]]:
    text = _decoded(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=lambda sign: _outside_quotes(first, sign))
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise InvalidInput(
            _("This CSV file cannot be read: a quotation mark is not closed, or a cell is too long."), "file"
        ) from error


def _outside_quotes(line: str, sign: str) -> int:
    return sum(part.count(sign) for part in line.split('"')[::2])


def _decoded(data: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with mark, else what Windows writes in Western Europe."""
    coding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(coding)
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as error:
            raise InvalidInput(
                _("The letters of this file cannot be read. Save it as CSV in UTF-8, or as XLSX."), "file"
            ) from error
    if "\x00" in text:
        raise InvalidInput(
            _("This is not a spreadsheet that we can read. Save it as XLSX or CSV and try again."), "file"
        )
    return text
