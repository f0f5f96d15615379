"""From the first day of the stay to the validated report: what happened, and what it is worth.

The visitor's part (report, proofs, follow-ups) stands in `exchanges.services.reports` and is offered here too.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit, clock, outbox, workflow
from core.actors import Actor
from core.exceptions import InvalidInput, Refused, StaleVersion
from exchanges import permissions, policies
from exchanges.enums import DID_NOT_HAPPEN, OutcomeKind
from exchanges.models import ClosingReport, Exchange, Outcome
from exchanges.selectors.closing import likely_outcome
from exchanges.services import actual
from exchanges.services.days import ask_day, confirm_day
from exchanges.services.locks import lock_exchange
from exchanges.services.payments import order_payment
from exchanges.services.reports import (
    add_evidence,
    add_follow_up,
    remove_evidence,
    remove_follow_up,
    replace_evidence,
    return_report,
    save_report,
    submit_report,
    waive_evidence,
)

__all__ = [
    "add_evidence",
    "add_follow_up",
    "ask_day",
    "confirm_day",
    "discontinue_exchange",
    "end_stay",
    "find_not_eligible",
    "record_host_outcome",
    "remove_evidence",
    "remove_follow_up",
    "replace_evidence",
    "return_report",
    "save_report",
    "schedule_stay",
    "start_stay",
    "submit_report",
    "validate_and_order",
    "validate_report",
    "waive_evidence",
]

CALENDAR = Actor.system("calendar")
HOST_ANSWER_STATES = ("ongoing", "awaiting_report", "report_submitted", "report_returned")


def schedule_stay(exchange: Exchange) -> None:
    """Set down when the stay starts and ends: midnights of the host's country. Moved dates get rows of their own."""
    first, after = exchange.first_day, exchange.last_day + timedelta(days=1)
    for kind, key, day in (("start_due", "start", first), ("end_due", "end", after)):
        outbox.add(
            f"exchange.{kind}",
            key=f"{key}:{exchange.pk}:{day.isoformat()}",
            due_at=_midnight(exchange, day),
            payload={"id": exchange.pk, "day": day.isoformat()},
        )


def start_stay(*, exchange: Exchange) -> Exchange:
    """The first day has come; the timeline says when the day began there, however late the worker was."""
    moment = max(_midnight(exchange, exchange.first_day), exchange.state_since)
    return workflow.perform(exchange, "start", by=CALENDAR, occurred_at=min(moment, clock.now()))


@transaction.atomic
def end_stay(*, exchange: Exchange) -> Exchange:
    """The day after the last day has come. Starts a stay first whose start was missed.

    Locks the row before it looks: another worker may be starting the same stay.
    """
    lock_exchange(exchange)
    if exchange.state == "ready_to_start":
        start_stay(exchange=exchange)
    moment = max(_midnight(exchange, exchange.last_day + timedelta(days=1)), exchange.state_since)
    return workflow.perform(exchange, "end", by=CALENDAR, occurred_at=min(moment, clock.now()))


@transaction.atomic
def record_host_outcome(
    *,
    exchange: Exchange,
    by: Actor,
    kind: str,
    first_day: date | None = None,
    last_day: date | None = None,
    comment: str = "",
) -> Outcome:
    """Keep what the host says happened. The host may correct it until the report is validated."""
    permissions.check_relation(permissions.exchange_relations(exchange, by), "host", "host_manager")
    lock_exchange(exchange)
    if exchange.state == "report_submitted":
        # Whoever is checking the report must look again.
        workflow.claim(exchange)
    if exchange.state not in HOST_ANSWER_STATES:
        raise Refused(_("Thank you. This question is no longer open for this visit."))
    if kind in DID_NOT_HAPPEN:
        first_day = last_day = None
    else:
        _check_said_days(exchange, first_day, last_day)
    outcome, _created = Outcome.objects.get_or_create(exchange=exchange)
    before = outcome.host_kind
    outcome.host_kind, outcome.host_first_day, outcome.host_last_day = OutcomeKind(kind), first_day, last_day
    outcome.host_comment = comment.strip()
    outcome.host_answered_at, outcome.host_answered_by = clock.now(), by.label[:200]
    outcome.save()
    audit.record("outcome.said_by_host", exchange, by, {"outcome": (before, kind)})
    if kind != before:
        outbox.add("outcome.said", f"outcome:{exchange.pk}:{exchange.version}", payload={"id": exchange.pk})
    return outcome


