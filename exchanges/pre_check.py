"""May I take part? Five answers lead to exactly one outcome. Pure: no database, no clock."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from clusters.enums import OrganisationKind
from exchanges.reference_data import KINDS

QUESTIONS = ("kind", "country", "member", "earlier", "stay")
_RULES = {row.kind.value: row for row in KINDS}


@dataclass(frozen=True, slots=True)
class Outcome:
    """`yes` and `maybe` go on to apply, `no` names the rule in the way and what to do instead."""

    code: str
    verdict: str
    title: Any
    sentence: Any
    step: Any
    url_name: str


HOST_ONLY = Outcome(
    "host_only",
    "no",
    _("You can be a host, but not a visitor"),
    _(
        "Training providers and large companies can receive visitors. They cannot be paid for a visit of their own."
    ),
    _("Offer to be a host"),
    "exchanges:offers",
)
OTHER_COUNTRY = Outcome(
    "country",
    "no",
    _("Your country does not take part"),
    _("The scheme is for the EU and the countries associated with its programme for small firms."),
    _("Look at the missions: some welcome guests at their own cost"),
    "exchanges:missions",
)
NO_CLUSTER = Outcome(
    "no_cluster",
    "no",
    _("Join a cluster first"),
    _("A visitor belongs to a cluster that has a profile on the European Cluster Collaboration Platform."),
    _("See the missions and their clusters"),
    "exchanges:missions",
)
VISITED = Outcome(
    "visited",
    "no",
    _("You have already used your visit"),
    _(
        "Each organisation, or each person of a cluster, is paid for one visit. You can receive visitors as often as you like."
    ),
    _("Offer to be a host"),
    "exchanges:offers",
)
TOO_SHORT = Outcome(
    "too_short",
    "no",
    _("The visit is too short"),
    _("A visit has at least three working days with the host. Days of travel do not count."),
    _("Try other days in the calculator"),
    "exchanges:calculator",
)
TOO_LONG = Outcome(
    "too_long",
    "no",
    _("The visit is too long"),
    _("A visit lasts one month at most: 31 days, first and last day included."),
    _("Try other days in the calculator"),
    "exchanges:calculator",
)
SAME_COUNTRY = Outcome(
    "same_country",
    "no",
    _("The host must be in another country"),
    _("A visit goes to a host in another country that takes part."),
    _("Choose a host abroad"),
    "exchanges:offers",
)
NO_MONEY = Outcome(
    "no_money",
    "yes",
    _("You can take part, without a lump sum"),
    _("Public authorities and innovation agencies may visit and are counted. They travel at their own cost."),
    _("Apply for a visit"),
    "exchanges:application_new",
)
ASK_CLUSTER = Outcome(
    "ask_cluster",
    "maybe",
    _("You can probably take part"),
    _(
        "Ask your cluster whether it has a profile on the European Cluster Collaboration Platform. Most have one."
    ),
    _("Apply for a visit"),
    "exchanges:application_new",
)
HALF = Outcome(
    "half",
    "yes",
    _("You can take part, with half the lump sum"),
    _("Three or four working days bring half the sum of the host's country. Five or more bring all of it."),
    _("See your lump sum"),
    "exchanges:calculator",
)
FULL = Outcome(
    "full",
    "yes",
    _("You can take part"),
    _(
        "From five working days you receive the full sum of the host's country. It is half if the host is less than 200 km away."
    ),
    _("See your lump sum"),
    "exchanges:calculator",
)
OUTCOMES = (
    HOST_ONLY, OTHER_COUNTRY, NO_CLUSTER, VISITED, TOO_SHORT, TOO_LONG, SAME_COUNTRY, NO_MONEY, ASK_CLUSTER, HALF, FULL
)  # fmt: skip


def judge(answers: Mapping[str, str], eligible_countries: Collection[str]) -> Outcome | None:
    """The outcome as soon as the answers given so far settle it; None while questions are open."""
    kind = _RULES.get(answers.get("kind", ""))
    is_cluster = kind is not None and kind.kind is OrganisationKind.CLUSTER
    if kind is not None and not kind.may_visit:
        return HOST_ONLY
    if "country" in answers and answers["country"] not in eligible_countries:
        return OTHER_COUNTRY
    if answers.get("member") == "no" and not is_cluster:
        return NO_CLUSTER
    if _has_visited(answers.get("earlier", ""), kind):
        return VISITED
    stops = {"short": TOO_SHORT, "long": TOO_LONG, "same": SAME_COUNTRY}
    if answers.get("stay") in stops:
        return stops[answers["stay"]]
    if kind is None or any(question not in answers for question in QUESTIONS):
        return None
    if answers["member"] == "unsure" or (answers["member"] == "no" and is_cluster):
        return ASK_CLUSTER
    if not kind.receives_lump_sum:
        return NO_MONEY
    return HALF if answers["stay"] == "half" else FULL


def _has_visited(earlier: str, kind: Any) -> bool:
    """An SME visits once; of a cluster or a scaling-up organisation each person does."""
    if earlier == "me":
        return True
    return earlier == "other" and kind is not None and kind.one_visit_per == "organisation"
