"""Sums from the ledger: exact at each moment, at a cost that does not grow with the number of files. ADR 0029.

Of a cell there is the sum over everything, and those over its months and days. Up to a day it is the whole, less the
months after the day's month, less the days after it in its own. What is not folded yet is added to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from clusters.enums import SCALING_UP_KINDS
from reporting.periods import Period

ALL = ""
# Sections that count different members: two periods of them cannot be taken from each other.
OF_MEMBERS = ("participating", "registered", "registered_staff", "visiting")
CREDITED = ("day", "kind", "flow")
INVOLVED = ("participating", "registered", "registered_staff", "brought_staff", "travellers", "applications")
TOLD = ("follow_up", "agreed", "invited", "answered", "scored", "recommend", "score")
MONEY = ("granted", "paid", "late", "days", "ordered")
COURSE = ("step", "dropped", "waited")
# How visits stand on a day; always counted from the partnership's start.
STANDING = ("outcome", "stay", "ageing")
SCHEME = ("kind", "flow", "paid", "visiting")
FIGURES = (*CREDITED, *INVOLVED, *TOLD, *MONEY)
_BY_SIDE = ("invited", "answered", "scored", "recommend", "score")


@dataclass(frozen=True)
class Cell:
    number: int = 0
    total: Decimal = Decimal(0)

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(self.number + other.number, self.total + other.total)


Table = dict[tuple[str, str, str], Cell]

# Up to one day. Each bound has an index condition of its own, which a join with the bounds would not have.
_UP_TO = """
        SELECT partnership_id, section, key, second, {sign} number AS number, {sign} total AS total FROM reporting_ledgercell
        WHERE partnership_id = ANY(%(partnerships)s) AND span = 't' AND section = ANY(%(sections)s)
        UNION ALL
        SELECT partnership_id, section, key, second, - {sign} number, - {sign} total FROM reporting_ledgercell
        WHERE partnership_id = ANY(%(partnerships)s) AND span = 'm' AND section = ANY(%(sections)s) AND day > %({day})s
        UNION ALL
        SELECT partnership_id, section, key, second, - {sign} number, - {sign} total FROM reporting_ledgercell
        WHERE partnership_id = ANY(%(partnerships)s) AND span = 'd' AND section = ANY(%(sections)s)
          AND day > %({day})s AND day < %({day}_month)s
        UNION ALL
        SELECT partnership_id, section, key, second, {sign} number, {sign} total FROM lines
        WHERE member IS NULL AND day <= %({day})s
"""
_SUMS = """
    WITH lines AS MATERIALIZED (
        SELECT * FROM reporting_ledgerline
        WHERE partnership_id = ANY(%(partnerships)s) AND section = ANY(%(sections)s)
    ), days AS (
        SELECT partnership_id, section, key, member, day, sum(old) AS old, sum(old + new) AS now
        FROM (
            SELECT m.partnership_id, m.section, m.key, m.member, m.day, m.number AS old, 0 AS new
            FROM (SELECT DISTINCT partnership_id, section, key, member FROM lines WHERE member IS NOT NULL) touched
            JOIN reporting_ledgermember m USING (partnership_id, section, key, member)
            UNION ALL SELECT partnership_id, section, key, member, day, 0, number FROM lines WHERE member IS NOT NULL
        ) both_sides GROUP BY 1, 2, 3, 4, 5
    ), firsts AS (
        SELECT partnership_id, section, key, min(day) FILTER (WHERE old > 0) AS before,
               min(day) FILTER (WHERE now > 0) AS after
        FROM days GROUP BY partnership_id, section, key, member
    )
    SELECT partnership_id, section, key, second, sum(number), sum(total) FROM (
        {bounds}
        UNION ALL
        SELECT partnership_id, section, key, '',
               coalesce((after <= %(until)s)::int, 0) - coalesce((before <= %(until)s)::int, 0), 0
        FROM firsts
    ) parts
    GROUP BY partnership_id, section, key, second HAVING sum(number) <> 0 OR sum(total) <> 0
