"""In which condition an exchange may move on: the guards of its workflow. Each returns the reasons against."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clusters.models import User
from core import clock, dates
from core.prepared import Prepared
from exchanges import permissions
from exchanges.enums import LODGING_EVIDENCE, TRAVEL_EVIDENCE, DocumentKind, Mode, OutcomeKind
from exchanges.models import DocumentVersion, Exchange, Payment, Questionnaire, Rulebook, Signature

Reasons = list[Any]


def host_today(exchange: Exchange) -> Any:
    return clock.today(exchange.host_country.timezone)


def plan_is_complete(exchange: Exchange, data: dict[str, Any]) -> Reasons:
    """Objectives, place, a working stay, and something on every working day."""
    reasons: Reasons = []
    plan = getattr(exchange, "plan", None)
    if plan is None or not (plan.objectives.strip() and plan.venue.strip() and plan.expected_results.strip()):
        reasons.append(_("Please describe the goals, the place and the expected results."))
    quote = exchange.planned_quote
    if quote is None or not quote.eligible:
        reasons.append(_("The planned days do not make an eligible visit yet."))
        return reasons
    planned = {item.day.isoformat() for item in exchange.agenda.all()}
    counted = [day["date"] for day in quote.result["days"] if day["counted"]]
    missing = [dates.human(date.fromisoformat(day)) for day in counted if day not in planned]
    if missing:
        reasons.append(
            _("Please say what happens on every working day. Still empty: %(days)s.")
            % {"days": ", ".join(missing)}
        )
    return reasons


def plan_of_mission_is_complete(exchange: Exchange, data: dict[str, Any]) -> Reasons:
    """Whoever runs a mission sends the plans of its visits together; others are sent by the visitor's side."""
    if exchange.mission_id is None:
        return [_("This visit is no part of a mission. The visitor's side sends its plan.")]
    return plan_is_complete(exchange, data)


def commitment_is_signed(exchange: Exchange, data: dict[str, Any]) -> Reasons:
    return _all_signed(exchange, DocumentKind.COMMITMENT, 4) + starts_in_time(exchange, data)


def commitment_is_signed_without_money(exchange: Exchange, data: dict[str, Any]) -> Reasons:
    quote = exchange.planned_quote
    if exchange.mode == Mode.PHYSICAL and quote is not None and quote.amount > 0:
        return [_("A lump sum is due, so the Financial Agreement comes first.")]
    return commitment_is_signed(exchange, data)


def agreement_is_signed(exchange: Exchange, data: dict[str, Any]) -> Reasons:
    reasons = _all_signed(exchange, DocumentKind.AGREEMENT, 2)
    if not hasattr(exchange, "bank_account"):
        reasons.append(_("The bank account is missing."))
    return reasons + starts_in_time(exchange, data)


def starts_in_time(exchange: Exchange, data: dict[str, Any]) -> Reasons:
    """Everything is signed before the stay begins."""
    if host_today(exchange) > exchange.first_day:
        return [_("The first day has passed before all had signed. Please change the dates.")]
    return []


def stay_has_begun(exchange: Exchange, data: dict[str, Any]) -> Reasons:
    if host_today(exchange) < exchange.first_day:
        return [_("The visit has not begun yet.")]
    return []


def stay_is_over(exchange: Exchange, data: dict[str, Any]) -> Reasons:
    if host_today(exchange) < exchange.last_day + timedelta(days=1):
        return [_("The visit is not over yet.")]
    return []


def report_is_complete(exchange: Exchange, data: dict[str, Any]) -> Reasons:
    """The closing report is written; missing proofs are explained, not hidden."""
    report = getattr(exchange, "report", None)
    if report is None or not (
        report.actual_start and report.actual_end and report.activities and report.results
    ):
        return [_("Please fill in the closing report: the days, what you did, and the results.")]
    if missing_proofs(exchange) and not report.evidence_note.strip():
        return [*missing_proofs(exchange), _("Add it, or say why it is missing.")]
    return []


def missing_proofs(exchange: Exchange) -> Reasons:
    """Which proofs of travel and lodging are missing, by the file's rulebook. An online visit needs none."""
    outcome = getattr(exchange, "outcome", None)
    if exchange.mode == Mode.VIRTUAL or (outcome is not None and outcome.kind == OutcomeKind.VIRTUAL):
        return []
    kinds = [proof.kind for proof in exchange.evidence.all() if proof.removed_at is None]
    rulebook = exchange.application.rulebook
    reasons: Reasons = []
    if rulebook and sum(kind in TRAVEL_EVIDENCE for kind in kinds) < rulebook.proof_travel_min:
        reasons.append(_("A proof of travel is missing: boarding pass, ticket or receipt."))
    if rulebook and sum(kind in LODGING_EVIDENCE for kind in kinds) < rulebook.proof_lodging_min:
        reasons.append(
            _("A proof of lodging is missing: hotel invoice, or a statement of the person you stayed with.")
        )
    return reasons


