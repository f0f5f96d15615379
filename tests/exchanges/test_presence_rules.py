"""How half-days become working days, and which halves a programme fills."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchanges.presence_rules import (
    AFTERNOON,
    HALVES,
    MORNING,
    days_attended,
    half_of,
    halves_of_day,
    halves_of_session,
)

MONDAY = date(2026, 5, 18)
WEEK = [MONDAY + timedelta(days=number) for number in range(7)]
attended = st.sets(st.sampled_from([(day, half) for day in WEEK for half in HALVES]), max_size=8)
working = st.sets(st.sampled_from(WEEK), max_size=5)


@pytest.mark.parametrize(
    ("halves", "per_day", "days"),
    [
        ([], 2, 0),
        ([(0, MORNING)], 2, 0),
        ([(0, MORNING), (0, AFTERNOON)], 2, 1),
        # Two afternoons of two days are one day together.
        ([(0, AFTERNOON), (1, AFTERNOON)], 2, 1),
        ([(0, AFTERNOON), (1, MORNING), (1, AFTERNOON), (2, MORNING)], 2, 2),
        ([(0, MORNING), (0, AFTERNOON)], 1, 1),
        ([(0, AFTERNOON), (1, MORNING), (1, AFTERNOON), (2, MORNING)], 1, 3),
        # Saturday is no working day.
        ([(5, MORNING), (5, AFTERNOON)], 2, 0),
    ],
)
def test_half_days_make_days(halves, per_day, days):
    rows = [(WEEK[number], half) for number, half in halves]
    assert days_attended(rows, WEEK[:5], per_day) == days


@given(attended, working, st.integers(1, 2))
def test_never_more_days_than_there_were(rows, days, per_day):
    found = days_attended(rows, days, per_day)
    assert 0 <= found <= len({day for day, _half in rows} & days)
    # Whoever was there all the time has them all.
    assert days_attended([(day, half) for day in days for half in HALVES], days, per_day) == len(days)


@given(attended, attended, working, st.integers(1, 2))
def test_more_presence_never_makes_fewer_days(some, more, days, per_day):
    assert days_attended(some | more, days, per_day) >= days_attended(some, days, per_day)


@given(st.lists(st.sampled_from([(day, half) for day in WEEK for half in HALVES])), working)
def test_noted_twice_counts_once(rows, days):
    assert days_attended(rows + rows, days) == days_attended(set(rows), days)


def test_fewer_than_one_half_makes_no_sense():
    with pytest.raises(ValueError, match="At least one"):
        days_attended([], WEEK, 0)


def test_half_of_a_moment_and_of_a_session():
    assert (half_of(time(12, 59)), half_of(time(13))) == (MORNING, AFTERNOON)
    assert halves_of_session(None, None) == HALVES
    assert halves_of_session(time(9), None) == (MORNING,)
    assert halves_of_session(time(9), time(13)) == (MORNING,)
    assert halves_of_session(time(9, 30), time(14)) == (MORNING,)
    assert halves_of_session(time(9, 30), time(14, 1)) == HALVES
    assert halves_of_session(time(9), time(17)) == HALVES
    assert halves_of_session(time(14), time(17)) == (AFTERNOON,)


def test_dinner_and_way_are_no_working_time():
    evening = ("social", time(19), time(22))
    assert halves_of_day([("talk", time(9), time(12)), evening]) == (MORNING,)
    assert halves_of_day([("travel", time(8), time(18))]) == ()
    assert halves_of_day([]) == HALVES
