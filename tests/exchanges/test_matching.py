"""The ranking of hosts: pure, so no database."""

from dataclasses import replace
from datetime import date

import pytest

from exchanges.matching import (
    Candidate,
    Fields,
    FieldTerm,
    Weights,
    Wish,
    obstacles,
    possible_many,
    rank,
    score_many,
)
from exchanges.matching.parts import DEFAULT, PARTS, TOTAL
from exchanges.matching.sides import Period, Record, places_left

MOBILITY, HEALTH, SENSORS, LASERS, CARS = 5, 6, 7, 8, 9
FIELDS = Fields(
    {
        1: FieldTerm("Photonics", "technology"),
        SENSORS: FieldTerm("Sensors", "technology", 1),
        LASERS: FieldTerm("Lasers", "technology", 1),
        MOBILITY: FieldTerm("Mobility", "ecosystem"),
        HEALTH: FieldTerm("Health", "ecosystem"),
        CARS: FieldTerm("Making of cars", "nace"),
    }
)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31), 2)
WISH = Wish(
    organisation_id=1,
    country="DE",
    start=date(2026, 5, 18),
    end=date(2026, 5, 21),
    languages=["en", "de"],
    uses=["learn"],
    activity_types=["networking"],
    terms=[MOBILITY],
    words=["shuttl", "batteri"],
    preferred_countries=["FR"],
    place=(51.05, 13.74),
    level="more",
    eligible_countries={"DE", "FR", "LT"},
    hosting_kinds={"sme", "tech_centre"},
    open_left=5,
)
HOST = Candidate(
    offer_id=10,
    organisation_id=2,
    organisation="Azur",
    title="Test road",
    country="FR",
    country_name="France",
    city="Nice",
    kind="sme",
    periods=[YEAR],
    languages=["en", "fr"],
    uses=["learn", "markets"],
    activity_types=["networking"],
    terms=[MOBILITY, HEALTH],
    words=["shuttl", "road"],
    place=(43.6, 7.06),
    level="less",
)


def points(suggestion):
    return {part.code: part.points for part in suggestion.parts}


def words(suggestion):
    return {part.code: part.words for part in suggestion.parts}


def test_fields_of_one_name_are_told_apart_by_their_taxonomy():
    fields = Fields(
        {1: FieldTerm("Digital", "ecosystem"), 2: FieldTerm("Digital", "theme"), 3: FieldTerm("Health", "s3")}
    )
    assert [fields.label_among(term, (1, 2, 3)) for term in (1, 2, 3)] == [
        "Digital (Industrial ecosystem)",
        "Digital (Theme)",
        "Health",
    ]
    assert fields.label_among(1, (1, 3)) == "Digital"


def test_default_weights_add_up_to_a_hundred_and_have_reasons():
    assert sum(kind.weight for kind in PARTS) == TOTAL
    assert all(str(kind.why) for kind in PARTS)


def test_every_part_is_words_and_numbers_that_add_up():
    (found,) = rank(WISH, [HOST], fields=FIELDS)
    assert found.possible
    assert words(found) == {
        "fields": "Same field: Mobility",
        "uses": "Fits what the visit is for: Learn from another cluster",
        "activities": "Offers: Networking and new partners",
        "text": "Words in common: shuttl",
        "countries": "In a preferred country: France",
        "clusters": "Any cluster is welcome",
        "regions": "Visitor's region: More developed; host's region: Less developed",
        "sectors": "Same sector",
        "answers": "Asked too rarely to say how it answers",
        "feedback": "Too few answers of visitors to count",
        "load": "No other visit is planned or asked for",
    }
    # There 1 of 1, back 1 of 2: (2 * 1 + 0.5) / 3 of 25.
    assert points(found) == {
        "fields": 21,
        "uses": 12,
        "activities": 8,
        "text": 2,
        "countries": 12,
        "clusters": 5,
        "regions": 6,
        "sectors": 0,
        "answers": 4,
        "feedback": 2,
        "load": 5,
    }
    assert (found.score, found.distance_km, found.free) == (77, 968, 2)
    assert found.reasons[0] == "Same field: Mobility"


@pytest.mark.parametrize(
    ("mine", "its", "near"),
    [(SENSORS, SENSORS, 1), (SENSORS, 1, 0.7), (1, SENSORS, 0.7), (SENSORS, LASERS, 0.5), (SENSORS, CARS, 0)],
)
def test_nearness_follows_the_tree(mine, its, near):
    assert FIELDS.nearness(mine, its) == near


