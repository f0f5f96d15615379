"""Property tests: the portal's calculation against a second one, written from the scheme's text alone."""

import datetime
from decimal import Decimal
from fractions import Fraction

import holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from exchanges.lump_sum import Grid, Inputs, Result, Rules, calculate
from exchanges.reference_data import GRID, GRID_VERSION

GRID_OF_TODAY = Grid(GRID_VERSION, GRID)
PLACES = [
    ("DE", None), ("DE", "SN"), ("DE", "BY"), ("FR", None), ("ES", "PV"), ("ES", None), ("AT", None), ("PL", None),
    ("LT", None), ("BG", None), ("CZ", None), ("IT", None), ("HU", None), ("NO", None), ("GR", None),
]  # fmt: skip
OUTSIDE = {"NO", "LI", "CH", "US"}


def second_opinion(home, host, region, start, end, km, travel):
    """(working days, euro cents, eligible), in integers and fractions."""
    calendar = holidays.country_holidays(host, subdiv=region)
    working = 0
    for ordinal in range(start.toordinal(), end.toordinal() + 1):
        day = datetime.date.fromordinal(ordinal)
        if day.isoweekday() <= 5 and day not in calendar and day not in travel:
            working += 1
    length = end.toordinal() - start.toordinal() + 1
    eligible = working >= 3 and length <= 31 and home != host and not {home, host} & OUTSIDE
    if not eligible:
        return working, 0, False
    cents = Fraction(GRID[host]) * 100
    if working < 5 or km < 200:
        cents /= 2
    return working, min(int(cents + Fraction(1, 2)), 110_000), True


@st.composite
def stays(draw):
    start = draw(st.dates(datetime.date(2019, 1, 1), datetime.date(2029, 11, 30)))
    length = draw(st.one_of(st.integers(0, 8), st.integers(0, 45)))
    host, region = draw(st.sampled_from(PLACES))
    travel = draw(st.frozensets(st.integers(0, length), max_size=3))
    return {
        "home": draw(st.sampled_from(["DE", "FR", "BG", "CH", "PL"])),
        "host": host,
        "region": region,
        "start": start,
        "end": start + datetime.timedelta(days=length),
        "km": draw(st.one_of(st.integers(195, 205), st.integers(0, 20000), st.decimals(199, 201, places=3))),
        "travel": frozenset(start + datetime.timedelta(days=offset) for offset in travel),
    }


def first_opinion(stay, **more):
    inputs = Inputs(
        stay["home"],
        stay["host"],
        stay["start"],
        stay["end"],
        stay["km"],
        host_region=stay["region"],
        travel_days=stay["travel"],
        **more,
    )
    return calculate(inputs, Rules(), GRID_OF_TODAY)


@settings(deadline=None, max_examples=400)
@given(stays())
def test_calculate_agrees_with_a_second_implementation(stay):
    result = first_opinion(stay)
    assert (result.working_days, int(result.amount * 100), result.eligible) == second_opinion(**stay)


@settings(deadline=None)
@given(stays())
def test_calculate_keeps_its_promises(stay):
    result = first_opinion(stay)
    assert 0 <= result.amount <= Decimal(1100)
    assert result.amount == result.amount.quantize(Decimal("0.01"))
    assert result.factor in (Decimal(0), Decimal("0.5"), Decimal(1))
    assert result.amount == (result.base or 0) * result.factor
    assert (result.amount > 0) is result.eligible
    assert not (result.eligible and result.needs_decision)
    assert sum(line.amount or 0 for line in result.lines[:-1]) == result.lines[-1].amount
    assert all(reason.sentence for reason in result.reasons)
    assert Result.from_json(result.to_json()) == result


@settings(deadline=None)
@given(stays())
def test_calculate_amber_means_that_counting_the_programme_days_is_enough(stay):
    result = first_opinion(stay)
    programme = {
        day.date: "programme" for day in result.days if not day.counted and day.date not in stay["travel"]
    }
    counted = first_opinion(stay, overrides=programme)
    assert result.needs_decision is (not result.eligible and counted.eligible)


@settings(deadline=None)
@given(stays())
def test_calculate_next_step_promises_no_more_than_it_keeps(stay):
    result = first_opinion(stay)
    if result.next_step is None or result.next_step.code != "more_days":
        return
    need = result.next_step.values["more"]
    free = [day.date for day in result.days if not day.counted and day.date not in stay["travel"]]
    if len(free) >= need:
        better = first_opinion(stay, overrides=dict.fromkeys(free[:need], "programme"))
        assert better.amount == Decimal(result.next_step.values["amount"])


@settings(deadline=None)
@given(stays())
def test_calculate_a_virtual_stay_never_pays(stay):
    assert first_opinion(stay, mode="virtual").amount == 0
