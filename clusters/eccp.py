"""The written criteria for a cluster profile on the ECCP (scheme 1.2), as checks with reasons. Pure: facts in,
verdicts out. Committed members are counted twice, as confirmed in the portal and as the cluster declares; either is
enough, and each verdict says which it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.enums import OrganisationKind

LEAST_STAFF = Decimal("0.5")
LEAST_MEMBERS = 15
LEAST_TYPES = 2
TYPES = ("smes", "large", "research", "others")
_TYPE_OF_KIND = {
    OrganisationKind.SME: "smes",
    OrganisationKind.LARGE_COMPANY: "large",
    OrganisationKind.TECH_CENTRE: "research",
    OrganisationKind.RESEARCH: "research",
    OrganisationKind.TRAINING: "research",
}


@dataclass(frozen=True)
class Facts:
    """`confirmed` and `declared` map a type of `TYPES` to a number; None in `declared` was not said."""

    staff: Decimal | None
    website: str
    website_in_english: bool | None
    confirmed: Mapping[str, int]
    declared: Mapping[str, int | None]


@dataclass(frozen=True)
class Verdict:
    code: str
    verdict: str  # pass, warn (not said yet) or fail
    sentence: str
    source: str


def type_of(kind: str) -> str:
    """The type of member that an organisation kind counts as."""
    return _TYPE_OF_KIND.get(kind, "others")  # type: ignore[call-overload, no-any-return]


def judge(facts: Facts) -> list[Verdict]:
    return [_staff(facts), _members(facts), _types(facts), _website(facts)]


def fulfilled(verdicts: list[Verdict]) -> bool:
    return all(verdict.verdict == "pass" for verdict in verdicts)


def _staff(facts: Facts) -> Verdict:
    source = _("At least %(least)s full-time equivalents of management are needed.") % {"least": LEAST_STAFF}
    if facts.staff is None:
        return Verdict("staff", "warn", _("The cluster has not said how many people manage it."), source)
    sentence = _("%(number)s full-time equivalents manage the cluster.") % {"number": facts.staff.normalize()}
    return Verdict("staff", "pass" if facts.staff >= LEAST_STAFF else "fail", sentence, source)


def _members(facts: Facts) -> Verdict:
    confirmed = sum(facts.confirmed.values())
    declared = _total(facts.declared)
    sentence, source, number = _counted(confirmed, declared, LEAST_MEMBERS, _member_words)
    return Verdict("members", _enough(number, LEAST_MEMBERS, declared), sentence, source)


def _types(facts: Facts) -> Verdict:
    confirmed = sum(1 for number in facts.confirmed.values() if number)
    said = [number for number in facts.declared.values() if number is not None]
    declared = sum(1 for number in said if number) if said else None
    sentence, source, number = _counted(confirmed, declared, LEAST_TYPES, _type_words)
    return Verdict("types", _enough(number, LEAST_TYPES, declared), sentence, source)


def _website(facts: Facts) -> Verdict:
    source = _("The website must be in English.")
    if not facts.website:
        return Verdict("website", "warn", _("No website is given."), source)
    if facts.website_in_english is None:
        return Verdict("website", "warn", _("Nobody has said whether the website is in English."), source)
    if facts.website_in_english:
        return Verdict("website", "pass", _("The website is in English."), source)
    return Verdict("website", "fail", _("The website is not in English."), source)


def _counted(confirmed: int, declared: int | None, least: int, words: Any) -> tuple[str, str, int]:
    """The sentence, where its number comes from, and the number that counts."""
    if confirmed >= least or declared is None or confirmed >= declared:
        source = _("Counted from memberships confirmed in the portal; %(least)d are needed.")
        return words(confirmed), source % {"least": least}, confirmed
    source = _("Declared by the cluster; %(confirmed)d confirmed in the portal; %(least)d are needed.")
    return words(declared), source % {"confirmed": confirmed, "least": least}, declared


def _member_words(number: int) -> str:
    text = ngettext("The cluster has %(count)d member.", "The cluster has %(count)d members.", number)
    return text % {"count": number}


def _type_words(number: int) -> str:
    text = ngettext("Its members are of %(count)d type.", "Its members are of %(count)d types.", number)
    return text % {"count": number}


def _enough(number: int, least: int, declared: int | None) -> str:
    if number >= least:
        return "pass"
    return "warn" if declared is None else "fail"


def _total(numbers: Mapping[str, int | None]) -> int | None:
    said = [number for number in numbers.values() if number is not None]
    return sum(said) if said else None
