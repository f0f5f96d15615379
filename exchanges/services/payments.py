"""One payment for one visit: ordered by the decider, approved by another person, paid once."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit, clock, workflow
from core.actors import Actor
from core.exceptions import InvalidInput, Refused, WrongState
from exchanges import policies
from exchanges.models import Exchange, Payment
from exchanges.services.locks import lock_exchange


@transaction.atomic
def order_payment(*, exchange: Exchange, by: Actor, version: int | None = None) -> Payment:
    """Order the sum that is due, to the account as it stands now."""
    workflow.perform(exchange, "order_payment", by=by, version=version)
    account = exchange.bank_account
    assert exchange.actual_quote is not None  # validation has made it
    payment = Payment.objects.create(
        exchange=exchange,
        quote=exchange.actual_quote,
        amount=policies.payable(exchange),
        holder=account.holder,
        iban=account.iban,
        due_on=policies.payment_due_on(exchange),
        ordered_by=by.user,
        ordered_at=clock.now(),
    )
    audit.record("payment.order", payment, by, {"amount": ("", payment.amount), "iban": ("", payment.iban)})
    return payment


@transaction.atomic
def approve_payment(*, exchange: Exchange, by: Actor, version: int | None = None) -> Payment:
    """The second person agrees. Asking again after one's own approval has no effect."""
    payment = _locked_payment(exchange)
    if exchange.state == "payment_approved" and payment.approved_by_id == by.user_id:
        return payment
    workflow.perform(exchange, "approve_payment", by=by, version=version, approver=by.user)
    payment.approved_by, payment.approved_at = by.user, clock.now()
    payment.save(update_fields=["approved_by", "approved_at"])
    audit.record("payment.approve", payment, by)
    return payment


@transaction.atomic
def refuse_payment(*, exchange: Exchange, by: Actor, reason: str, version: int | None = None) -> Payment:
    """Send the order back to the decider; a corrected one can be ordered afterwards."""
    payment = _locked_payment(exchange)
    workflow.perform(exchange, "refuse_payment", by=by, version=version, comment=reason.strip())
    payment.refused_by, payment.refused_at, payment.refused_reason = by.user, clock.now(), reason.strip()
    payment.save(update_fields=["refused_by", "refused_at", "refused_reason"])
    audit.record("payment.refuse", payment, by)
    return payment


@transaction.atomic
def mark_paid(
    *,
    exchange: Exchange,
    by: Actor,
    paid_on: date,
    bank_reference: str,
    amount: Decimal | None = None,
    version: int | None = None,
) -> Payment:
    """Note what the bank did. The same statement twice is one payment; another one is refused."""
    payment = _locked_payment(exchange)
    reference = " ".join(bank_reference.split())
    if payment.paid_on is not None:
        if (payment.paid_on, payment.bank_reference) == (paid_on, reference):
            return payment
        raise WrongState(
            _("This was already paid on %(day)s with the reference %(reference)s.")
            % {"day": payment.paid_on.isoformat(), "reference": payment.bank_reference}
        )
    if not reference:
        raise InvalidInput(_("Enter the reference that the bank shows for this payment."), "bank_reference")
    if amount is not None and amount != payment.amount:
        raise InvalidInput(
            _("The bank paid another sum than ordered. Please clear this up with the bank first."), "amount"
        )
    if paid_on > clock.today():
        raise InvalidInput(_("This day lies in the future. Enter the day on which the bank paid."), "paid_on")
    if payment.approved_at is not None and paid_on < payment.approved_at.date():
        raise InvalidInput(_("The payment was not approved yet on this day."), "paid_on")
    workflow.perform(exchange, "mark_paid", by=by, version=version)
    payment.paid_on, payment.bank_reference = paid_on, reference[:80]
    payment.save(update_fields=["paid_on", "bank_reference"])
    audit.record("payment.paid", payment, by, {"paid_on": ("", paid_on), "bank_reference": ("", reference)})
    return payment


def _locked_payment(exchange: Exchange) -> Payment:
    """The live order, under the exchange's lock and its own."""
    lock_exchange(exchange)
    payment = (
        Payment.objects.select_for_update(of=("self",), no_key=True)
        .filter(exchange=exchange, refused_at=None)
        .first()
    )
    if payment is None:
        raise Refused(_("There is no payment order."))
    return payment
