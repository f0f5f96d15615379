"""The lump sum on known cases; tests/exchanges/test_lump_sum_oracle.py compares it with a second implementation."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from core.exceptions import InvalidInput
from exchanges.lump_sum import Grid, Inputs, Mode, Result, Rules, calculate
from exchanges.reference_data import GRID, GRID_SOURCE, GRID_VERSION

DEFAULT_GRID = Grid(GRID_VERSION, GRID, GRID_SOURCE)
WEEK = (date(2022, 10, 10), date(2022, 10, 14))
THREE_DAYS = (date(2022, 10, 11), date(2022, 10, 13))


def stay(home="DE", host="FR", dates=WEEK, km=967, **more):
    return Inputs(home, host, *dates, km, **more)


def quote(*args, rules=None, grid=DEFAULT_GRID, **more):
    return calculate(stay(*args, **more), rules or Rules(), grid)


def codes(result):
    return [reason.code for reason in result.reasons]


def parts(result):
    return [(line.code, line.amount) for line in result.lines]


@pytest.mark.parametrize(
    ("home", "host", "region", "start", "end", "km", "days", "amount"),
    [
        ("DE", "FR", None, date(2022, 10, 11), date(2022, 10, 14), 967, 4, 450),
        ("BG", "DE", "SN", date(2023, 6, 19), date(2023, 6, 22), 1178, 4, 415),
        ("DE", "AT", "2", date(2023, 10, 11), date(2023, 10, 13), 494, 3, 450),
        ("DE", "PL", "14", date(2024, 1, 29), date(2024, 1, 31), 519, 3, 305),
        ("DE", "PL", "14", date(2024, 1, 29), date(2024, 2, 2), 519, 5, 610),
        ("DE", "CZ", None, date(2024, 1, 15), date(2024, 1, 26), 119, 10, 305),
        ("DE", "CZ", None, date(2024, 1, 15), date(2024, 1, 17), 119, 3, 305),
        ("BG", "IT", None, date(2024, 1, 8), date(2024, 1, 12), 1000, 5, 900),
        ("DE", "FR", None, date(2022, 10, 11), date(2022, 10, 12), 967, 2, 0),
        ("AT", "SK", None, date(2024, 1, 15), date(2024, 1, 19), 55, 5, 305),
        ("FR", "DE", None, date(2023, 11, 21), date(2023, 11, 23), 900, 3, 415),
        ("FR", "DE", "SN", date(2023, 11, 21), date(2023, 11, 23), 900, 2, 0),
        ("DE", "FR", None, date(2024, 2, 27), date(2024, 3, 4), 967, 5, 900),  # over the leap day
        ("DE", "FR", None, date(2023, 12, 29), date(2024, 1, 4), 967, 4, 450),  # over New Year
        ("DE", "ES", "PV", date(2023, 11, 13), date(2023, 11, 15), 1400, 3, 415),
    ],
)
def test_calculate_the_published_cases(home, host, region, start, end, km, days, amount):
    result = quote(home, host, (start, end), km, host_region=region)
    assert (result.working_days, result.amount, result.eligible) == (days, Decimal(amount), amount > 0)
    assert result.base == GRID[host]
    assert result.lines[-1].amount == result.amount


def test_calculate_explains_a_half_sum_and_what_one_more_day_brings():
    result = quote(dates=(date(2022, 10, 11), date(2022, 10, 14)))
    assert (result.factor, result.amount, result.currency) == (Decimal("0.5"), Decimal("450.00"), "EUR")
    assert [reason.sentence for reason in result.reasons] == [
        "Half the sum, because 4 working days are fewer than 5."
    ]
    assert result.next_step.sentence == "One more working day: EUR 900."
    assert [(line.label, line.amount, line.sentence) for line in result.lines] == [
        ("Full sum", Decimal("900.00"), "Full sum for France in grid 2022-1."),
        ("Reduction", Decimal("-450.00"), "Half the sum, because 4 working days are fewer than 5."),
        ("Lump sum", Decimal("450.00"), "The lump sum is EUR 450."),
    ]
    assert (result.grid_version, result.grid_confirmed, result.rules_version) == ("2022-1", False, "2022-1")


@pytest.mark.parametrize(
    ("days", "km", "code", "amount"),
    [
        (WEEK, 200, "full", 900),
        (WEEK, Decimal("199.99"), "reduced_distance", 450),
        (THREE_DAYS, 200, "reduced_days", 450),
        (THREE_DAYS, 0, "reduced_days_and_distance", 450),
        (WEEK, 20038, "full", 900),
    ],
)
def test_calculate_at_the_boundaries(days, km, code, amount):
    result = quote(dates=days, km=km)
    assert codes(result) == [code]
    assert result.amount == amount


def test_calculate_sentences_name_both_causes_of_the_one_halving():
    assert quote("AT", "SK", THREE_DAYS, Decimal("55.50")).reasons[0].sentence == (
        "Half the sum: 3 working days (fewer than 5) and 55.5 km (less than 200). It is reduced only once."
    )
    assert (
        quote("AT", "SK", WEEK, 55).reasons[0].sentence == "Half the sum, because 55 km are less than 200 km."
    )
    assert quote(km=200).reasons[0].sentence == (
        "The full sum: 5 working days (at least 5) and 200 km (at least 200)."
    )


def test_calculate_with_another_reduction_says_the_percentage():
    result = quote(dates=THREE_DAYS, rules=Rules(reduction=Decimal("0.75")))
    assert result.amount == 675
    assert result.reasons[0].sentence == "75 % of the sum, because 3 working days are fewer than 5."


def test_calculate_leaves_travel_days_out():
    result = quote(travel_days=[date(2022, 10, 10), date(2022, 10, 14)])
    assert (result.working_days, result.amount) == (3, 450)
    assert result.next_step.sentence == "2 more working days: EUR 900."


@pytest.mark.parametrize(
    ("dates", "more", "amount"),
    [
        ((date(2022, 10, 11), date(2022, 10, 12)), "One more working day: EUR 450.", 967),
        ((date(2022, 10, 11), date(2022, 10, 11)), "2 more working days: EUR 450.", 967),
        (WEEK, None, 967),
        (THREE_DAYS, None, 100),
    ],
)
def test_calculate_next_step(dates, more, amount):
    step = quote(dates=dates, km=amount).next_step
    assert (step and step.sentence) == more


def test_calculate_next_step_stays_within_one_month():
    month = (date(2022, 10, 1), date(2022, 10, 31))
    travel = [date(2022, 10, day) for day in range(1, 31)]
    result = quote(dates=month, travel_days=travel)
    assert (result.working_days, result.next_step) == (1, None)


@pytest.mark.parametrize(("base", "amount"), [("415.01", "207.51"), ("415.03", "207.52"), ("0", "0.00")])
def test_calculate_rounds_half_up_to_the_cent(base, amount):
    result = quote(dates=THREE_DAYS, grid=Grid("test", {"FR": Decimal(base)}))
    assert str(result.amount) == amount
    assert sum(line.amount for line in result.lines[:-1]) == result.amount


@pytest.mark.parametrize(
    ("dates", "base", "amount", "lines"),
    [
        (WEEK, 1500, 1100, [("base", 1500), ("cap", -400), ("total", 1100)]),
        (THREE_DAYS, 1500, 750, [("base", 1500), ("reduction", -750), ("total", 750)]),
        (THREE_DAYS, 3000, 1100, [("base", 3000), ("reduction", -1500), ("cap", -400), ("total", 1100)]),
        (WEEK, 1100, 1100, [("base", 1100), ("total", 1100)]),
    ],
)
def test_calculate_caps_what_a_visitor_receives(dates, base, amount, lines):
    result = quote(dates=dates, grid=Grid("test", {"FR": Decimal(base)}))
    assert result.amount == amount
    assert parts(result) == lines
    assert ("capped" in codes(result)) is any(code == "cap" for code, _amount in lines)


def test_calculate_capped_says_so():
    reason = quote(grid=Grid("test", {"FR": Decimal(1500)})).reasons[-1]
    assert reason.sentence == "One visitor receives at most EUR 1,100."


def test_calculate_a_virtual_stay_is_eligible_without_money():
    result = quote(km=None, mode="virtual")
    assert (result.eligible, result.amount, result.factor, result.distance_km) == (True, 0, 0, None)
    assert [reason.sentence for reason in result.reasons] == [
        "A virtual visit ends with a certificate. No lump sum is paid for it."
    ]
    assert parts(result) == [("no_money", 0), ("total", 0)]
    assert result.next_step is None


def test_calculate_a_virtual_stay_needs_three_days_too():
    result = quote(dates=(date(2022, 10, 11), date(2022, 10, 12)), mode=Mode.VIRTUAL)
    assert (result.eligible, codes(result)) == (False, ["too_few_days"])
    assert result.next_step.sentence == "One more working day makes the visit eligible."


def test_calculate_a_kind_without_lump_sum_is_eligible_without_money():
    result = quote(receives_lump_sum=False)
    assert (result.eligible, result.amount, codes(result)) == (True, 0, ["kind_without_lump_sum"])
    assert result.reasons[0].sentence == "This kind of organisation takes part without a lump sum."


@pytest.mark.parametrize(
    ("more", "code", "sentence"),
    [
        (
            {"host": "DE"},
            "same_country",
            "Both organisations are in Germany. A visit goes to another country.",
        ),
        ({"home": "CH"}, "home_not_eligible", "Switzerland does not take part in the scheme"),
        ({"host": "NO"}, "host_not_eligible", "Norway does not take part in the scheme. Choose a host"),
        (
            {"dates": (date(2022, 10, 1), date(2022, 11, 1))},
            "too_long",
            "The stay has 32 calendar days. One month, 31 days, is the longest.",
        ),
        (
            {"dates": (date(2022, 10, 11), date(2022, 10, 12))},
            "too_few_days",
            "2 working days are counted. A visit needs at least 3.",
        ),
    ],
)
def test_calculate_what_is_not_eligible_pays_nothing(more, code, sentence):
    result = quote(**more)
    assert (result.eligible, result.amount, result.factor) == (False, 0, 0)
    assert codes(result)[0] == code
    assert result.reasons[0].sentence.startswith(sentence)
    assert parts(result) == [("obstacle", None), ("total", 0)]
    assert result.lines[0].label == "Not eligible"


def test_calculate_without_a_rate_says_whom_to_ask():
    result = quote(grid=Grid("2030-1", {"DE": Decimal(830)}))
    assert (result.eligible, result.base) == (False, None)
    assert [reason.sentence for reason in result.reasons] == [
        "The grid 2030-1 has no lump sum for France. Ask the coordinator to add it."
    ]


def test_calculate_without_a_rate_a_virtual_stay_is_eligible():
    result = quote(grid=Grid("2030-1", {}), mode="virtual")
    assert (result.eligible, result.base, parts(result)) == (True, None, [("no_money", 0), ("total", 0)])


def test_calculate_names_every_obstacle():
    result = quote("NO", "NO", dates=(date(2022, 10, 8), date(2022, 11, 30)), km=0)
    assert codes(result) == ["home_not_eligible", "host_not_eligible", "same_country", "too_long"]
    assert result.next_step is None


def test_calculate_thirty_one_calendar_days_are_one_month():
    assert quote(dates=(date(2024, 1, 31), date(2024, 3, 1))).eligible
    assert codes(quote(dates=(date(2024, 1, 31), date(2024, 3, 2)))) == ["too_long"]


def test_calculate_is_amber_when_only_a_programme_on_a_holiday_is_missing():
    dates = (date(2023, 11, 21), date(2023, 11, 23))
    result = quote("FR", "DE", dates, host_region="SN")
    assert (result.eligible, result.needs_decision, result.amount) == (False, True, 0)
    assert result.next_step.sentence == (
        "Is there a programme on 22 November 2023? Ask your cluster whether this day can be counted."
    )
    assert result.next_step in result.reasons
    decided = quote("FR", "DE", dates, host_region="SN", overrides={date(2023, 11, 22): "Workshop"})
    assert (decided.eligible, decided.needs_decision, decided.amount) == (True, False, 415)


def test_calculate_is_amber_for_several_weekend_days():
    result = quote(dates=(date(2022, 10, 14), date(2022, 10, 16)))
    assert (result.needs_decision, result.working_days) == (True, 1)
    assert result.next_step.sentence == (
        "Is there a programme on one of these days: 15 October 2022, 16 October 2022?"
        " Ask your cluster whether they can be counted."
    )


@pytest.mark.parametrize(
    "more",
    [
        {"dates": (date(2022, 10, 11), date(2022, 10, 12))},  # no weekend to count
        {"dates": (date(2022, 10, 14), date(2022, 10, 15))},  # one is not enough
        {"dates": (date(2022, 10, 14), date(2022, 10, 16)), "host": "DE"},  # another obstacle
        {"dates": (date(2022, 10, 14), date(2022, 10, 16)), "travel_days": [date(2022, 10, 16)]},
    ],
)
def test_calculate_is_not_amber_when_more_is_missing(more):
    assert quote(**more).needs_decision is False


def test_calculate_without_a_region_asks_about_regional_holidays():
    result = quote("FR", "DE", (date(2023, 11, 20), date(2023, 11, 24)))
    assert codes(result) == ["full", "region_unknown"]
    assert result.reasons[1].sentence == (
        "22 November 2023 is a day off in some regions (Repentance and Prayer Day: Sachsen)."
        " Give the host's region to count it right."
    )


def test_calculate_names_at_most_three_regions_and_no_travel_day():
    florence = (date(2024, 6, 24), date(2024, 6, 28))
    hints = [reason for reason in quote("DE", "IT", florence).reasons if reason.code == "region_unknown"]
    assert hints[0].values["regions"] == "Forli-Cesena, Firenze, Genova …"
    result = quote("DE", "IT", florence, travel_days=[date(2024, 6, 24), date(2024, 6, 26)])
    assert codes(result) == ["reduced_days"]


def test_calculate_says_when_no_holiday_calendar_is_known():
    result = quote("DE", "UA", (date(2023, 8, 21), date(2023, 8, 25)))
    assert codes(result) == ["full", "no_calendar"]
    assert "calendar is known for Ukraine" in result.reasons[1].sentence


@pytest.mark.parametrize(
    ("country", "region"), [("FR", "974"), ("RE", None), ("PT", "PT-20"), ("ES", "Canarias")]
)
def test_calculate_pays_the_sum_of_the_outermost_regions(country, region):
    result = quote("BG", country, (date(2022, 11, 14), date(2022, 11, 18)), 4000, host_region=region)
    assert (result.base, result.amount) == (1100, 1100)
    assert result.lines[0].sentence == "Full sum for the outermost regions of the EU in grid 2022-1."


def test_calculate_without_a_row_for_outermost_regions_takes_the_country():
    assert quote("BG", "RE", grid=Grid("test", {"FR": Decimal(900)})).amount == 900


def test_calculate_an_outermost_region_is_no_other_country():
    assert codes(quote("FR", "RE")) == ["same_country"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"km": Decimal("NaN")}, "Enter a distance from 0 to 20038 kilometres"),
        ({"km": Decimal("Infinity")}, "Enter a distance from 0 to 20038 kilometres"),
        ({"km": -1}, "Enter a distance from 0 to 20038 kilometres"),
        ({"km": 20039}, "Enter a distance from 0 to 20038 kilometres"),
        ({"km": 967.0}, "Enter the distance as a number of kilometres"),
        ({"km": True}, "Enter the distance as a number of kilometres"),
        ({"km": None}, "Enter the distance between the two organisations"),
        ({"home": "ZZ"}, "“ZZ” is not a country code"),
        ({"host": ""}, "is not a country code"),
        ({"host": "DE", "host_region": "PV"}, "is no region of Germany"),
        ({"mode": "hybrid"}, "either physical or virtual"),
        ({"dates": (WEEK[1], WEEK[0])}, "The last day is before the first day"),
        ({"dates": (WEEK[0], date.max)}, "between the years 2000 and 2099"),
    ],
)
def test_calculate_refuses_what_cannot_be_used(more, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        quote(**more)


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal(-1), Decimal("Infinity"), Decimal(10**8)])
def test_grid_and_rules_refuse_sums_that_are_none(value):
    with pytest.raises(InvalidInput, match="Correct the grid"):
        Grid("test", {"FR": value})
    with pytest.raises(InvalidInput, match="Correct the grid"):
        Rules(cap=value)


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("-0.1"), Decimal("1.01")])
def test_rules_refuse_an_impossible_reduction(value):
    with pytest.raises(InvalidInput, match="from 0 to 1"):
        Rules(reduction=value)


def test_grid_cannot_be_changed_afterwards():
    amounts = {"FR": Decimal(900)}
    grid = Grid("test", amounts)
    amounts["FR"] = Decimal(1)
    assert grid.amounts["FR"] == 900


@pytest.mark.parametrize(
    "more",
    [
        {"travel_days": [date(2022, 10, 10)], "overrides": {date(2022, 10, 15): "Fair"}},
        {"dates": (date(2022, 10, 14), date(2022, 10, 16))},
        {"mode": "virtual", "km": None},
        {"host": "NO", "km": Decimal("12.5")},
        {"host": "PT", "host_region": "20", "receives_lump_sum": False},
        {"grid": Grid("none", {})},
    ],
)
def test_result_is_frozen_as_json_and_read_back(more):
    result = quote(**more)
    stored = json.loads(json.dumps(result.to_json()))
    assert Result.from_json(stored) == result
    assert calculate(Result.from_json(stored).inputs, Rules(), more.get("grid", DEFAULT_GRID)) == result


def test_result_to_json_is_english_and_sentences_are_the_readers():
    with translation.override("de"):
        stored = quote(dates=(date(2023, 10, 2), date(2023, 10, 5)), host="DE", home="FR").to_json()
    assert stored["lines"][0]["reason"]["sentence"] == "Full sum for Germany in grid 2022-1."
    assert stored["amount"] == "415.00"
    assert stored["days"][1] == {
        "date": "2023-10-03",
        "counted": False,
        "reason": "public_holiday",
        "sentence": "Public holiday: German Unity Day",
        "holiday": "German Unity Day",
        "note": "",
    }


def test_result_stays_readable_when_a_region_is_no_longer_known():
    stored = quote("FR", "DE", host_region="SN").to_json()
    stored["inputs"]["host_region"] = "GONE"
    assert Result.from_json(stored).inputs.host_region == "GONE"