@transaction.atomic
def validate_report(
    *, exchange: Exchange, by: Actor, version: int | None = None, outcome: str | None = None
) -> Exchange:
    """Freeze the actual sum, confirm what happened, and validate. Refused where the days are not eligible."""
    _check_move(exchange, "validate", by)
    if outcome in DID_NOT_HAPPEN:
        raise Refused(
            _("A visit that did not take place cannot be validated. Choose “Not eligible” or “Broken off”.")
        )
    quote = actual.freeze(exchange, by, outcome)
    kind = outcome or likely_outcome(exchange, quote.working_days if quote is not None else 0)
    _confirm_outcome(exchange, by, kind)
    ClosingReport.objects.filter(exchange=exchange).update(validated_at=clock.now())
    return workflow.perform(exchange, "validate", by=by, version=version, outcome=str(kind))


@transaction.atomic
def validate_and_order(
    *,
    exchange: Exchange,
    by: Actor,
    version: int | None = None,
    outcome: str | None = None,
    expected: Decimal | None = None,
) -> Exchange:
    """Both acts in one. `expected` is the sum on the button: another one by now is shown first, not ordered."""
    validate_report(exchange=exchange, by=by, version=version, outcome=outcome)
    payable = policies.payable(exchange)
    if expected is not None and payable != expected:
        raise StaleVersion(
            _("The sum is another one now. Please look at it again before you order."), exchange
        )
    if payable > 0:
        order_payment(exchange=exchange, by=by)
    return exchange


@transaction.atomic
def find_not_eligible(*, exchange: Exchange, by: Actor, reason: str, outcome: str | None = None) -> Exchange:
    """Close without money. What was calculated is kept where the calculation itself says no."""
    _check_move(exchange, "find_not_eligible", by)
    quote = actual.freeze(exchange, by, outcome, keep_eligible=False)
    working_days = quote.working_days if quote is not None else 0
    _confirm_outcome(exchange, by, outcome or likely_outcome(exchange, working_days))
    _note_end(exchange, reason)
    return workflow.perform(exchange, "find_not_eligible", by=by, comment=reason)


@transaction.atomic
def discontinue_exchange(
    *, exchange: Exchange, by: Actor, reason: str, outcome: str | None = None
) -> Exchange:
    """Record that the stay broke off, or (with such an outcome) that it never took place. Nothing is paid."""
    _check_move(exchange, "discontinue", by)
    if outcome is not None:
        _confirm_outcome(exchange, by, outcome)
    _note_end(exchange, reason)
    ended = exchange.ended_on or min(policies.host_today(exchange), exchange.last_day)
    Exchange.objects.filter(pk=exchange.pk).update(ended_on=ended)
    return workflow.perform(exchange, "discontinue", by=by, comment=reason)


def _midnight(exchange: Exchange, day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(exchange.host_country.timezone))


def _check_said_days(exchange: Exchange, first_day: date | None, last_day: date | None) -> None:
    if first_day is None or last_day is None:
        raise InvalidInput(_("Enter the first and the last day the visitor was with you."), "first_day")
    if last_day < first_day:
        raise InvalidInput(_("The last day is before the first day. Swap the two dates."), "last_day")
    if last_day > policies.host_today(exchange):
        raise InvalidInput(_("The last day lies in the future. Enter the days that have been."), "last_day")


def _check_move(exchange: Exchange, name: str, by: Actor) -> None:
    """Lock, and fail before anything is calculated."""
    lock_exchange(exchange)
    workflow.check_actor(exchange, name, by)


def _confirm_outcome(exchange: Exchange, by: Actor, kind: str) -> None:
    outcome, _created = Outcome.objects.get_or_create(exchange=exchange)
    before, outcome.kind = outcome.kind, OutcomeKind(kind)
    outcome.confirmed_by, outcome.confirmed_at = by.user, clock.now()
    outcome.save(update_fields=["kind", "confirmed_by", "confirmed_at"])
    audit.record("outcome.confirm", exchange, by, {"outcome": (before, kind)})


def _note_end(exchange: Exchange, reason: str) -> None:
    Exchange.objects.filter(pk=exchange.pk).update(end_reason=reason.strip())
