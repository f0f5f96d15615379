"""Who hears of an order, a refusal and the money."""

from typing import Any

from clusters.enums import RoleKind
from clusters.models import Role
from core import outbox
from core.mail import Recipient
from core.prepared import Prepared
from exchanges.models import Exchange, Payment
from exchanges.notifications import payments as mails
from exchanges.notifications import recipients
from exchanges.selectors.feedback import contact_of
from exchanges.services import feedback


@outbox.handler("exchange.ordered")
def after_order(payload: dict[str, Any]) -> None:
    payment = _payment(payload)
    if payment is not None and payment.approved_at is None:
        for person in _approvers(payment):
            mails.PaymentOrdered(payment.exchange, payment=payment).send(person)


@outbox.handler("exchange.approved")
def after_approval(payload: dict[str, Any]) -> None:
    """Finance has it in its list; the visitor sees it on the file."""


@outbox.handler("exchange.payment_refused")
def after_refusal(payload: dict[str, Any]) -> None:
    payment = (
        Payment.objects.filter(exchange_id=payload["id"], refused_at__isnull=False).order_by("-id").first()
    )
    if payment is not None:
        for person in recipients.deciders(payment.exchange.application):
            mails.PaymentRefused(payment.exchange, payment=payment).send(person)


@outbox.handler("exchange.paid")
def after_payment(payload: dict[str, Any]) -> None:
    payment = _payment(payload)
    if payment is not None and payment.paid_on is not None:
        mails.PaymentDone(payment.exchange, payment=payment).send(contact_of(payment.exchange, "visitor"))
    feedback.close_when_complete(Exchange.objects.get(pk=payload["id"]))


def _approvers(payment: Payment) -> list[Recipient]:
    """Finance of the partnership, without the person who ordered; without any, the coordinators."""
    partnership = payment.exchange.partnership
    roles = Role.objects.filter(
        kind=RoleKind.FINANCE, partnership=partnership, ended_at=None, user__is_active=True
    )
    people = [role.user for role in roles.select_related("user").order_by("id")]
    found = [recipients.user(person) for person in people if person.pk != payment.ordered_by_id]
    return found or recipients.coordinators(partnership)


def _payment(payload: dict[str, Any]) -> Payment | None:
    return next(iter(_payments(exchange=payload["id"])), None)


_payments = Prepared(
    "payments",
    lambda *, exchange: (
        Payment.objects.filter(exchange_id=exchange, refused_at=None)
        .select_related(
            "exchange__application", "exchange__partnership", "exchange__visitor", "exchange__host"
        )
        .order_by("pk")[:1]
    ),
)
