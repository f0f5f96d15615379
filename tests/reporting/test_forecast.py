"""The forecast is a pure calculation: these cases say what a reader would expect of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from reporting.forecast import HORIZON, Course, Waiting, forecast, share_passed

TODAY, END = date(2026, 3, 2), date(2027, 12, 31)
# One file in three days, nine of ten reach their end within about four months.
STEADY = Course(
    TODAY, done=40, waiting=(Waiting(30, 0.9, 60),), arrivals=60, window=180, odds=0.9, days=120, end=END
)


def test_days_stand_in_order_and_the_same_course_gives_the_same_forecast() -> None:
    found = forecast(STEADY, 96)
    assert found.earliest and found.likeliest and found.latest
    assert TODAY < found.earliest < found.likeliest < found.latest < END
    assert found == forecast(STEADY, 96)
    assert found.low < found.expected < found.high
    assert found.chance > 0.99


def test_steady_course_is_foretold_by_hand() -> None:
    """27 come from the files under way. The other 29 need 32 new files, 97 days at one in three days, and their time."""
    likeliest = forecast(STEADY, 96).likeliest
    assert likeliest is not None
    assert TODAY + timedelta(days=97 + 100) < likeliest < TODAY + timedelta(days=97 + 150)


def test_files_under_way_alone_bring_no_more_than_their_odds() -> None:
    found = forecast(replace(STEADY, arrivals=0, waiting=(Waiting(20, 0.5, 30),)), 96)
    assert (found.earliest, found.likeliest, found.latest) == (None, None, None)
    assert (found.expected, found.chance) == (50, 0.0)
    assert 40 < found.low < 50 < found.high < 60


def test_nothing_under_way_and_nobody_coming_stays_as_it_is() -> None:
    found = forecast(replace(STEADY, arrivals=0, waiting=()), 96)
    assert (found.likeliest, found.expected, found.low, found.high, found.chance) == (None, 40, 40, 40, 0.0)


def test_certain_files_are_there_when_their_days_have_passed() -> None:
    found = forecast(replace(STEADY, arrivals=0, waiting=(Waiting(56, 1.0, 0),)), 96)
    assert found.earliest == found.latest == TODAY + timedelta(days=1)
    assert found.expected == 96


def test_fewer_files_make_it_later_and_less_sure() -> None:
    fast, slow = forecast(STEADY, 96), forecast(replace(STEADY, arrivals=20), 96)
    assert fast.likeliest and slow.likeliest and slow.likeliest > fast.likeliest
    assert fast.latest and slow.earliest
    assert slow.likeliest - slow.earliest > fast.likeliest - fast.earliest


def test_nobody_new_comes_after_the_end() -> None:
    found = forecast(replace(STEADY, end=TODAY + timedelta(days=30)), 96)
    assert found.likeliest is None
    assert forecast(replace(STEADY, end=TODAY - timedelta(days=1)), 96).expected == 40


@pytest.mark.parametrize(("days", "share"), [(0, 0.0), (30, 0.16), (60, 0.5), (120, 0.84), (HORIZON, 1.0)])
def test_two_thirds_take_half_to_twice_the_median(days: int, share: float) -> None:
    assert share_passed(days, 60) == pytest.approx(share, abs=0.005)
    assert share_passed(1, 0) == 1.0
