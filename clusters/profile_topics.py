"""The topics of a profile, each edited on a page of its own, and how complete the profile is. Pure.

A topic counts by its weight; one of weight 0 is shown but not counted, since not everybody has something to say there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Topic:
    slug: str
    label: str | Promise
    weight: int
    done: Callable[[Any], bool]  # of the profile; sees its annotation `has_terms`
    why: str | Promise = ""


@dataclass(frozen=True)
class Completeness:
    """`percent` counts by weight; `next` is the heaviest open topic, the first of equals."""

    percent: int
    open: tuple[Topic, ...]
    next: Topic | None


def _given(*names: str) -> Callable[[Any], bool]:
    return lambda profile: all(getattr(profile, name) not in (None, "") for name in names)


def _facts_given(cluster: Any) -> bool:
    organisation = cluster.organisation
    return bool(
        organisation.founded
        and organisation.website
        and cluster.management_fte is not None
        and cluster.website_in_english is not None
    )


def _has_terms(profile: Any) -> bool:
    return bool(profile.has_terms)


CLUSTER_TOPICS = (
    Topic("about", _("About the cluster"), 3, _given("about"), _("It is the first thing others read.")),
    Topic(
        "terms",
        _("Fields of activity"),
        3,
        _has_terms,
        _("Partners find you by them in the directory."),
    ),
    Topic(
        "members",
        _("Members by type"),
        2,
        _given("member_count"),
        _("Two of the ECCP criteria count your members."),
    ),
    Topic(
        "facts",
        _("Founding, staff and website"),
        2,
        _facts_given,
        _("Two of the ECCP criteria ask for staff and an English website."),
    ),
    Topic(
        "collaborations",
        _("Collaborations sought"),
        2,
        _given("collaborations"),
        _("It tells other clusters why to write to you."),
    ),
    Topic("mission", _("Mission and vision"), 1, _given("mission")),
    Topic("objectives", _("Objectives"), 1, _given("objectives")),
    Topic("services", _("Services"), 1, _given("services")),
    Topic("challenges", _("Challenges"), 1, _given("challenges")),
    Topic("contact", _("Contact person"), 1, _given("contact_name", "contact_email")),
    Topic("label", _("Quality label"), 0, _given("label")),
)
PARTNERSHIP_TOPICS = (
    Topic("summary", _("Summary"), 3, _given("summary"), _("It opens your public page.")),
    Topic("objectives", _("Objectives"), 2, _given("objectives")),
    Topic("results", _("Expected results"), 2, _given("expected_results")),
    Topic(
        "terms", _("Industries, technologies and priorities"), 3, _has_terms, _("Others find you by them.")
    ),
    Topic("kind", _("Type, origin and size"), 2, _given("kind", "origin")),
    Topic("contact", _("Project manager"), 2, _given("contact_name", "contact_email")),
)


def completeness(profile: Any, topics: Sequence[Topic]) -> Completeness:
    weight = sum(topic.weight for topic in topics)
    still = tuple(topic for topic in topics if topic.weight and not topic.done(profile))
    missing = sum(topic.weight for topic in still)
    # Only a whole profile is 100 %.
    percent = (weight - missing) * 100 // weight if weight else 100
    return Completeness(percent, still, max(still, key=lambda topic: topic.weight, default=None))
