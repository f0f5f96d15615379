"""Tables from the wild: separators, letters, bombs, formulas."""

import io
import zipfile

import pytest
from openpyxl import load_workbook

from core.exceptions import InvalidInput
from core.imports import reading, sheets
from core.imports.columns import (
    CHOICE,
    COUNTRY,
    DATE,
    EMAIL,
    MONEY,
    WHOLE,
    Column,
    Unreadable,
    guess,
)
from tests.support.tables import xlsx


@pytest.mark.parametrize(
    "data",
    [
        "Name;Town\nMüller;Köln\n".encode(),
        "\ufeffName;Town\r\nMüller;Köln\r\n".encode(),
        "Name,Town\n\nMüller,Köln\n".encode("cp1252"),
        'Name\tTown\n"Müller"\tKöln\n'.encode("utf-16"),
        xlsx([["Name", "Town"], ["Müller", "Köln"]]),
    ],
    ids=["semicolon", "mark", "windows", "utf-16 tab", "xlsx"],
)
def test_same_table_in_any_dress(data):
    sheet = reading.read(data)
    assert sheet.header == ["Name", "Town"]
    assert [cells for _number, cells in sheet.rows] == [["Müller", "Köln"]]


def test_line_numbers_are_those_of_the_spreadsheet():
    sheet = reading.read(b"Name\nA\n\n\nB\n")
    assert sheet.rows == [(2, ["A"]), (5, ["B"])]


def bomb():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (reading.MAX_UNPACKED + 1))
    return data.getvalue()


def entities():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"Name;Town\n", "no rows"),
        (b"PK\x03\x04broken", "cannot be read|not a spreadsheet"),
        (b"\xd0\xcf\x11\xe0old", "old Excel"),
        (b"x" * (reading.MAX_BYTES + 1), "larger than 5 MB"),
        (b"Name\n" + b"A\n" * (reading.MAX_ROWS + 1), "more than 5,000 rows"),
        (b"a;" * 61 + b"b\n" + b"1;" * 61 + b"2\n", "more than 60 columns"),
        (b"Name\x00\nA\x00\n", "not a spreadsheet"),
        (bomb(), "unpacks to more"),
        (entities(), "not a spreadsheet"),
    ],
    ids=["empty", "header", "zip", "xls", "large", "rows", "columns", "binary", "bomb", "entities"],
)
def test_what_cannot_be_read_says_what_to_do(data, words):
    with pytest.raises(InvalidInput, match=words):
        reading.read(data)


def test_formula_gives_no_formula():
    assert reading.read(xlsx([["Name"], ["=1+1"], ["x"]])).rows == [(3, ["x"])]
    assert reading.read(b'Name\n"=cmd|x"\n').rows == [(2, ["=cmd|x"])]


def test_wrong_rows_come_back_as_text():
    data = sheets.with_problems(["Name"], [(2, ["=HYPERLINK(1)"], ["Wrong"], {0})])
    sheet = load_workbook(io.BytesIO(data)).active
    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [
        ("Wrong", "s"),
        (2, "n"),
        ("=HYPERLINK(1)", "s"),
    ]


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (DATE, "31.05.2024", "2024-05-31"),
        (DATE, "2019", "2019-01-01"),
        (WHOLE, 4.0, "4"),
        (MONEY, "1.234,50 €", "1234.50"),
        (MONEY, "1,234.50", "1234.50"),
        (COUNTRY, "Niemcy", "DE"),
        (COUNTRY, "EL", "GR"),
        (COUNTRY, "Frankreich", "FR"),
        (EMAIL, " Ida@New.Example", "ida@new.example"),
    ],
)
def test_cells_are_read_as_people_write_them(kind, cell, value):
    assert str(Column("x", "X", kind).read(cell)) == value


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (DATE, "31.02.2024"),
        (DATE, "1024-01-01"),
        (WHOLE, "3.5"),
        (MONEY, "-4"),
        (MONEY, "NaN"),
        (MONEY, "1.005"),
        (COUNTRY, "Atlantis"),
        (EMAIL, "ida"),
        (CHOICE, "x"),
    ],
)
def test_unreadable_cells_are_told(kind, cell):
    with pytest.raises(Unreadable):
        Column("x", "X", kind, choices={"a": ("A",)}).read(cell)


def test_columns_are_guessed_by_memory_names_and_likeness():
    columns = (
        Column("name", "Organisation", names=("firma",)),
        Column("city", "Town"),
        Column("code", "Code"),
        Column("none", "Something else"),
    )
    header = ["Unser Kürzel", "FIRMA", "Twon", "Towns", ""]
    assert guess(header, columns, {"unserkurzel": "code"}) == {"code": 0, "name": 1, "city": 3}
