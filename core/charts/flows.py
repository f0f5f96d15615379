"""Where people go: a flow diagram through columns, and arcs on the map of Europe."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import hypot, sqrt
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from core import europe
from core.charts.look import INK, LINE, MUTED, PAPER, SERIES, WIDTH, Cell
from core.charts.picture import Chart, chart
from core.charts.sankey import Layout, Way, grouped, layout
from core.charts.sheet import Sheet, fitted

BOX = 10
# Hues by turns; every box has its name and number beside it.
HUES = SERIES[:5]


def sankey(
    title: str,
    reading: str,
    ways: Mapping[Way, int],
    *,
    columns: Sequence[str],
    value_label: str = "",
    as_of: str = "",
) -> Chart:
    """Bands from column to column, as wide as their number; at most 12 names a column, the rest is "Other"."""
    other = _("Other")
    told = grouped(ways, other)
    ordered = sorted(told.items(), key=lambda item: (-item[1], item[0]))
    rows: tuple[tuple[Cell, ...], ...] = tuple((*way, number) for way, number in ordered)

    def draw_sankey(width: int) -> str:
        return _sankey(layout(told, scale_height=260, last=other), columns, width)

    head = (*columns, value_label or _("Number"))
    return chart(draw_sankey, title, reading, head, rows, as_of, fits_phone=len(columns) == 2)


def _sankey(placed: Layout, columns: Sequence[str], width: int) -> str:
    head = 26
    sheet = Sheet(width, placed.height + head + 8)
    # Names of the last column stand left of their boxes, all others right of them.
    step = (width - BOX - 2) / (len(columns) - 1)
    names = step - BOX - 14 if len(columns) > 2 else step / 2 - BOX
    hues = {box.name: HUES[number % len(HUES)] for number, box in enumerate(placed.boxes) if not box.column}
    for band in placed.bands:
        x1, x2 = 1 + band.column * step + BOX, 1 + (band.column + 1) * step
        hue = hues.get(band.source, MUTED)
        sheet.path(_band(x1, x2, band.start, band.end, head), fill=hue, fill_opacity=0.3)
    for box in placed.boxes:
        x = 1 + box.column * step
        is_last = box.column == len(columns) - 1
        hue = MUTED if box.column else hues[box.name]
        sheet.box(x, head + box.top, BOX, max(box.bottom - box.top, 1), hue)
        words = f"{fitted(box.name, names - 24)} {box.value:,}"
        at = (x - 6, "end") if is_last else (x + BOX + 6, "start")
        sheet.words(at[0], head + box.middle + 5, words, anchor=at[1])
    for number, name in enumerate(columns):
        is_last = number == len(columns) - 1
        x = 1 + number * step + (BOX if is_last else 0)
        sheet.words(x, 15, fitted(name, names), anchor="end" if is_last else "start", fill=MUTED)
    return str(sheet)


def _band(x1: float, x2: float, start: tuple[float, float], end: tuple[float, float], down: float) -> str:
    middle = (x1 + x2) / 2
    (a, b), (c, d) = start, end
    return (
        f"M{x1:.1f} {a + down:.1f}C{middle:.1f} {a + down:.1f} {middle:.1f} {c + down:.1f} {x2:.1f} {c + down:.1f}"
        f"L{x2:.1f} {d + down:.1f}C{middle:.1f} {d + down:.1f} {middle:.1f} {b + down:.1f} {x1:.1f} {b + down:.1f}Z"
    )


@dataclass(frozen=True, slots=True)
class Arc:
    """So many from here to there; a place is its code and its latitude and longitude."""

    home: str
    host: str
    number: int


# Arcs of the largest flows carry their number; more would cover the map.
NUMBERED = 5
# Some way around a country's dot is kept free, for its arrows end there.
AROUND = 9
# Islands smaller than this are left out.
SEEN = 3


def flow_map(
    title: str,
    reading: str,
    arcs: Sequence[Arc],
    places: Mapping[str, tuple[float, float]],
    *,
    columns: tuple[str, ...],
    rows: tuple[tuple[Cell, ...], ...],
    as_of: str = "",
) -> Chart:
    """Arrows from home to host on the map of Europe, as wide as their number. `columns` and `rows`: the matrix.

    A country without a place is in the table only; one beyond the edge stands at the edge.
    """

    def draw_map(width: int) -> str:
        return _map(arcs, places, width)

    more = sorted((arc.home, arc.host, arc.number) for arc in arcs)
    return chart(draw_map, title, reading, columns, rows, as_of, more=more)


def _map(arcs: Sequence[Arc], places: Mapping[str, tuple[float, float]], width: int) -> str:
    size = width / europe.WIDTH
    sheet = Sheet(width, europe.HEIGHT * size)
    sheet.path(land(width), fill=LINE)
    at = {code: _inside(*europe.point(*place), width, size) for code, place in places.items()}
    shown = [arc for arc in arcs if arc.home in at and arc.host in at]
    # One visit stays a thin line, also where there are only single ones.
    most = max((arc.number for arc in shown), default=1)
    most = max(most, 5)
    broad = width >= WIDTH
    numbers = []
    for rank, arc in enumerate(sorted(shown, key=lambda arc: (-arc.number, arc.home, arc.host))):
        thick = max(1.2, (14 if broad else 8) * arc.number / most)
        top = _arrow(sheet, at[arc.home], at[arc.host], thick)
        if broad and rank < NUMBERED and arc.number > 1:
            numbers.append((top, arc.number))
    totals: dict[str, int] = {}
    for arc in shown:
        for code in (arc.home, arc.host):
            totals[code] = totals.get(code, 0) + arc.number
    largest = max(totals.values(), default=1)
    for code, total in totals.items():
        x, y = at[code]
        sheet.dot(x, y, (3 + 4 * sqrt(total / largest)) * (1 if broad else 0.7), INK)
    for code in totals:
        _label(sheet, *at[code], code, 14 if broad else 11)
    for (x, y), number in numbers:
        _label(sheet, x - 12, y, str(number), 14)
    return str(sheet)


def _label(sheet: Sheet, x: float, y: float, text: str, size: float) -> None:
    """Words on a light edge, so that lines below them do not disturb."""
    wide = float(sheet.root.get("width", "0"))
    place, anchor = (x + 8, "start") if x < wide - 34 else (x - 8, "end")
    for halo in (True, False):
        sheet.words(place, y + 5, text, size=size, strong=True, fill=PAPER if halo else INK, anchor=anchor)
        if halo:
            last = sheet.root[-1]
            last.attrib |= {"stroke": PAPER, "stroke-width": "4"}


def _inside(x: float, y: float, width: int, size: float) -> tuple[float, float]:
    edge = 12
    return min(max(x * size, edge), width - edge), min(max(y * size, edge), europe.HEIGHT * size - edge)


def _arrow(
    sheet: Sheet, start: tuple[float, float], end: tuple[float, float], thick: float
) -> tuple[float, float]:
    """A bent line with a head at its end; the two directions between two places bend apart. Gives its top."""
    (x1, y1), (x2, y2) = start, end
    long = hypot(x2 - x1, y2 - y1) or 1.0
    bend = 0.18 * long
    cx, cy = (x1 + x2) / 2 + (y2 - y1) / long * bend, (y1 + y2) / 2 - (x2 - x1) / long * bend
    dx, dy = x2 - cx, y2 - cy
    way = hypot(dx, dy) or 1.0
    ux, uy = dx / way, dy / way
    head = thick / 2 + 5
    tip = (x2 - ux * AROUND * 0.5, y2 - uy * AROUND * 0.5)
    foot = (tip[0] - ux * head * 1.4, tip[1] - uy * head * 1.4)
    sheet.path(
        f"M{x1:.1f} {y1:.1f}Q{cx:.1f} {cy:.1f} {foot[0]:.1f} {foot[1]:.1f}",
        stroke=SERIES[0],
        stroke_width=thick,
        stroke_opacity=0.55,
    )
    wings = [(foot[0] - uy * head, foot[1] + ux * head), (foot[0] + uy * head, foot[1] - ux * head)]
    sheet.shape([tip, *wings], SERIES[0])
    return (x1 + 2 * cx + x2) / 4, (y1 + 2 * cy + y2) / 4


@lru_cache(maxsize=4)
def land(width: int) -> str:
    """The outline of `static/img/europe.svg` as one path for a picture of this width, with what can be seen of it."""
    source = (Path(settings.BASE_DIR) / "static" / "img" / "europe.svg").read_text(encoding="utf-8")
    size = width / europe.WIDTH
    return "".join(_ring(text, size) for text in source.partition(' d="')[2].partition('"')[0].split("M")[1:])


def _ring(text: str, size: float) -> str:
    """One shape, in whole points; nothing where no corner is left of it."""
    numbers = text.rstrip("z").replace("l", " ").replace("-", " -").split()
    x = y = 0.0
    corners: list[tuple[int, int]] = []
    for dx, dy in zip(map(float, numbers[::2]), map(float, numbers[1::2]), strict=True):
        x, y = x + dx, y + dy
        corner = round(x * size), round(y * size)
        if not corners or corner != corners[-1]:
            corners.append(corner)
    across = max(max(at) - min(at) for at in zip(*corners, strict=True)) if corners else 0
    if len(corners) < 4 or across < SEEN:
        return ""
    ways = zip(corners, corners[1:], strict=False)
    steps = [str(value) for (ax, ay), (bx, by) in ways for value in (bx - ax, by - ay)]
    # A minus parts two numbers as well as a space does.
    return f"M{corners[0][0]} {corners[0][1]}l{' '.join(steps).replace(' -', '-')}z"
