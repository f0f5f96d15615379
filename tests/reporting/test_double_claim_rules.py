"""What a person should look at because two records may tell of one event: pure cases."""

from datetime import date

import pytest

from reporting.double_claims import Claim, alike, pairs, plain_name

DAY = date(2026, 2, 10)


def claim(number: int, **changed: object) -> Claim:
    facts: dict = {
        "key": f"activity:{number}",
        "partnership": 1,
        "kind": "webinar",
        "day": DAY,
        "title": "Webinar: funding for joint projects",
        "clusters": frozenset({1}),
    }
    return Claim(**facts | changed)


def told(number: int, **changed: object) -> Claim:
    facts: dict = {
        "key": f"follow_up:{number}",
        "kind": "business",
        "title": "Acme GmbH",
        "names": frozenset({plain_name("Acme GmbH")}),
        "sides": frozenset({7, 8}),
    }
    return claim(number, **facts | changed)


def found(*claims: Claim) -> list[tuple[str, str, tuple[str, ...]]]:
    return sorted((one.key, other.key, grounds) for one, other, grounds in pairs(claims))


def test_same_event_in_other_words_is_found_once() -> None:
    twin = claim(
        2, title="Funding for joint projects (webinar)", day=date(2026, 2, 20), clusters=frozenset({1, 2})
    )
    assert found(claim(1), twin) == [("activity:1", "activity:2", ("event",))]
    assert found(twin, claim(1)) == [("activity:1", "activity:2", ("event",))]


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "training"},
        {"day": date(2026, 2, 25)},
        {"clusters": frozenset({2})},
        {"title": "Cybersecurity for small firms"},
    ],
)
def test_another_event_is_another(changed: dict) -> None:
    assert found(claim(1), claim(2, **changed)) == []


def test_day_fourteen_is_near_and_day_fifteen_is_not() -> None:
    assert found(claim(1), claim(2, day=date(2026, 2, 24)))
    assert not found(claim(1), claim(2, day=date(2026, 2, 25)))


def test_same_evidence_is_asked_about_whatever_it_tells() -> None:
    proof = frozenset({"sha"})
    other = claim(2, kind="training", title="Something else", day=date(2020, 1, 1), evidence=proof)
    assert found(claim(1, evidence=proof), other) == [("activity:1", "activity:2", ("evidence",))]
    family = {"family": "service:1", "evidence": proof}
    assert found(claim(1, kind="new_service", **family), claim(2, kind="service_pilot", **family)) == []


def test_two_partnerships_are_named() -> None:
    assert found(claim(1), claim(2, partnership=2)) == [
        ("activity:1", "activity:2", ("event", "partnerships"))
    ]


def test_follow_up_told_from_both_sides() -> None:
    assert found(told(1), told(2, sides=frozenset({8, 7}))) == [("follow_up:1", "follow_up:2", ("same_two",))]
    assert found(told(1), told(2, sides=frozenset({8, 9}))) == []
    assert found(told(1), told(2, kind="memorandum")) == []


def test_follow_up_that_is_recorded_too() -> None:
    recorded = claim(
        1, kind="business", title="Contract", names=frozenset({plain_name("With ACME GmbH, Dresden")})
    )
    assert found(told(2), recorded) == [("activity:1", "follow_up:2", ("partner",))]
    assert found(told(2), claim(1, kind="business", title="Agreement with Acme GmbH")) != []
    assert found(told(2), claim(1, kind="business", title="Agreement with Omega SA")) == []
    assert found(told(2), claim(1, kind="business", title="Acme GmbH", clusters=frozenset({3}))) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Study visit to Dresden", "Visit to Dresden, study group", True),
        ("Étude sur l'IA", "etude sur l'ia", True),
        ("Matchmaking event 1, smart mobility", "Matchmaking event 2, semiconductors", False),
        ("AI", "ai", True),
        ("AI", "Webinar", False),
        ("", "Webinar", False),
    ],
)
def test_titles_that_are_alike(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same


def test_short_names_say_nothing() -> None:
    assert (plain_name("SAP"), plain_name("Ács & Co.")) == ("", "acs co")
