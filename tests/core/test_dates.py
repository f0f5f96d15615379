from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.dates import (
    CountedDay,
    DayReason,
    add_calendar_days,
    add_months,
    add_working_days,
    check_range,
    clean_region,
    count_days,
    has_calendar,
    has_own_days,
    holiday_regions,
    human,
    max_end,
    public_holidays,
    regional_holidays,
)
from core.exceptions import InvalidInput

WEDNESDAY = date(2022, 10, 12)
DAYS = st.dates(date(2019, 1, 1), date(2029, 12, 31))
COUNTRIES = st.sampled_from(["DE", "FR", "BG", "PL", "ES", "LT", "HU", "UA", "US"])


def counted(*args, **kwargs):
    return [day.date.day for day in count_days(*args, **kwargs) if day.counted]


def test_count_days_tells_each_day_of_a_week():
    days = count_days(date(2022, 10, 10), date(2022, 10, 16), "FR", travel_days={date(2022, 10, 10)})
    assert days == [
        CountedDay(date(2022, 10, 10), False, DayReason.TRAVEL_DAY),
        *(CountedDay(date(2022, 10, number), True, DayReason.WORKING_DAY) for number in (11, 12, 13, 14)),
        CountedDay(date(2022, 10, 15), False, DayReason.WEEKEND),
        CountedDay(date(2022, 10, 16), False, DayReason.WEEKEND),
    ]
    assert [day.sentence for day in days] == [
        "Travel day, not counted",
        *["Working day"] * 4,
        "Saturday",
        "Sunday",
    ]


def test_count_days_in_saxony_leaves_out_repentance_day():
    stay = (date(2023, 11, 21), date(2023, 11, 23))
    assert counted(*stay, "DE") == [21, 22, 23]
    assert counted(*stay, "DE", "SN") == [21, 23]
    assert count_days(*stay, "DE", "SN")[1].sentence == "Public holiday: Repentance and Prayer Day"


@pytest.mark.parametrize(
    ("country", "region", "start", "end", "days"),
    [
        ("ES", None, date(2024, 3, 25), date(2024, 3, 28), [25, 26, 27, 28]),
        (
            "ES",
            "PV",
            date(2024, 3, 25),
            date(2024, 3, 28),
            [25, 26, 27],
        ),  # Maundy Thursday in the Basque Country
        ("ES", "PV", date(2023, 11, 13), date(2023, 11, 15), [13, 14, 15]),
        ("PL", None, date(2023, 12, 22), date(2023, 12, 27), [22, 27]),  # 24 December 2023 was a Sunday
        ("PL", None, date(2024, 12, 23), date(2024, 12, 27), [23, 24, 27]),  # no day off yet
        ("PL", None, date(2025, 12, 22), date(2025, 12, 26), [22, 23]),  # a day off from 2025 on
        ("FR", None, date(2023, 12, 29), date(2024, 1, 3), [29, 2, 3]),  # New Year
        ("DE", None, date(2024, 2, 26), date(2024, 3, 1), [26, 27, 28, 29, 1]),  # leap day
        (
            "FR",
            "974",
            date(2024, 12, 18),
            date(2024, 12, 20),
            [18, 19],
        ),  # abolition of slavery, La Réunion only
    ],
)
def test_count_days_by_calendar(country, region, start, end, days):
    assert counted(start, end, country, region) == days


def test_count_days_does_not_count_a_hungarian_working_saturday_by_itself():
    saturday = date(2024, 8, 3)
    assert count_days(saturday, saturday, "HU")[0].reason is DayReason.WORKING_SATURDAY
    assert "Ask your cluster" in count_days(saturday, saturday, "HU")[0].sentence
    assert count_days(saturday, saturday, "HU", overrides={saturday: "Trade fair"})[0].counted


def test_count_days_by_decision_keeps_the_holiday_and_the_reason():
    holiday, saturday = date(2023, 11, 22), date(2023, 11, 25)
    days = count_days(
        holiday, saturday, "DE", "SN", overrides=[(holiday, " Workshop "), (saturday, "Demo day")]
    )
    assert days[0] == CountedDay(
        holiday, True, DayReason.BY_DECISION, "Repentance and Prayer Day", "Workshop"
    )
    assert days[0].sentence == "Counted by decision: Workshop"
    assert [day.counted for day in days] == [True] * 4