def test_fields_under_one_top_are_near_a_little():
    deep = Fields(FIELDS.terms | {20: FieldTerm("Fibre lasers", "technology", LASERS)})
    assert deep.nearness(20, SENSORS) == 0.25
    assert set(deep.relatives([20])) == {1, SENSORS, LASERS, 20}


def test_near_fields_are_named():
    (found,) = rank(replace(WISH, terms=[SENSORS]), [replace(HOST, terms=[LASERS])], fields=FIELDS)
    assert words(found)["fields"] == "Near fields: Sensors and Lasers"
    assert points(found)["fields"] == 12


def test_another_sector_with_the_same_technology_is_worth_more():
    wish = replace(WISH, terms=[MOBILITY, SENSORS])
    same = replace(HOST, terms=[HEALTH, SENSORS])
    apart = replace(HOST, terms=[HEALTH, 77])
    assert [points(rank(wish, [host], fields=FIELDS)[0])["sectors"] for host in (same, apart)] == [5, 2]


def test_few_answers_count_neither_for_nor_against_a_host():
    few = replace(HOST, record=Record(asked=4, answered=0, ratings=4, score=1.0))
    assert points(rank(WISH, [few])[0])["answers"] == points(rank(WISH, [HOST])[0])["answers"]
    assert points(rank(WISH, [few])[0])["feedback"] == points(rank(WISH, [HOST])[0])["feedback"]
    assert "1.0" not in words(rank(WISH, [few])[0])["feedback"]


def test_silence_counts_against_a_host_more_than_a_no():
    silent, refusing, willing = (
        replace(HOST, record=Record(asked=10, answered=answered, accepted=accepted))
        for answered, accepted in ((0, 0), (10, 0), (10, 10))
    )
    assert [points(rank(WISH, [one])[0])["answers"] for one in (silent, refusing, willing)] == [0, 4, 7]
    assert words(rank(WISH, [refusing])[0])["answers"] == "Answered 10 of 10 requests, 0 with a yes"


def test_rated_and_busy_hosts():
    host = replace(HOST, record=Record(ratings=5, score=4.5, visits=2))
    (found,) = rank(WISH, [host])
    assert words(found)["feedback"] == "Visitors say 4.5 of 5, in 5 answers"
    assert (points(found)["feedback"], points(found)["load"]) == (4, 2)


def test_weights_decide_the_order_and_unused_parts_are_not_told():
    abroad = replace(
        HOST, offer_id=11, organisation="Baltic", country="LT", country_name="Lithuania", terms=[]
    )
    only_text = Weights({"text": 100}, version=3)
    wordy = replace(abroad, words=["shuttl", "batteri"])
    assert [one.candidate.offer_id for one in rank(WISH, [HOST, wordy])] == [10, 11]
    ranked = rank(WISH, [HOST, wordy], only_text)
    assert [one.candidate.offer_id for one in ranked] == [11, 10]
    assert set(points(ranked[0])) == {"text"}


def test_better_fit_stands_higher_and_impossible_last():
    vague = replace(HOST, offer_id=11, organisation_id=3, organisation="Baltic", country="LT", uses=())
    home = replace(HOST, offer_id=12, organisation_id=4, organisation="Home", country="DE")
    assert [one.candidate.offer_id for one in rank(WISH, [home, vague, HOST])] == [10, 11, 12]


def test_equal_fits_stand_by_name():
    other = replace(HOST, offer_id=9, organisation_id=3, organisation="Zeta")
    assert [one.candidate.organisation for one in rank(WISH, [other, HOST])] == ["Azur", "Zeta"]


