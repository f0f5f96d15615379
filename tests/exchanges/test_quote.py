import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.exceptions import InvalidInput
from exchanges.lump_sum import Grid, Rules
from exchanges.management.commands import quote as command
from exchanges.reference_data import GRID, GRID_VERSION

SOPHIA = {
    "home-country": "DE",
    "host-country": "FR",
    "start": "2022-10-11",
    "end": "2022-10-14",
    "km": "967",
}


@pytest.fixture(autouse=True)
def shipped_rules(monkeypatch):
    def grid_for(version, on_date):
        if version not in (None, GRID_VERSION):
            raise InvalidInput("There is no grid “2099-1”. Known: 2022-1.")
        return Grid(GRID_VERSION, GRID)

    monkeypatch.setattr(command, "grid_for", grid_for)
    monkeypatch.setattr(command, "rules_for", lambda on_date: Rules())


def run(*flags, **changes):
    options = {**SOPHIA, **{name.replace("_", "-"): value for name, value in changes.items()}}
    words = [f"--{name}={value}" for name, value in options.items() if value is not None]
    out = StringIO()
    call_command("quote", *words, *flags, stdout=out)
    return out.getvalue()


def run_json(*flags, **changes):
    return json.loads(run("--json", *flags, **changes))


def test_quote_json_of_the_first_published_mission():
    assert run_json() == {
        "eligible": True,
        "working_days": 4,
        "days": [
            {"date": f"2022-10-{day}", "counted": True, "reason": "Working day"} for day in (11, 12, 13, 14)
        ],
        "distance_km": 967,
        "base": 900,
        "factor": 0.5,
        "amount": 450,
        "currency": "EUR",
        "reasons": ["Half the sum, because 4 working days are fewer than 5."],
        "grid": "2022-1",
        "needs_decision": False,
        "next_step": "One more working day: EUR 900.",
    }


def test_quote_as_text_can_be_read_by_a_person():
    assert run().splitlines() == [
        "2022-10-11  +  Working day",
        "2022-10-12  +  Working day",
        "2022-10-13  +  Working day",
        "2022-10-14  +  Working day",
        "",
        "Full sum: EUR 900. Full sum for France in grid 2022-1.",
        "Reduction: EUR -450. Half the sum, because 4 working days are fewer than 5.",
        "",
        "EUR 450 (grid 2022-1)",
        "One more working day: EUR 900.",
    ]


def test_quote_as_text_of_what_is_not_eligible():
    text = run(host_country="DE", region="SN", start="2023-11-21", end="2023-11-23", home_country="FR")
    assert text.splitlines()[1:] == [
        "2023-11-22  -  Public holiday: Repentance and Prayer Day",
        "2023-11-23  +  Working day",
        "",
        "Not eligible: 2 working days are counted. A visit needs at least 3.",
        "Is there a programme on 22 November 2023? Ask your cluster whether this day can be counted.",
        "",
        "EUR 0 (grid 2022-1)",
    ]


def test_quote_not_eligible_is_a_result():
    found = run_json(host_country="DE", region="SN", start="2023-11-21", end="2023-11-23", home_country="FR")
    assert (found["eligible"], found["amount"], found["working_days"], found["needs_decision"]) == (
        False,
        0,
        2,
        True,
    )
    assert [day["counted"] for day in found["days"]] == [True, False, True]


def test_quote_more_than_a_month_is_a_result():
    found = run_json(end="2022-11-20")
    assert (found["eligible"], found["amount"], len(found["days"])) == (False, 0, 41)


def test_quote_travel_days_and_grid():
    found = run_json("--travel-day=2022-10-11", "--travel-day=2022-10-14", grid="2022-1")
    assert (found["working_days"], found["eligible"], found["grid"]) == (2, False, "2022-1")


def test_quote_virtual_needs_no_distance():
    found = run_json(mode="virtual", km=None)
    assert (found["eligible"], found["amount"], found["factor"], found["distance_km"]) == (True, 0, 0, None)


def test_quote_prints_cents_as_a_number(monkeypatch):
    monkeypatch.setattr(command, "grid_for", lambda version, day: Grid("odd", {"FR": Decimal("415.01")}))
    assert run_json(km="199.5") | {"days": []} == {
        **run_json(km="199.5"),
        "days": [],
        "amount": 207.51,
        "base": 415.01,
        "distance_km": 199.5,
    }


def test_quote_without_a_rate_has_no_base(monkeypatch):
    monkeypatch.setattr(command, "grid_for", lambda version, day: Grid("empty", {}))
    found = run_json()
    assert (found["base"], found["amount"], found["eligible"]) == (None, 0, False)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"start": "11.10.2022"},
            "--start: “11.10.2022” is not a date. Write year-month-day, for example 2022-10-11.",
        ),
        ({"end": "2022-02-30"}, "--end: “2022-02-30” is not a date"),
        ({"end": "2022-10-10"}, "The last day is before the first day. Swap the two dates."),
        ({"end": "2024-10-10"}, "These dates are more than a year apart. Check the year of both."),
        ({"end": "9999-12-31"}, "Enter a day between the years 2000 and 2099."),
        ({"travel_day": "Monday"}, "--travel-day: “Monday” is not a date"),
        ({"km": "far"}, "--km: “far” is not a number"),
        ({"km": "NaN"}, "Enter a distance from 0 to 20038 kilometres"),
        ({"km": "sNaN"}, "Enter a distance from 0 to 20038 kilometres"),
        ({"km": "-5"}, "Enter a distance from 0 to 20038 kilometres"),
        ({"km": "inf"}, "Enter a distance from 0 to 20038 kilometres"),
        ({"km": None}, "Enter the distance between the two organisations in kilometres."),
        ({"home_country": "QQ"}, "“QQ” is not a country code"),
        ({"host_country": "Narnia"}, "“Narnia” is not a country code"),
        ({"region": "SN"}, "“SN” is no region of France"),
        ({"mode": "hybrid"}, "A visit is either physical or virtual."),
        ({"grid": "2099-1"}, "There is no grid “2099-1”. Known: 2022-1."),
    ],
)
def test_quote_says_what_to_do_about_unusable_input(changes, sentence):
    with pytest.raises(CommandError) as refusal:
        run("--json", **changes)
    assert str(refusal.value).startswith(sentence)
    assert refusal.value.returncode == 2


def test_quote_asks_for_the_rules_of_the_first_day(monkeypatch):
    asked = []
    monkeypatch.setattr(command, "rules_for", lambda day: asked.append(day) or Rules())
    run()
    assert asked == [date(2022, 10, 11)]