def test_count_days_ignores_decisions_that_change_nothing():
    overrides = {WEDNESDAY: "", date(2030, 1, 1): "far away"}
    assert count_days(WEDNESDAY, WEDNESDAY, "FR", overrides=overrides)[0].reason is DayReason.WORKING_DAY


@pytest.mark.parametrize(
    ("overrides", "travel", "sentence"),
    [
        ({date(2022, 10, 15): " "}, (), "Say why 15 October 2022 is counted."),
        (
            {date(2022, 10, 15): "x"},
            [date(2022, 10, 15)],
            "15 October 2022 is a travel day and cannot be counted.",
        ),
    ],
)
def test_count_days_refuses_an_unusable_decision(overrides, travel, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        count_days(date(2022, 10, 14), date(2022, 10, 16), "FR", travel_days=travel, overrides=overrides)


@pytest.mark.parametrize(
    ("country", "day"), [("UA", date(2023, 3, 6)), ("UA", date(2022, 4, 25)), ("ZZ", WEDNESDAY)]
)
def test_count_days_says_when_no_calendar_is_known(country, day):
    found = count_days(day, day, country)[0]
    assert (found.counted, found.reason) == (True, DayReason.UNCHECKED)
    assert "No public-holiday calendar is known here" in found.sentence


@pytest.mark.parametrize(
    ("country", "day", "known"),
    [
        ("DE", WEDNESDAY, True),
        ("UA", date(2021, 8, 24), True),
        ("UA", date(2022, 3, 14), True),
        ("UA", date(2022, 3, 15), False),
        ("UA", date(2023, 8, 24), False),
        ("ZZ", WEDNESDAY, False),
    ],
)
def test_has_calendar(country, day, known):
    assert has_calendar(country, day) is known


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        (date(2022, 10, 14), date(2022, 10, 11), "The last day is before the first day"),
        (date(2022, 1, 1), date(2023, 1, 2), "more than a year apart"),
        (date.min, WEDNESDAY, "between the years 2000 and 2099"),
        (WEDNESDAY, date.max, "between the years 2000 and 2099"),
        (None, WEDNESDAY, "Enter a day as year, month and day"),
        (WEDNESDAY, None, "Enter a day as year, month and day"),
        (WEDNESDAY, "infinity", "Enter a day as year, month and day"),
        (WEDNESDAY, datetime(2022, 10, 14, 9, 0, tzinfo=UTC), "Enter a day as year, month and day"),
    ],
)
def test_count_days_refuses_what_is_no_stay(start, end, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        count_days(start, end, "FR")


def test_check_range_accepts_a_whole_leap_year():
    check_range(date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2023, 1, 31), date(2023, 3, 2)),
        (date(2024, 1, 31), date(2024, 3, 1)),
        (date(2023, 12, 5), date(2024, 1, 4)),
    ],
)
def test_max_end_is_the_thirty_first_day(start, end):
    assert max_end(start) == end


@pytest.mark.parametrize(
    ("day", "number", "country", "region", "found"),
    [
        (date(2023, 11, 21), 1, "DE", "SN", date(2023, 11, 23)),
        (date(2023, 11, 21), 1, "DE", None, date(2023, 11, 22)),
        (date(2022, 12, 22), 3, "DE", None, date(2022, 12, 28)),
        (date(2022, 10, 15), 0, "DE", None, date(2022, 10, 15)),
        (date(2022, 10, 14), 15, "FR", None, date(2022, 11, 7)),
    ],
)
def test_add_working_days(day, number, country, region, found):
    assert add_working_days(day, number, country, region) == found


@pytest.mark.parametrize("number", [-1, 401])
def test_add_working_days_refuses_absurd_numbers(number):
    with pytest.raises(InvalidInput, match="from 0 to 400"):
        add_working_days(WEDNESDAY, number, "DE")


def test_add_calendar_days():
    assert add_calendar_days(date(2024, 2, 20), 10) == date(2024, 3, 1)
    assert add_calendar_days(date(2024, 3, 1), -1) == date(2024, 2, 29)


@pytest.mark.parametrize("number", [10**6, 10**12])
def test_add_calendar_days_refuses_absurd_numbers(number):
    with pytest.raises(InvalidInput):
        add_calendar_days(WEDNESDAY, number)