MAY, STAY = Period(date(2026, 1, 1), date(2026, 5, 20), 2), (date(2026, 5, 18), date(2026, 5, 21))
BARRED = {
    "The host is in the visitor's own country. A visit goes abroad.": (WISH, replace(HOST, country="DE")),
    "Visitor and host are the same organisation.": (WISH, replace(HOST, organisation_id=1)),
    "Norway does not take part in the scheme.": (WISH, replace(HOST, country="NO", country_name="Norway")),
    "This kind of organisation may not host.": (WISH, replace(HOST, kind="public_authority")),
    "This offer is no longer open.": (WISH, replace(HOST, active=False)),
    "This host is already proposed for this file.": (replace(WISH, asked=[2]), HOST),
    "The host is not free on these days.": (WISH, replace(HOST, periods=[MAY])),
    "All 2 places of the host are taken on these days.": (WISH, replace(HOST, booked=[STAY, STAY])),
    "The host's place is taken on these days.": (
        WISH,
        replace(HOST, booked=[STAY], periods=[replace(YEAR, capacity=1)]),
    ),
    "No language in common: the visitor speaks English, German, the host French.": (
        WISH,
        replace(HOST, languages=["fr"]),
    ),
    "Visitor and host belong to one group of enterprises, as the SME test says.": (
        replace(WISH, same_group=[2]),
        HOST,
    ),
    "There was an earlier visit: CXC-2026-0007. A visitor may visit only once in the scheme.": (
        replace(WISH, earlier_visit="CXC-2026-0007"),
        HOST,
    ),
    "As many hosts as allowed are asked already. Wait for an answer, or take one back.": (
        replace(WISH, open_left=0),
        HOST,
    ),
    "The visitor has not said that it is still interested.": (replace(WISH, active=False), HOST),
}


@pytest.mark.parametrize(("sentence", "pair"), BARRED.items())
def test_each_hard_limit_has_its_sentence_and_bars_in_a_table_too(sentence, pair):
    assert obstacles(*pair) == [sentence]
    assert not possible_many(*([side] for side in pair)).any()


def test_nothing_bars_a_pair_that_fits():
    assert obstacles(WISH, HOST) == []
    assert possible_many([WISH], [HOST]).all()


def test_who_has_named_no_language_is_not_shut_out():
    assert obstacles(replace(WISH, languages=[]), HOST) == []
    assert possible_many([replace(WISH, languages=[])], [replace(HOST, languages=[])]).all()


def test_without_days_only_lasting_obstacles_count():
    wish = replace(WISH, start=None, end=None)
    full = replace(HOST, booked=[STAY, STAY])
    assert obstacles(wish, full) == []
    assert possible_many([wish], [full]).all()


def test_visits_one_after_the_other_take_one_place():
    host = replace(
        HOST,
        booked=[(date(2026, 5, 18), date(2026, 5, 18)), (date(2026, 5, 20), date(2026, 5, 21))],
    )
    assert places_left(host, *STAY) == 1
    assert possible_many([WISH], [host]).all()


def test_stay_over_two_periods_has_the_places_of_the_smaller():
    host = replace(
        HOST,
        periods=[
            Period(date(2026, 5, 1), date(2026, 5, 19), 3),
            Period(date(2026, 5, 20), date(2026, 6, 1), 1),
        ],
        booked=[(date(2026, 5, 18), date(2026, 5, 19))],
    )
    assert places_left(host, *STAY) == 1
    assert possible_many([WISH], [host]).all()
    assert not possible_many([WISH], [replace(host, booked=[(date(2026, 5, 21), date(2026, 5, 22))])]).any()


def test_table_of_many_says_the_same_as_one_by_one():
    wishes = [
        WISH,
        replace(WISH, country="FR", terms=[SENSORS, CARS], preferred_countries=[], level=""),
        replace(WISH, uses=[], words=[], languages=["fr"], start=None, end=None),
        replace(WISH, start=date(2026, 12, 29), end=date(2027, 1, 4)),
    ]
    hosts = [
        HOST,
        replace(HOST, offer_id=11, country="DE", terms=[LASERS, HEALTH], cluster_id=4),
        replace(HOST, offer_id=12, languages=[], booked=[STAY, STAY], record=Record(9, 8, 7, 6, 3.3, 4)),
        replace(
            HOST,
            offer_id=13,
            terms=[],
            home_terms=[CARS],
            periods=[YEAR, Period(date(2027, 1, 1), date(2027, 2, 1), 1)],
        ),
    ]
    table, allowed = score_many(wishes, hosts, DEFAULT, FIELDS), possible_many(wishes, hosts)
    for row, wish in enumerate(wishes):
        for column, host in enumerate(hosts):
            (alone,) = rank(wish, [host], fields=FIELDS)
            assert table.total[row, column] == alone.score == sum(part.points for part in alone.parts)
            assert bool(allowed[row, column]) is alone.possible
