"""CSV cells that a spreadsheet must not run."""

from datetime import date
from decimal import Decimal

import pytest

from core.spreadsheet import csv_lines, safe_cell


@pytest.mark.parametrize(
    "text", ["=1+1", "+49 351", "-cmd", "@SUM(A1)", "\t=1", "\r=1", " =1", "|calc", "%0A"]
)
def test_safe_cell_disarms_formulas(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Elbe = Sensors", "Elbe = Sensors"),
        (Decimal("-12.50"), "-12.50"),
        (450, "450"),
        (date(2026, 5, 11), "2026-05-11"),
        (None, ""),
        ("", ""),
    ],
)
def test_safe_cell_keeps_what_is_harmless(value, shown):
    assert safe_cell(value) == shown


def test_csv_lines_quote_and_stream_row_by_row():
    lines = csv_lines([["a", 'say "hi"'], ["b;c", "x,y"]])
    assert list(lines) == ["\ufeff", 'a,"say ""hi"""\r\n', 'b;c,"x,y"\r\n']