@settings(deadline=None)  # the first look at a calendar is slow
@given(DAYS, st.integers(0, 60), COUNTRIES)
def test_add_working_days_agrees_with_count_days(day, number, country):
    end = add_working_days(day, number, country)
    after = [found for found in count_days(day, end, country) if found.date > day]
    assert sum(found.counted for found in after) == number
    assert not after or after[-1].counted


@settings(deadline=None)
@given(DAYS, st.integers(0, 40), COUNTRIES, st.sets(st.integers(0, 40)))
def test_count_days_never_counts_weekends_or_travel_days(start, length, country, travel):
    end = start + timedelta(days=length)
    travel_days = {start + timedelta(days=offset) for offset in travel}
    days = count_days(start, end, country, travel_days=travel_days)
    assert [day.date for day in days] == [start + timedelta(days=offset) for offset in range(length + 1)]
    for day in days:
        assert not (day.counted and (day.date.weekday() > 4 or day.date in travel_days))
        assert bool(day.holiday) is (day.reason is DayReason.HOLIDAY)


@pytest.mark.parametrize(
    ("country", "typed", "code"),
    [
        ("DE", "SN", "SN"),
        ("DE", "de-sn", "SN"),
        ("DE", "Sachsen", "SN"),
        ("ES", "ES-PV", "PV"),
        ("FR", "RE", "974"),
        ("PT", "20", "20"),
        ("DE", " ", None),
        ("DE", None, None),
        ("BG", "", None),
    ],
)
def test_clean_region(country, typed, code):
    assert clean_region(country, typed) == code


@pytest.mark.parametrize(
    ("country", "typed", "sentence"),
    [
        ("DE", "PV", "“PV” is no region of Germany. Use one of: BB, BE, BW"),
        ("BG", "Sofia", "Bulgaria has the same public holidays everywhere. Leave the region empty."),
        ("ZZ", "A", "Leave the region empty"),
    ],
)
def test_clean_region_refuses_unknown_ones(country, typed, sentence):
    with pytest.raises(InvalidInput, match=sentence) as refusal:
        clean_region(country, typed, field="region")
    assert refusal.value.field == "region"


def test_holiday_regions_are_named_and_have_holidays_of_their_own():
    assert holiday_regions("DE")["SN"] == "Sachsen"
    assert holiday_regions("FR")["974"] == "La Réunion"
    assert "Zone A" not in holiday_regions("FR")
    assert holiday_regions("NL") == {}
    assert holiday_regions("ZZ") == {}


def test_regional_holidays_names_the_days_to_ask_about():
    assert regional_holidays(date(2023, 11, 20), date(2023, 11, 26), "DE") == [
        (date(2023, 11, 22), "Repentance and Prayer Day", ("Sachsen",))
    ]
    assert regional_holidays(date(2022, 10, 11), date(2022, 10, 14), "FR") == []


def test_human_writes_the_month_out():
    assert human(date(2022, 10, 11)) == "11 October 2022"


@pytest.mark.parametrize(
    ("start", "number", "then"),
    [
        ((2026, 1, 31), 1, (2026, 2, 28)),
        ((2024, 1, 31), 1, (2024, 2, 29)),
        ((2025, 11, 30), 3, (2026, 2, 28)),
        ((2026, 3, 2), 6, (2026, 9, 2)),
        ((2026, 3, 2), -3, (2025, 12, 2)),
    ],
)
def test_months_later_is_the_last_day_where_the_day_is_missing(start, number, then):
    moment = datetime(*start, 10, 30, tzinfo=UTC)
    assert add_months(moment, number) == datetime(*then, 10, 30, tzinfo=UTC)


def test_region_with_days_off_of_its_own_is_known():
    assert has_own_days("DE", "SN", 2023)
    assert has_own_days("DE", "BE", 2022)
    assert not has_own_days("FR", "", 2023)


def test_public_holidays_of_a_place_over_the_turn_of_a_year() -> None:
    found = public_holidays(date(2026, 12, 21), date(2027, 1, 8), "DE", "SN")
    assert list(found) == [date(2026, 12, 25), date(2027, 1, 1)]
    assert "New Year" in found[date(2027, 1, 1)]


def test_public_holidays_of_a_region_and_of_one_without_own_days() -> None:
    """18 November 2026 is the Day of Repentance, a holiday in Saxony only."""
    day = date(2026, 11, 18)
    assert list(public_holidays(day, day, "DE", "SN")) == [day]
    assert public_holidays(day, day, "DE", "BE") == {}
    assert public_holidays(day, day, "DE", "no such region") == {}
