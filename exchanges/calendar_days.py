"""Days, weeks and lanes of a calendar page. Pure: entries in, rows to print out."""

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

WEEK = 7
# More lie in the list under the grid.
MOST_LANES = 6
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
# A number and a name.
Named = tuple[int, str]


@dataclass(slots=True)
class Entry:
    """What stands in a calendar: an event, a stay, or a day by which somebody must act. `notes` say what else matters."""

    kind: str
    pk: int
    first: date
    last: date
    title: str
    url: str
    # The kind in words.
    label: Any = ""
    short: str = ""
    words: Any = ""
    visitor: Named | None = None
    host: Named | None = None
    clusters: tuple[Named, ...] = ()
    # Where its public holidays are looked up: country and region of the host.
    place: tuple[str, str | None] | None = None
    days_off: dict[date, str] = field(default_factory=dict)
    clashes: list[str] = field(default_factory=list)

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Month:
    first: date

    @classmethod
    def read(cls, text: str, today: date) -> "Month":
        """From "2026-05"; this month for anything else."""
        found = _MONTH.fullmatch(text)
        return cls(date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1))

    @property
    def last(self) -> date:
        return self.first.replace(day=monthrange(self.first.year, self.first.month)[1])

    @property
    def code(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def before(self) -> "Month":
        return Month((self.first - timedelta(days=1)).replace(day=1))

    @property
    def after(self) -> "Month":
        return Month(self.last + timedelta(days=1))

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range(self.last.day)]

    @property
    def weeks(self) -> list[list[date]]:
        """Whole weeks from Monday on that hold the month."""
        start = self.first - timedelta(days=self.first.weekday())
        number = -(-((self.last - start).days + 1) // WEEK)
        return [[start + timedelta(days=WEEK * week + day) for day in range(WEEK)] for week in range(number)]


@dataclass(frozen=True, slots=True)
class Cell:
    """So many days of a lane: empty, or a part of an entry that may go on to the left or right."""

    span: int
    entry: Entry | None = None
    goes_on_left: bool = False
    goes_on_right: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    days: list[date]
    lanes: list[list[Cell]]
    # How many entries of the week found no lane.
    left: int


def lanes_of(entries: Iterable[Entry]) -> list[list[Entry]]:
    """As few rows as it takes for no two entries of a row to share a day; the longer of two that begin together is higher."""
    lanes: list[list[Entry]] = []
    for entry in sorted(entries, key=lambda one: (one.first, one.first - one.last, one.kind, one.pk)):
        free = next((lane for lane in lanes if lane[-1].last < entry.first), None)
        if free is None:
            lanes.append([entry])
        else:
            free.append(entry)
    return lanes


def week_rows(month: Month, entries: Sequence[Entry]) -> list[Week]:
    weeks = []
    for days in month.weeks:
        there = [entry for entry in entries if entry.first <= days[-1] and entry.last >= days[0]]
        lanes = lanes_of(there)
        weeks.append(
            Week(
                days,
                [_cells(lane, days) for lane in lanes[:MOST_LANES]],
                sum(len(lane) for lane in lanes[MOST_LANES:]),
            )
        )
    return weeks


def _cells(lane: Sequence[Entry], days: Sequence[date]) -> list[Cell]:
    cells, next_day = [], days[0]
    for entry in lane:
        first, last = max(entry.first, days[0]), min(entry.last, days[-1])
        if gap := (first - next_day).days:
            cells.append(Cell(gap))
        cells.append(Cell((last - first).days + 1, entry, entry.first < days[0], entry.last > days[-1]))
        next_day = last + timedelta(days=1)
    if rest := (days[-1] - next_day).days + 1:
        cells.append(Cell(rest))
    return cells


def same_people(stays: Sequence[Entry], people: Mapping[int, Iterable[str]]) -> list[tuple[Entry, Entry]]:
    """Pairs of stays at the same time with the same person; `people` has addresses by the stay's number."""
    stays_of: dict[str, list[Entry]] = defaultdict(list)
    for stay in stays:
        for address in {plain_address(address) for address in people.get(stay.pk, ())}:
            stays_of[address].append(stay)
    pairs = {
        (one.pk, other.pk): (one, other)
        for found in stays_of.values()
        for number, one in enumerate(found)
        for other in found[number + 1 :]
        if one.first <= other.last and other.first <= one.last
    }
    return list(pairs.values())


def plain_address(address: str) -> str:
    """As `exchanges.addresses.PlainAddress` in the database: without the label behind "+"."""
    return re.sub(r"\+.*@", "@", address.lower())


def fullest_day(stays: Sequence[Entry], first: date, last: date) -> tuple[int, list[Entry]]:
    """On the fullest day of a period: how many stays there are, and which."""
    days = {max(stay.first, first) for stay in stays if stay.first <= last and stay.last >= first}
    there = [[stay for stay in stays if stay.covers(day)] for day in sorted(days)]
    fullest = max(there, key=len, default=[])
    return len(fullest), fullest
