"""The written ECCP criteria and the completeness of a profile, as pure rules."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from clusters import eccp
from clusters.profile_topics import Topic, completeness

NOBODY = dict.fromkeys(eccp.TYPES, 0)
NOT_SAID: dict[str, int | None] = dict.fromkeys(eccp.TYPES, None)
GOOD = eccp.Facts(
    staff=Decimal("0.50"),
    website="https://cluster.example/",
    website_in_english=True,
    confirmed=NOBODY | {"smes": 14, "research": 1},
    declared=NOT_SAID,
)


def changed(**changes: Any) -> eccp.Facts:
    return eccp.Facts(**{name: getattr(GOOD, name) for name in eccp.Facts.__dataclass_fields__} | changes)


def verdict(facts: eccp.Facts, code: str) -> eccp.Verdict:
    return next(one for one in eccp.judge(facts) if one.code == code)


def test_exactly_enough_of_everything_is_met() -> None:
    assert eccp.fulfilled(eccp.judge(GOOD))
    assert verdict(GOOD, "staff").sentence == "0.5 full-time equivalents manage the cluster."


@pytest.mark.parametrize(
    ("changes", "code", "outcome"),
    [
        ({"staff": Decimal("0.49")}, "staff", "fail"),
        ({"staff": None}, "staff", "warn"),
        ({"website": ""}, "website", "warn"),
        ({"website_in_english": None}, "website", "warn"),
        ({"website_in_english": False}, "website", "fail"),
        ({"confirmed": NOBODY | {"smes": 13, "research": 1}}, "members", "warn"),
        (
            {"confirmed": NOBODY | {"smes": 13, "research": 1}, "declared": NOT_SAID | {"smes": 14}},
            "members",
            "fail",
        ),
        ({"confirmed": NOBODY | {"smes": 15}}, "types", "warn"),
        ({"confirmed": NOBODY | {"smes": 15}, "declared": NOT_SAID | {"smes": 40}}, "types", "fail"),
    ],
)
def test_one_thing_missing_is_not_met(changes: dict[str, Any], code: str, outcome: str) -> None:
    facts = changed(**changes)
    assert verdict(facts, code).verdict == outcome
    assert not eccp.fulfilled(eccp.judge(facts))


def test_verdict_says_which_count_it_uses() -> None:
    by_word = verdict(changed(confirmed=NOBODY | {"smes": 3}, declared=NOT_SAID | {"smes": 300}), "members")
    assert (by_word.verdict, by_word.sentence) == ("pass", "The cluster has 300 members.")
    assert by_word.source == "Declared by the cluster; 3 confirmed in the portal; 15 are needed."
    in_portal = verdict(
        changed(confirmed=NOBODY | {"smes": 15}, declared=NOT_SAID | {"smes": 300}), "members"
    )
    assert (in_portal.verdict, in_portal.sentence) == ("pass", "The cluster has 15 members.")
    assert in_portal.source == "Counted from memberships confirmed in the portal; 15 are needed."


def test_kinds_fall_into_types() -> None:
    kinds = ("sme", "large_company", "tech_centre", "training", "public_authority", "cluster")
    assert [eccp.type_of(kind) for kind in kinds] == [
        "smes", "large", "research", "research", "others", "others",
    ]  # fmt: skip


def test_completeness_counts_by_weight_and_names_the_heaviest_open_topic() -> None:
    topics = [
        Topic("small", "Small", 1, lambda row: row.small),
        Topic("big", "Big", 3, lambda row: row.big),
        Topic("extra", "Extra", 0, lambda row: False),
    ]
    found = completeness(SimpleNamespace(small=False, big=False), topics)
    assert (found.percent, found.next and found.next.slug) == (0, "big")
    found = completeness(SimpleNamespace(small=False, big=True), topics)
    assert (found.percent, found.next and found.next.slug) == (75, "small")
    assert completeness(SimpleNamespace(small=True, big=True), topics).next is None
