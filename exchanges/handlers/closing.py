"""The calendar of a stay, and what visitor, host and cluster are told after it. Safe to run twice."""

from typing import Any

from clusters.selectors.people import has_account
from core import links, outbox
from core.mail import Recipient
from core.models import AccessLink, TransitionLog
from core.prepared import Prepared
from exchanges.enums import DID_NOT_HAPPEN
from exchanges.models import Exchange, Outcome, Party
from exchanges.notifications import closing as mails
from exchanges.notifications import recipients
from exchanges.selectors.feedback import contact_of
from exchanges.services import certificates, closing, feedback
from exchanges.services.locks import lock_exchange
from exchanges.services.reports import LINK_PURPOSE as REPORT

OUTCOME = "outcome"
REPORT_LINK_DAYS = 180


@outbox.handler("exchange.start_due")
def start_stay(payload: dict[str, Any]) -> None:
    """Nothing when the stay was moved, cancelled, or has started."""
    exchange = lock_exchange(_dated(payload))
    if exchange.state == "ready_to_start" and exchange.first_day.isoformat() == payload["day"]:
        closing.start_stay(exchange=exchange)


@outbox.handler("exchange.end_due")
def end_stay(payload: dict[str, Any]) -> None:
    exchange = lock_exchange(_dated(payload))
    if exchange.state in ("ready_to_start", "ongoing") and exchange.stay.upper.isoformat() == payload["day"]:
        closing.end_stay(exchange=exchange)


@outbox.handler("exchange.started")
def after_start(payload: dict[str, Any]) -> None:
    """Nobody is told: everybody knows the day."""


@outbox.handler("exchange.ended")
def after_end(payload: dict[str, Any]) -> None:
    exchange = _exchange(payload)
    feedback.plan_invitations(exchange)
    feedback.plan_impact_waves(exchange)
    if exchange.state == "awaiting_report":
        to = contact_of(exchange, "visitor")
        mails.ReportDue(exchange, **_report_link(exchange, to)).send(to)
        _ask_host(exchange)


@outbox.handler("outcome.said")
def after_host_answer(payload: dict[str, Any]) -> None:
    """The decider hears only what needs an act."""
    said_no = Outcome.objects.filter(exchange=payload["id"], kind="", host_kind__in=DID_NOT_HAPPEN)
    if said_no.exists():
        exchange = _exchange(payload)
        for person in recipients.deciders(exchange.application):
            mails.HostSaysNo(exchange).send(person)


@outbox.handler("exchange.report_submitted")
def after_report(payload: dict[str, Any]) -> None:
    exchange = _exchange(payload)
    if exchange.state == "report_submitted":
        for person in recipients.deciders(exchange.application):
            mails.ReportReceived(exchange).send(person)


@outbox.handler("exchange.report_returned")
def after_return(payload: dict[str, Any]) -> None:
    exchange = _exchange(payload)
    if exchange.state == "report_returned":
        to = contact_of(exchange, "visitor")
        reason = _comment(payload)
        mails.ReportReturned(exchange, reason=reason, **_report_link(exchange, to)).send(to)


@outbox.handler("exchange.validated")
def after_validation(payload: dict[str, Any]) -> None:
    exchange = _exchange(payload)
    certificates.keep_of_visit(exchange=exchange)
    mails.ReportValidated(exchange).send(contact_of(exchange, "visitor"))
    feedback.plan_invitations(exchange, late=True)
    feedback.close_when_complete(exchange)


@outbox.handler("certificate.keep")
def keep_certificates(payload: dict[str, Any]) -> None:
    """For visits that were checked before certificates had codes."""
    certificates.keep_of_visit(exchange=_exchange(payload))


@outbox.handler("exchange.found_not_eligible")
def after_refusal(payload: dict[str, Any]) -> None:
    exchange = _exchange(payload)
    mails.NotEligible(exchange, reason=_comment(payload)).send(contact_of(exchange, "visitor"))
    _settle_questions(exchange)


@outbox.handler("exchange.discontinued")
def after_breaking_off(payload: dict[str, Any]) -> None:
    exchange = _exchange(payload)
    reason = _comment(payload)
    for side in ("visitor", "host"):
        mails.BrokenOff(exchange, reason=reason, side=side).send(contact_of(exchange, side))
    _settle_questions(exchange)


def _settle_questions(exchange: Exchange) -> None:
    feedback.close_unasked(exchange)
    feedback.plan_invitations(exchange, late=True)


def _ask_host(exchange: Exchange) -> None:
    party = Party.objects.get(exchange=exchange, role="host")
    asked = AccessLink.objects.filter(
        subject_type="exchanges.party", subject_id=party.pk, purpose=OUTCOME
    ).exists()
    said = Outcome.objects.filter(exchange=exchange).exclude(host_kind="").exists()
    if asked or said:
        return
    to = contact_of(exchange, "host")
    _link, url = links.issue(
        party, OUTCOME, address=to.address, name=to.name, url_name="exchanges:outcome_by_link"
    )
    mails.OutcomeAsked(exchange, link=url).send(to)


def _report_link(exchange: Exchange, to: Recipient) -> dict[str, str]:
    """`link` for a visitor without an account; the link of an earlier mail stops working."""
    if has_account(to.address):
        return {}
    party = Party.objects.get(exchange=exchange, role="visitor")
    _link, url = links.issue(
        party,
        REPORT,
        address=to.address,
        name=to.name,
        url_name="exchanges:report_edit_by_link",
        days=REPORT_LINK_DAYS,
    )
    return {"link": url}


def _comment(payload: dict[str, Any]) -> str:
    return TransitionLog.objects.get(pk=payload["log"]).comment


def _dated(payload: dict[str, Any]) -> Exchange:
    exchange: Exchange = _dated_ones.get(pk=payload["id"])
    return exchange


def _exchange(payload: dict[str, Any]) -> Exchange:
    exchange: Exchange = _with_sides.get(pk=payload["id"])
    return exchange


_dated_ones = Prepared(
    "dated",
    lambda *, pk: Exchange.objects.select_related("application__rulebook", "host_country").filter(pk=pk),
)
_with_sides = Prepared(
    "with_sides",
    lambda *, pk: Exchange.objects.select_related(
        "application__rulebook",
        "application__partnership",
        "visitor",
        "host",
        "host_country",
        "visitor_cluster",
    ).filter(pk=pk),
)
