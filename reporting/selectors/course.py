"""How files come along: planned, under way, done, dropped, and what is to be expected. All from the ledger.

For charts: `funnel(period)`, `waited(period)`, `levels(period)`, `expectation(period, target)`; one statement each.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.models import RegionLevel
from clusters.region_data import LEVELS_EDITION
from reporting import forecast
from reporting.forecast import Course, Forecast, Waiting
from reporting.periods import Period
from reporting.selectors import ledger
from reporting.selectors.ledger import Table

STEPS: dict[str, str | Promise] = {
    "registered": _("Registered"),
    "accepted": _("Accepted"),
    "matched": _("Host found"),
    "signed": _("Signed"),
    "stayed": _("Visited"),
    "validated": _("Report checked"),
    "paid": _("Paid"),
}
REASONS: dict[str, str | Promise] = {
    "rejected": _("Rejected"),
    "withdrawn": _("Withdrawn"),
    "expired": _("Expired"),
    "discontinued": _("Broken off"),
    "not_eligible": _("Not eligible"),
    "closed": _("Nothing to pay"),
}
PROMISED_DAYS = 10
# Rates are those of this time; before there are as many files, odds and days lean on these guesses.
WINDOW = 180
FIRST_GUESS = 5
GUESSED_ODDS = 0.7
GUESSED_DAYS = {"registered": 14, "accepted": 30, "matched": 30, "signed": 30, "stayed": 14}


@dataclass(frozen=True)
class Step:
    """`reached` files came this far in the period, after `median_days` from the step before. `waiting` stand here at its end,
    `dropped` (reason -> files) ended here without payment.
    """

    key: str
    label: str | Promise
    reached: int
    waiting: int
    median_days: int | None
    dropped: Mapping[str, int]


def funnel(period: Period) -> list[Step]:
    """From the application to the payment. With a first day: what happened in the period, and what waits at its end."""
    happened = ledger.sums(period, ledger.COURSE)
    ever = happened if period.since is None else ledger.sums(whole(period), ledger.COURSE)
    return steps_of(happened, ever)


def steps_of(happened: Table, so_far: Table) -> list[Step]:
    ever = {key: _reached(so_far, key) for key in STEPS}
    following = dict(zip(STEPS, [*list(STEPS)[1:], ""], strict=True))
    return [
        Step(
            key,
            label,
            _reached(happened, key),
            0
            if not following[key]
            else ever[key] - ever[following[key]] - sum(_dropped(so_far, key).values()),
            _median(_days(happened, "step", key)),
            _dropped(happened, key),
        )
        for key, label in STEPS.items()
    ]


@dataclass(frozen=True)
class Waited:
    """Days from the later of end of stay and validation to the payment."""

    payments: int
    median: int | None
    within: int

    @property
    def share(self) -> int | None:
        """Per cent paid within the promised days."""
        return round(self.within / self.payments * 100) if self.payments else None


def waited(period: Period) -> Waited:
    days = _days(ledger.sums(period, ["waited"]), "waited", ledger.ALL)
    within = sum(number for day, number in days.items() if day <= PROMISED_DAYS)
    return Waited(sum(days.values()), _median(days), within)


def levels(period: Period) -> dict[str, dict[str, int]]:
    """Side ("visitor", "host") -> level of development of its region -> credited exchanges; "" where it is not known."""
    known: dict[tuple[str, int | None], str] = {
        (country, area): level
        for country, area, level in RegionLevel.objects.filter(edition=LEVELS_EDITION)
        .order_by("id")
        .values_list("country", "region", "level")
    }
    found: dict[str, dict[str, int]] = {"visitor": {}, "host": {}}
    for (_section, side, place), cell in ledger.sums(period, ["area"]).items():
        country, _colon, area = place.partition(":")
        # A country of one level only has no regions in the list.
        level = known.get((country, int(area) if area else None)) or known.get((country, None), "")
        found[side][level] = found[side].get(level, 0) + cell.number
    return found


def expectation(period: Period, target: int, done: int) -> Forecast | None:
    """When `target` exchanges will be credited, as it looks at the end of the period. None: reached, or nothing to go by."""
    if done >= target:
        return None
    ever = ledger.sums(whole(period), ledger.COURSE)
    if not _reached(ever, "registered"):
        return None
    return forecast.forecast(course_of(period, ever, done), target)


def course_of(period: Period, so_far: Table, done: int) -> Course:
    steps = {step.key: step for step in steps_of(so_far, so_far)}
    names = list(GUESSED_DAYS)
    waiting = []
    odds, days = 1.0, 0.0
    for key in reversed(names):
        after = steps[list(STEPS)[list(STEPS).index(key) + 1]]
        median = after.median_days
        days += GUESSED_DAYS[key] if median is None else median
        odds *= _odds(after.reached, sum(steps[key].dropped.values()))
        waiting.append(Waiting(steps[key].waiting, odds, days))
    window = min(WINDOW, max((period.until - period.partnership.start_on).days + 1, 1))
    lately = Period(period.partnership, period.until, period.until - timedelta(days=window - 1))
    arrivals = _reached(ledger.sums(lately, ["step"]), "registered")
    return Course(period.until, done, waiting, arrivals, window, odds, days, period.partnership.end_on)


def _odds(on: int, dropped: int) -> float:
    """To get from a step to the next: of the files that left it, those that went on; few files lean on a guess."""
    guessed: float = GUESSED_ODDS ** (1 / len(GUESSED_DAYS))
    return (on + FIRST_GUESS * guessed) / (on + dropped + FIRST_GUESS)


def whole(period: Period) -> Period:
    """From the partnership's start to the period's end."""
    return Period(period.partnership, period.until)


def _reached(table: Table, key: str) -> int:
    return sum(cell.number for (section, name, _s), cell in table.items() if (section, name) == ("step", key))


def _dropped(table: Table, key: str) -> dict[str, int]:
    return {
        reason: cell.number
        for (section, name, reason), cell in table.items()
        if (section, name) == ("dropped", key) and cell.number
    }


def _days(table: Table, section: str, key: str) -> dict[int, int]:
    return {
        int(days): cell.number
        for (name, step, days), cell in table.items()
        if (name, step) == (section, key) and days and cell.number
    }


def _median(days: Mapping[int, int]) -> int | None:
    """The lower median: a day on which it really was."""
    half, passed = (sum(days.values()) + 1) // 2, 0
    for day, number in sorted(days.items()):
        passed += number
        if passed >= half:
            return day
    return None
