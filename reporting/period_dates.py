"""Half-years of a partnership, counted from its first day. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = 6
# So long after its last day a report is due.
REPORTED_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Suggested:
    number: int
    first_day: date
    last_day: date
    due_on: date


def next_half_year(start: date, end: date, last_days: Collection[date]) -> Suggested | None:
    """The half-year after the last known period; None when the partnership's time is used up."""
    first = max(last_days) + timedelta(days=1) if last_days else start
    if first > end:
        return None
    last = min(_months_later(first, MONTHS) - timedelta(days=1), end)
    return Suggested(len(last_days) + 1, first, last, last + REPORTED_WITHIN)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))