def report_can_be_validated(exchange: Exchange, data: dict[str, Any]) -> Reasons:
    """The actual sum is calculated and stands; proofs are there or waived with a reason."""
    quote = exchange.actual_quote
    reasons: Reasons = []
    if quote is None or not quote.eligible:
        reasons.append(_("By the actual days this visit is not eligible."))
    if not exchange.report.evidence_waived.strip():
        reasons += missing_proofs(exchange)
    return reasons


def sum_is_due(exchange: Exchange, data: dict[str, Any]) -> Reasons:
    return [] if payable(exchange) > Decimal(0) else [_("There is nothing to pay for this visit.")]


def payable(exchange: Exchange) -> Decimal:
    """What the visitor receives: the sum of the actual days, never more than the Financial Agreement says."""
    actual, planned = exchange.actual_quote, exchange.planned_quote
    if actual is None or planned is None:
        return Decimal(0)
    return min(actual.amount, planned.amount)


def payment_due_on(exchange: Exchange) -> date:
    """The day by which the money must be there: counted from the later of end of stay and validation."""
    report = getattr(exchange, "report", None)
    validated = report.validated_at.date() if report is not None and report.validated_at else clock.today()
    last_day = max(filter(None, [report and report.actual_end, exchange.ended_on]), default=exchange.last_day)
    rulebook = exchange.application.rulebook or Rulebook()
    return max(validated, last_day) + timedelta(days=rulebook.payment_days)


def second_person(exchange: Exchange, data: dict[str, Any]) -> Reasons:
    """Four eyes: the approver did not order the payment, also not under another account, and is not the visitor's own."""
    payment = live_payment(exchange)
    if payment is None:
        return [_("There is no payment order.")]
    approver = data.get("approver")
    if approver is not None:
        if approver.pk == payment.ordered_by_id or same_person(approver, payment.ordered_by):
            return [_("You ordered this payment. Another person must approve it.")]
        if permissions.is_own_file(exchange.application, approver):
            return [_("This is a file of your own organisation. Another person must approve it.")]
    return _same_account(exchange, payment)


def account_unchanged(exchange: Exchange, data: dict[str, Any]) -> Reasons:
    """The money goes to the account that was ordered; a changed account needs a new order and a new approval."""
    payment = live_payment(exchange)
    return [_("There is no payment order.")] if payment is None else _same_account(exchange, payment)


def _same_account(exchange: Exchange, payment: Payment) -> Reasons:
    account = getattr(exchange, "bank_account", None)
    if account is None or (payment.iban, payment.holder) != (account.iban, account.holder):
        return [
            _(
                "The bank account was changed after the order. Please refuse the payment, so that it is ordered again."
            )
        ]
    return []


def nothing_to_pay(exchange: Exchange, data: dict[str, Any]) -> Reasons:
    if not sum_is_due(exchange, data):
        return [_("The lump sum is still to be paid.")]
    return feedback_is_in(exchange, data)


def feedback_is_in(exchange: Exchange, data: dict[str, Any]) -> Reasons:
    """Both sides have answered right after the stay, or were closed without answer with a reason."""
    settled = Questionnaire.objects.filter(
        exchange=exchange, wave=0, state__in=["answered", "bypassed"]
    ).count()
    return [] if settled == 2 else [_("Visitor and host have not both answered the questionnaire yet.")]


def same_person(one: User, other: User) -> bool:
    """Two accounts under one name count as one person."""
    name = one.get_full_name().casefold()
    return bool(name) and name == other.get_full_name().casefold()


def live_payment(exchange: Exchange) -> Payment | None:
    return exchange.payments.filter(refused_at=None).select_related("ordered_by").first()


def current_document(exchange: Exchange, kind: str) -> DocumentVersion | None:
    found = _documents(exchange=exchange.pk, kind=kind)
    return found[0] if found else None


def _current(*, exchange: Any, kind: Any) -> QuerySet[DocumentVersion]:
    rows = DocumentVersion.objects.filter(exchange_id=exchange, kind=kind, superseded_at=None)
    return rows.order_by("id")[:1]


_documents = Prepared("documents", _current)


def signed_roles(exchange: Exchange, kind: str) -> set[str]:
    """The sides whose signature stands under the current document."""
    return set(_signed(exchange=exchange.pk, kind=kind))


def _signatures(*, exchange: Any, kind: Any) -> QuerySet[Any]:
    given = Signature.objects.filter(
        document__exchange_id=exchange, document__kind=kind, document__superseded_at=None
    )
    return given.order_by().values_list("party__role", flat=True)


_signed = Prepared("signed", _signatures)


def _all_signed(exchange: Exchange, kind: str, needed: int) -> Reasons:
    given = len(signed_roles(exchange, kind))
    return (
        [] if given == needed else [_("Signatures are missing: %(missing)d.") % {"missing": needed - given}]
    )
