"""What a plan of meetings achieved, in sentences."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchanges.models import MeetingPlan


def plan_sentences(made: MeetingPlan) -> list[dict[str, Any]]:
    """Each with a verdict for the list of checks: mutual wishes, single wishes, who goes without, idle times."""
    of = made.result
    found = [_mutual(of), _single(of), _without(of)]
    gaps = ngettext(
        "%(number)d idle slot lies between meetings of one person.",
        "%(number)d idle slots lie between meetings of one person.",
        of["gaps"],
    ) % {"number": of["gaps"]}
    found.append({"verdict": "pass" if not of["gaps"] else "warn", "sentence": gaps})
    if of["proven"]:
        found.append({"verdict": "pass", "sentence": _("No other plan meets more wishes: this is proven.")})
    return found


def _mutual(of: dict[str, Any]) -> dict[str, Any]:
    number, wanted, most = of["mutual"], of["mutual_wanted"], of["mutual_bound"]
    if number == wanted:
        words = ngettext(
            "The %(number)d mutual wish is met.", "All %(number)d mutual wishes are met.", number
        )
        if not number:
            words = _("No two participants want each other.")
        return {"verdict": "pass", "sentence": words % {"number": number} if number else words}
    return {
        "verdict": "warn",
        "sentence": _of_wanted(_("%(number)d of %(wanted)d mutual wishes are met."), number, wanted, most),
    }


def _single(of: dict[str, Any]) -> dict[str, Any]:
    number, wanted, most = of["single"], of["single_wanted"], of["single_bound"]
    if number == wanted:
        return {
            "verdict": "pass",
            "sentence": _("All %(number)d wishes of one side are met.") % {"number": number},
        }
    settled = of["mutual"] == of["mutual_bound"] and of["served"] == of["served_bound"]
    words = _("%(number)d of %(wanted)d wishes of one side are met.")
    if not settled:
        return {"verdict": "warn", "sentence": words % {"number": number, "wanted": wanted}}
    return {"verdict": "warn", "sentence": _of_wanted(words, number, wanted, most)}


def _of_wanted(words: str, number: int, wanted: int, most: int) -> str:
    first = words % {"number": number, "wanted": wanted}
    more = most - number
    if more <= 0:
        return f"{first} {_('More are not possible.')}"
    return f"{first} " + _("At most %(more)d more would be possible.") % {"more": more}


def _without(of: dict[str, Any]) -> dict[str, Any]:
    number = of["without"]
    if not number:
        return {"verdict": "pass", "sentence": _("Everybody who has wishes has a meeting.")}
    words = ngettext(
        "%(number)d person with wishes has no meeting.",
        "%(number)d people with wishes have no meeting.",
        number,
    ) % {"number": number}
    more = of["served_bound"] - of["served"]
    if of["mutual"] == of["mutual_bound"] and more <= 0:
        words = f"{words} {_('With these times and tables it is not possible.')}"
    return {"verdict": "warn", "sentence": words}
