"""What several pictures share."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from core.dates import human

Points = Sequence[tuple[date, int]]


def as_of(until: date) -> str:
    return _("As of %(day)s.") % {"day": human(until)}


def planned(day: date, start: date, end: date, target: Decimal) -> Decimal:
    """What a straight line from nothing at the start to the target at the end gives on a day."""
    whole = (end - start).days + 1
    passed = min(max((day - start).days + 1, 0), whole)
    return (target * passed / whole).quantize(Decimal("0.1"))


def monthly(days: Sequence[tuple[str, int, int]]) -> list[tuple[date, int]]:
    """(day, exchanges, ...) as a running total at the last credited day of each month."""
    return _running(days, 1)


def monthly_smes(days: Sequence[tuple[str, int, int]]) -> list[tuple[date, int]]:
    """(day, exchanges, of them by SMEs) as a running total of the last, on the same days as `monthly`."""
    return _running(days, 2)


def _running(days: Sequence[tuple[str, int, int]], place: int) -> list[tuple[date, int]]:
    total = 0
    points: dict[str, tuple[date, int]] = {}
    for row in days:
        total += int(row[place])
        points[row[0][:7]] = (date.fromisoformat(row[0]), total)
    return list(points.values())
