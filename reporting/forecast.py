"""When a target will be reached: from the files under way, those still to come, and how long files took so far. Pure.

The number of exchanges credited by a day is taken as normal. Its mean adds, for each step, the files that wait there,
times their odds, times the share that has passed by that day; and the files that come as often as lately. Its
variance adds that of each file (it comes or not), of the arrivals (Poisson), and of the rate, which is itself a guess.
The days from a step to the credit are log-normal around their median.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import erf, log, sqrt

# How far days scatter around their median: two thirds lie between half and twice the median.
SPREAD = log(2)
HORIZON = 5 * 365
# Visits come in bursts: what one file does, about this many do together. So sums scatter more than single files would.
# The number was chosen on the history of one partnership, EXCITE, and is no more than that: a partnership whose files come
# one by one gets too wide a forecast (nearly all hold), one with larger bursts too narrow a one. What it is worth for
# bursts of this size is simulated in tests/reporting/test_forecast_coverage.py.
TOGETHER = 4
# So eight of ten forecasts hold where files go on coming as they did in the window, in such bursts.
EARLY, MIDDLE, LATE = 0.1, 0.5, 0.9


@dataclass(frozen=True)
class Waiting:
    """Files at one step: how many, the share that will be credited (0 to 1), and the median days until then."""

    number: int
    odds: float
    days: float


@dataclass(frozen=True)
class Course:
    """All that a forecast is made from. `arrivals` files came in the last `window` days; `odds` and `days` are theirs."""

    today: date
    done: int
    waiting: Sequence[Waiting]
    arrivals: int
    window: int
    odds: float
    days: float
    # Nobody new comes after this day.
    end: date


@dataclass(frozen=True)
class Forecast:
    """Days on which the target is reached with a chance of 1, 5 and 9 in 10; None: not within five years.

    `expected` exchanges at the end, between `low` and `high` in eight of ten cases of the model; `chance` of the target by then.
    """

    target: int
    earliest: date | None
    likeliest: date | None
    latest: date | None
    expected: int
    low: int
    high: int
    chance: float


@dataclass(frozen=True)
class _Sum:
    mean: float
    variance: float


def forecast(course: Course, target: int) -> Forecast:
    """Of a course before the end, and a target that is not reached yet."""
    sums = list(_by_day(course))
    need = target - course.done
    at_end = sums[min(max((course.end - course.today).days, 0), HORIZON)]
    reach = sqrt(at_end.variance) * 1.2816
    return Forecast(
        target=target,
        earliest=_first_day(course.today, sums, need, EARLY),
        likeliest=_first_day(course.today, sums, need, MIDDLE),
        latest=_first_day(course.today, sums, need, LATE),
        expected=course.done + round(at_end.mean),
        low=course.done + max(round(at_end.mean - reach), 0),
        high=course.done + round(at_end.mean + reach),
        chance=_chance(at_end, need),
    )


def _first_day(today: date, sums: Sequence[_Sum], need: int, chance: float) -> date | None:
    for days, reached in enumerate(sums):
        if _chance(reached, need) >= chance:
            return today + timedelta(days=days)
    return None


def _chance(reached: _Sum, need: int) -> float:
    """That at least `need` are credited, where at least one is still needed."""
    if reached.variance <= 0:
        return float(reached.mean >= need)
    return 0.5 * (1 + erf((reached.mean - need + 0.5) / sqrt(2 * reached.variance)))


def _by_day(course: Course) -> Sequence[_Sum]:
    """From today on, one for each day of the horizon."""
    rate = course.arrivals / course.window
    open_days = max((course.end - course.today).days, 0)
    passed = [share_passed(days, course.days) for days in range(HORIZON + 1)]
    found = []
    arrived = 0.0
    for days in range(HORIZON + 1):
        # Each day's arrivals are as far as their own age; after the end none is added.
        arrived += passed[days] - (passed[days - open_days - 1] if days > open_days else 0.0)
        mean = rate * course.odds * arrived
        # A rate from few arrivals is a rough guess.
        variance = mean + (course.odds * arrived / course.window) ** 2 * course.arrivals
        for step in course.waiting:
            share = step.odds * share_passed(days, step.days)
            mean += step.number * share
            variance += step.number * share * (1 - share)
        found.append(_Sum(mean, TOGETHER * variance))
    return found


def share_passed(days: int, median: float) -> float:
    """Which share needs at most so many days, when one half needs the median."""
    if days <= 0:
        return 0.0
    if median <= 0:
        return 1.0
    return 0.5 * (1 + erf(log(days / median) / (SPREAD * sqrt(2))))
