"""May I take part? Five answers lead to exactly one outcome. Pure: no database, no clock.

What an outcome says to people stands in `pre_check_words`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clusters.enums import OrganisationKind
from exchanges.enums import VisitOnce
from exchanges.reference_data import ELIGIBLE_CODES, KINDS, RULEBOOK

QUESTIONS = ("kind", "country", "member", "earlier", "stay")
YES, MAYBE, NO = "yes", "maybe", "no"
# An outcome and its verdict: `yes` and `maybe` go on to apply, `no` has a rule in the way.
OUTCOMES: Mapping[str, str] = {
    "closed": NO,
    "host_only": NO,
    "country": NO,
    "no_cluster": NO,
    "visited": NO,
    "too_short": NO,
    "too_long": NO,
    "same_country": NO,
    "no_money": YES,
    "ask_cluster": MAYBE,
    "half": YES,
    "full": YES,
}
_STOPS = {"short": "too_short", "long": "too_long", "same": "same_country"}


@dataclass(frozen=True, slots=True)
class Terms:
    """What the rulebook of a day says about strangers; the defaults are those a new portal starts with."""

    version: str = RULEBOOK.version
    # The partnership whose own rules these are; empty for those of the scheme.
    whose: str = ""
    valid_from: date = RULEBOOK.valid_from
    countries: frozenset[str] = ELIGIBLE_CODES
    visitors: frozenset[str] = frozenset(row.kind.value for row in KINDS if row.may_visit)
    hosts: frozenset[str] = frozenset(row.kind.value for row in KINDS if row.may_host)
    paid: frozenset[str] = frozenset(row.kind.value for row in KINDS if row.receives_lump_sum)
    once_sme: str = VisitOnce.ORGANISATION.value
    once_staff: str = VisitOnce.PERSON.value
    min_days: int = RULEBOOK.min_working_days
    full_days: int = RULEBOOK.full_sum_working_days
    most_days: int = RULEBOOK.max_calendar_days
    full_km: int = RULEBOOK.full_sum_km
    reduction: Decimal = RULEBOOK.reduction
    virtual: bool = RULEBOOK.virtual_allowed

    def once(self, kind: str) -> str:
        """Who may go only once: the organisation, the person, or nobody is asked."""
        return self.once_sme if kind == OrganisationKind.SME else self.once_staff


def judge(answers: Mapping[str, str], terms: Terms) -> str | None:
    """The outcome as soon as the answers given so far settle it; None while questions are open."""
    kind = answers.get("kind", "")
    is_cluster = kind == OrganisationKind.CLUSTER
    if kind and kind not in terms.visitors:
        return "host_only" if kind in terms.hosts else "closed"
    if "country" in answers and answers["country"] not in terms.countries:
        return "country"
    if answers.get("member") == "no" and kind and not is_cluster:
        return "no_cluster"
    if kind and _has_visited(answers.get("earlier", ""), terms.once(kind)):
        return "visited"
    if answers.get("stay") in _STOPS:
        return _STOPS[answers["stay"]]
    if any(question not in answers for question in QUESTIONS):
        return None
    if answers["member"] != "yes":
        return "ask_cluster"
    if kind not in terms.paid:
        return "no_money"
    return "half" if answers["stay"] == "half" else "full"


def _has_visited(earlier: str, once: str) -> bool:
    """An SME visits once; of a cluster or a scaling-up organisation each person does."""
    if once == VisitOnce.OFF:
        return False
    return earlier == "me" or (earlier == "other" and once == VisitOnce.ORGANISATION)