"""
_UNTIL = _UP_TO.format(sign="", day="until")
_BEFORE = _UP_TO.format(sign="-", day="before")
SINCE_EVER = _SUMS.format(bounds=_UNTIL)
_IN_BETWEEN = _SUMS.format(bounds=f"{_UNTIL} UNION ALL {_BEFORE}")
_DAYS = """
    SELECT day, sum(number), sum(total) FROM (
        SELECT day, number, total FROM reporting_ledgercell
        WHERE partnership_id = %(partnership)s AND span = 'd' AND section = 'day' AND day BETWEEN %(since)s AND %(until)s
        UNION ALL
        SELECT day, number, total FROM reporting_ledgerline
        WHERE partnership_id = %(partnership)s AND section = 'day' AND day BETWEEN %(since)s AND %(until)s
    ) parts GROUP BY day HAVING sum(number) <> 0 ORDER BY day
"""
_IN_MONTHS = """
    SELECT max(day), sum(number), sum(total) FROM ({days}) days (day, number, total)
    GROUP BY date_trunc('month', day) ORDER BY 1
"""


def sums(period: Period, sections: Iterable[str]) -> Table:
    """The sections' sums over the period. With a first day, not for `OF_MEMBERS`."""
    wanted = list(sections)
    if period.since is not None and set(wanted) & set(OF_MEMBERS):
        raise ValueError("Different members of two periods cannot be taken from each other.")
    values = bounds_of([period.partnership.pk], wanted, period.until)
    if period.since is not None:
        before = period.since - timedelta(days=1)
        values |= {"before": before, "before_month": _next_month(before)}
    with connection.cursor() as cursor:
        cursor.execute(SINCE_EVER if period.since is None else _IN_BETWEEN, values)
        return {
            (section, key, second): Cell(int(number), total)
            for _partnership, section, key, second, number, total in cursor.fetchall()
        }


def bounds_of(partnerships: list[int], sections: list[str], until: date) -> dict[str, Any]:
    """The values of `SINCE_EVER`."""
    return {
        "partnerships": partnerships,
        "sections": sections,
        "until": until,
        "until_month": _next_month(until),
    }


def by_day(period: Period) -> list[tuple[str, int, int]]:
    """(day, credited exchanges, of them with an SME visiting), in order."""
    values: dict[str, Any] = {
        "partnership": period.partnership.pk,
        "since": period.first,
        "until": period.until,
    }
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, values)
        return [(day.isoformat(), int(number), int(total)) for day, number, total in cursor.fetchall()]


def by_month(period: Period) -> list[tuple[str, int, int]]:
    """As `by_day`, added up by month, each month at its last day with an exchange."""
    values: dict[str, Any] = {
        "partnership": period.partnership.pk,
        "since": period.first,
        "until": period.until,
    }
    with connection.cursor() as cursor:
        cursor.execute(_IN_MONTHS.format(days=_DAYS), values)
        return [(day.isoformat(), int(number), int(total)) for day, number, total in cursor.fetchall()]


def widened(found: Table) -> Table:
    """With the sums that follow from others: by country of each side, of all respondents, and of all staff."""
    table: Table = {}

    def add(section: str, key: str, second: str, cell: Cell) -> None:
        table[section, key, second] = table.get((section, key, second), Cell()) + cell

    for (section, key, second), cell in found.items():
        if section == "day":
            add("all", ALL, ALL, cell)
        elif section == "brought_staff":
            if key in SCALING_UP_KINDS:
                add("registered_staff", ALL, ALL, cell)
        else:
            add(section, key, second, cell)
        if section == "flow":
            add("home", key, ALL, cell)
            add("host", second, ALL, cell)
        if section in _BY_SIDE:
            add(section, ALL, second, cell)
    return table


def _next_month(day: date) -> date:
    first = day.replace(day=1)
    if (first.year, first.month) == (9999, 12):
        return date.max
    return (first + timedelta(days=32)).replace(day=1)
