"""The timeline of stays as a picture: a bar for each stay in the row of its host or visitor, days off shaded. Pure."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from exchanges.calendar_days import Entry, Month, Named, lanes_of

WIDTH, LABEL, HEAD, LANE, BAR = 1000, 202, 34, 28, 20
SATURDAY = 5
# Letters of a name that fit beside its row.
LETTERS = 28


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    box: Box
    entry: Entry
    # Where there is room for it.
    label: str
    text_y: float


@dataclass(frozen=True, slots=True)
class Band:
    """All stays of one host or visitor."""

    name: str
    label: str
    y: float
    text_y: float
    bars: list[Bar]
    shades: list[Box]


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: float
    label_width: int
    head: int
    days: list[tuple[date, float]]
    weekends: list[Box]
    bands: list[Band]


def timeline(
    month: Month,
    stays: Sequence[Entry],
    row_of: Callable[[Entry], Named | None],
    days_off: Callable[[Sequence[Entry]], dict[date, str]],
) -> Picture:
    """`row_of` says in whose row a stay stands, `days_off` which days are shaded there."""
    step = (WIDTH - LABEL) / len(month.days)
    rows: dict[Named, list[Entry]] = defaultdict(list)
    for stay in stays:
        if (named := row_of(stay)) is not None:
            rows[named].append(stay)
    bands, y = [], float(HEAD)
    for named in sorted(rows, key=lambda one: (one[1].casefold(), one[0])):
        lanes = lanes_of(rows[named])
        bars = [
            _bar(stay, month, step, y + LANE * number) for number, lane in enumerate(lanes) for stay in lane
        ]
        height = LANE * len(lanes)
        off = [day for day in days_off(rows[named]) if month.first <= day <= month.last]
        shades = [Box(_x(day, step), y, round(step, 2), height) for day in off]
        name = named[1]
        label = name if len(name) <= LETTERS else f"{name[: LETTERS - 1].rstrip()}…"
        bands.append(Band(name, label, y, y + LANE / 2 + 5, bars, shades))
        y += height
    weekends = [
        Box(_x(day, step), HEAD, round(step, 2), y - HEAD) for day in month.days if day.weekday() >= SATURDAY
    ]
    days = [(day, round(_x(day, step) + step / 2, 2)) for day in month.days]
    return Picture(WIDTH, y, LABEL, HEAD, days, weekends, bands)


def _x(day: date, step: float) -> float:
    return round(LABEL + (day.day - 1) * step, 2)


def _bar(stay: Entry, month: Month, step: float, y: float) -> Bar:
    first, last = max(stay.first, month.first), min(stay.last, month.last)
    width = ((last - first).days + 1) * step - 2
    box = Box(round(_x(first, step) + 1, 2), y + (LANE - BAR) / 2, round(width, 2), BAR)
    label = stay.short if width >= 7 * len(stay.short) + 8 else ""
    return Bar(box, stay, label, y + LANE / 2 + 4)
