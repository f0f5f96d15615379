"""Whether two records may tell of one event or one agreement, and what speaks for it. Pure.

A person decides; these rules only find what a person should look at. They rather ask once too often.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations, takewhile
from typing import Any
from unicodedata import normalize

from django.utils.translation import gettext_lazy as _

ACTIVITY, FOLLOW_UP = "activity", "follow_up"
NEAR_DAYS = 14
# How much of the shorter title stands in the other one as well, by its word stems.
ALIKE = 0.6
_STEM = 5

GROUNDS = {
    "event": _("same type, same cluster, near dates, similar titles"),
    "evidence": _("the same evidence"),
    "partner": _("an agreement of the same kind with the same partner"),
    "same_two": _("the same two organisations told the same kind of follow-up"),
    "partnerships": _("claimed by two partnerships"),
}


@dataclass(frozen=True)
class Claim:
    """One record that counts or may count. `evidence` are hashes and addresses; `names` whom it is with, in plain words.

    `sides` are the two organisations of the visit that a follow-up came of.
    """

    key: str
    partnership: int
    kind: str
    day: date
    title: str
    clusters: frozenset[int] = frozenset()
    evidence: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    sides: frozenset[int] = frozenset()
    # Records of one family may share their evidence: a service and its pilot.
    family: str = ""

    @property
    def source(self) -> str:
        return self.key.split(":")[0]

    @property
    def number(self) -> int:
        return int(self.key.split(":")[1])


def key_of(source: str, number: int) -> str:
    return f"{source}:{number}"


def in_order(one: str, other: str) -> tuple[str, str]:
    """How a pair is named, whoever is looked at first."""
    return (one, other) if one < other else (other, one)


def pairs(claims: Iterable[Claim]) -> Iterator[tuple[Claim, Claim, tuple[str, ...]]]:
    """Every two that may be one, each pair once, with what speaks for it."""
    seen = set()
    for one, other in _candidates(list(claims)):
        name = in_order(one.key, other.key)
        if name in seen:
            continue
        seen.add(name)
        found = grounds(one, other)
        if found:
            first, second = (one, other) if one.key == name[0] else (other, one)
            yield first, second, found


def _candidates(claims: list[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Two by two what shares something, so that thousands of records are not all held against each other."""
    activities = sorted((one for one in claims if one.source == ACTIVITY), key=lambda one: one.day)
    follow_ups = [one for one in claims if one.source == FOLLOW_UP]
    by_kind, by_evidence, by_sides = _groups(), _groups(), _groups()
    for claim in activities:
        by_kind[claim.kind].append(claim)
        for evidence in claim.evidence:
            by_evidence[evidence].append(claim)
    for group in by_kind.values():
        for place, one in enumerate(group):
            near = takewhile(lambda other: (other.day - one.day).days <= NEAR_DAYS, group[place + 1 :])  # noqa: B023
            yield from ((one, other) for other in near)
    for claim in follow_ups:
        by_sides[(claim.kind, claim.sides)].append(claim)
        yield from ((claim, other) for other in by_kind.get(claim.kind, ()))
    for group in (*by_evidence.values(), *by_sides.values()):
        yield from combinations(group, 2)


def _groups() -> defaultdict[Any, list[Claim]]:
    return defaultdict(list)


def grounds(one: Claim, other: Claim) -> tuple[str, ...]:
    """What speaks for one event; nothing when they are two."""
    found = []
    if one.source == other.source == FOLLOW_UP:
        if one.kind == other.kind and one.sides and one.sides == other.sides:
            found.append("same_two")
    elif FOLLOW_UP in (one.source, other.source):
        if one.kind == other.kind and one.clusters & other.clusters and _same_partner(one, other):
            found.append("partner")
    else:
        found = _of_activities(one, other)
    if found and one.partnership != other.partnership:
        found.append("partnerships")
    return tuple(found)


def _of_activities(one: Claim, other: Claim) -> list[str]:
    found = []
    near = abs((one.day - other.day).days) <= NEAR_DAYS
    if one.kind == other.kind and one.clusters & other.clusters and near and alike(one.title, other.title):
        found.append("event")
    if one.evidence & other.evidence and not (one.family and one.family == other.family):
        found.append("evidence")
    return found


def _same_partner(one: Claim, other: Claim) -> bool:
    """Whether a name of the follow-up stands in what the activity says, its title included."""
    told, activity = (one, other) if one.source == FOLLOW_UP else (other, one)
    text = " ".join((_plain(activity.title), *activity.names))
    return any(name in text for name in told.names)


def alike(one: str, other: str) -> bool:
    """Titles of one event are seldom written the same way: most stems of the shorter one must stand in the other."""
    stems, others = _stems(one), _stems(other)
    if not stems or not others:
        return _plain(one) == _plain(other)
    return len(stems & others) / min(len(stems), len(others)) >= ALIKE


def plain_name(text: str) -> str:
    """A name as it is compared; too short a name says nothing and is left out."""
    plain = _plain(text)
    return plain if len(plain) > 3 else ""


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _plain(text).split() if len(word) > 2 or word.isdigit())


def _plain(text: str) -> str:
    letters = normalize("NFKD", text).casefold()
    bare = "".join(sign for sign in letters if not "\u0300" <= sign <= "\u036f")
    return " ".join(re.findall(r"\w+", bare))
