"""How charts look: colours, letters, sizes, and how a number is written in a picture.

Colours are the light values of static/css/tokens.css; components.css swaps them for the tokens, so that a chart
follows the dark theme.
"""

from decimal import Decimal

SERIES = ("#0072B2", "#007a58", "#b84a00", "#8f4d8a", "#7a5c00", "#5b6560")
INK, MUTED, LINE, PAPER = "#1c2321", "#5b6560", "#d9d5cb", "#ffffff"
# Cells of a matrix stay pale enough for ink to be read on them, on light and on dark paper.
FAINTEST, STRONGEST = 0.06, 0.5
# Only for measuring; the PostScript name, because the renderer cannot read a family name that holds a digit.
FONT = "SourceSans3-Regular"
LETTERS = 14
# As wide as a column of a wide page, so that letters stay letters there.
WIDTH = 640
# For a phone of 320 px: the same picture with letters that can be read, and names cut earlier.
NARROW = 288
ROW = 30
LOOK = 4  # raise when the look changes: it is part of the key under which pictures are kept

Number = int | float | Decimal
Cell = str | Number | None


def plain(value: Number | None) -> int | float | None:
    return float(value) if isinstance(value, Decimal) else value


def text_of(value: Number | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def share_of(count: Number, whole: Number) -> str:
    return f"{float(count) / float(whole):.0%}" if whole else "–"
