"""How often the forecast holds, on made-up histories: files come in bursts, as people of one trade hear of it together.

What is simulated is what the forecast says it assumes: bursts of about `TOGETHER` files that share their fate, as many
lately as later, days that scatter around their median. The target is then reached between its days in eight of ten.
"""

import random
from datetime import date, timedelta
from math import exp, log

import pytest

from reporting import forecast as rules
from reporting.forecast import Course, Waiting, forecast

TODAY = date(2026, 3, 2)
TARGET, DONE, WINDOW = 96, 40, 180
ODDS, DAYS = 0.7, 90.0
UNDER_WAY = Waiting(24, 0.8, 45.0)
HISTORIES = 120
# Bursts of 1 to 5: a file is in one of 3.7 on average, which is about what the forecast assumes.
LIKE_ASSUMED = 3


@pytest.fixture(autouse=True)
def shorter_horizon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long enough for each history to reach the target, and three times as fast."""
    monkeypatch.setattr(rules, "HORIZON", 700)


def credits_of_burst(
    chance: random.Random, begins: float, odds: float, days: float, size: int
) -> list[float]:
    """The days on which the files of one burst are credited: all about the same time, or none."""
    if chance.random() > odds:
        return []
    return [begins + days * exp(chance.gauss(0, log(2)))] * size


def size_of_burst(chance: random.Random, together: int) -> int:
    return chance.randint(1, 2 * together - 1) if together > 1 else 1


def history(chance: random.Random, together: int, bursts_a_day: float) -> tuple[Course, float]:
    """What is known today, and the day on which the target will have been reached."""
    lately = later = 0.0
    arrivals = 0
    while (lately := lately + chance.expovariate(bursts_a_day)) < WINDOW:
        arrivals += size_of_burst(chance, together)
    credits: list[float] = []
    left = UNDER_WAY.number
    while left > 0:
        size = min(size_of_burst(chance, together), left)
        credits += credits_of_burst(chance, 0, UNDER_WAY.odds, UNDER_WAY.days, size)
        left -= size
    while (later := later + chance.expovariate(bursts_a_day)) < rules.HORIZON:
        credits += credits_of_burst(chance, later, ODDS, DAYS, size_of_burst(chance, together))
    credits.sort()
    course = Course(
        TODAY, DONE, [UNDER_WAY], arrivals, WINDOW, ODDS, DAYS, TODAY + timedelta(days=rules.HORIZON)
    )
    return course, credits[TARGET - DONE - 1]


def share_that_holds(together: int) -> float:
    """Of all histories, those in which the target is reached between the first and the last day of the forecast."""
    chance = random.Random(20260302)
    held = 0
    for _number in range(HISTORIES):
        # One file in three days, in bursts.
        course, reached = history(chance, together, 1 / 3 / together)
        found = forecast(course, TARGET)
        on = TODAY + timedelta(days=reached)
        held += (
            found.earliest is not None
            and found.earliest <= on
            and (found.latest is None or on <= found.latest)
        )
    return held / HISTORIES


def test_eight_of_ten_forecasts_hold_for_bursts_of_the_assumed_size() -> None:
    assert share_that_holds(LIKE_ASSUMED) == pytest.approx(0.8, abs=0.1)


def test_forecast_that_knows_of_no_bursts_holds_far_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "TOGETHER", 1)
    assert share_that_holds(LIKE_ASSUMED) < 0.7


def test_files_that_come_one_by_one_are_foretold_too_carefully() -> None:
    """The price of the assumption, which the forecast does not hide."""
    assert share_that_holds(1) > 0.9
