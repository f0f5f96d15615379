"""Which page does the next act: from (workflow, state, whose turn) to words and an address.

The file page and "my work" read the same table. Whoever adds a waiting state adds its row here.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

# What an actor must be to the file so that a waiting code means them.
RELATION_OF = {
    "visitor": "visitor",
    "host": "host",
    "visitor_cluster": "decider",
    "host_cluster": "host_manager",
    "coordinator": "decider",
    "deputy": "decider",
    "finance": "finance",
    "respondent": "respondent",
}


@dataclass(frozen=True)
class NextAct:
    """`by_row`: the page is addressed by the row's number, else by the file's reference."""

    label: Any
    url_name: str
    by_row: bool = False


_DECIDERS = ("visitor_cluster", "coordinator", "deputy")


def _each(
    codes: tuple[str, ...], workflow: str, state: str, act: NextAct
) -> dict[tuple[str, str, str], NextAct]:
    return {(workflow, state, code): act for code in codes}


_REVIEW = NextAct(_("Decide on the application"), "exchanges:application_review")
_ANSWER_MATCH = NextAct(_("Answer the request for a visit"), "exchanges:proposal_answer", by_row=True)
_CONFIRM = NextAct(_("Confirm the match"), "exchanges:proposal_confirm", by_row=True)
_SIGN = NextAct(_("Sign the Commitment to Quality"), "exchanges:commitment_sign")
_SIGN_SUM = NextAct(_("Sign the Financial Agreement"), "exchanges:agreement_sign")
_CHECK_REPORT = NextAct(_("Check the closing report"), "exchanges:report_validate")
_ORDER = NextAct(_("Order the payment"), "exchanges:payment_detail")
_QUESTIONS = NextAct(_("Answer the questionnaire"), "exchanges:questionnaire_answer", by_row=True)

NEXT: dict[tuple[str, str, str], NextAct] = {
    ("application", "draft", "visitor"): NextAct(
        _("Finish and send the application"), "exchanges:application_task_list", by_row=True
    ),
    **_each(_DECIDERS, "application", "submitted", _REVIEW),
    **_each(_DECIDERS, "application", "in_review", _REVIEW),
    ("application", "on_hold", "visitor"): NextAct(
        _("Answer your cluster's question"), "exchanges:application_answer"
    ),
    **_each(_DECIDERS, "application", "accepted", NextAct(_("Find a host"), "exchanges:proposal_suggest")),
    **_each(("visitor", "host"), "proposal", "proposed", _ANSWER_MATCH),
    ("proposal", "accepted_by_visitor", "host"): _ANSWER_MATCH,
    ("proposal", "accepted_by_host", "visitor"): _ANSWER_MATCH,
    **_each(("visitor_cluster", "host_cluster"), "proposal", "agreed", _CONFIRM),
    ("exchange", "building", "visitor"): NextAct(_("Write the visit plan"), "exchanges:plan_edit"),
    **_each(("visitor", "visitor_cluster", "host", "host_cluster"), "exchange", "commitment_signing", _SIGN),
    **_each(("visitor", "visitor_cluster"), "exchange", "agreement_signing", _SIGN_SUM),
    ("exchange", "awaiting_report", "visitor"): NextAct(
        _("Hand in the closing report"), "exchanges:report_edit"
    ),
    ("exchange", "report_returned", "visitor"): NextAct(
        _("Correct the closing report"), "exchanges:report_edit"
    ),
    **_each(_DECIDERS, "exchange", "report_submitted", _CHECK_REPORT),
    **_each(_DECIDERS, "exchange", "validated", _ORDER),
    ("exchange", "payment_ordered", "finance"): NextAct(_("Approve the payment"), "exchanges:payment_detail"),
    ("exchange", "payment_approved", "finance"): NextAct(
        _("Mark the payment as paid"), "exchanges:payment_detail"
    ),
    **_each(("visitor", "host", "respondent"), "questionnaire", "invited", _QUESTIONS),
}


def next_act(workflow: str, state: str, code: str) -> NextAct | None:
    return NEXT.get((workflow, state, code))


def is_mine(code: str, relations: frozenset[str]) -> bool:
    """Whether somebody with these relations to the file is meant by a waiting code."""
    return RELATION_OF.get(code) in relations


def address(act: NextAct, *, reference: str | None, pk: int) -> str:
    """The page of an act; empty where this installation has no such page."""
    kwargs = {"pk": pk} if act.by_row or not reference else {"reference": reference}
    try:
        return reverse(act.url_name, kwargs=kwargs)
    except NoReverseMatch:
        return ""
