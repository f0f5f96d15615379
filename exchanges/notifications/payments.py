"""What finance, the decider and the visitor hear about the payment."""

from typing import Any

from django.utils.translation import gettext as _

from core.mail import Notification
from core.money import format_eur
from exchanges.models import Payment
from exchanges.notifications.pages import address, file_page


class _Payment(Notification):
    """About the exchange, so that it shows among the mails of the file. Facts: `payment`."""

    @property
    def payment(self) -> Payment:
        return self.facts["payment"]

    def _names(self) -> dict[str, Any]:
        exchange = self.payment.exchange
        return {
            "reference": exchange.reference,
            "visitor": exchange.visitor,
            "host": exchange.host,
            "amount": format_eur(self.payment.amount),
        }

    def context(self) -> dict[str, Any]:
        exchange = self.payment.exchange
        return self._names() | {
            "pay_by": self.payment.due_on,
            "partnership": exchange.partnership,
            "action_url": address("exchanges:payment_detail", reference=exchange.reference),
            "action_label": _("Open the payment"),
        }


class PaymentOrdered(_Payment):
    """To those who may approve."""

    event = "exchange.ordered"
    template = "exchanges/mail/payment_ordered"

    def subject(self) -> str:
        return _("%(reference)s: please approve a payment of %(amount)s") % self._names()

    def context(self) -> dict[str, Any]:
        return super().context() | {"ordered_by": self.payment.ordered_by}


class PaymentRefused(_Payment):
    """To the decider."""

    event = "exchange.payment_refused"
    template = "exchanges/mail/payment_refused"

    def subject(self) -> str:
        return _("%(reference)s: the payment of %(amount)s was refused") % self._names()

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "reason": self.payment.refused_reason,
            "refused_by": self.payment.refused_by,
        }


class PaymentDone(_Payment):
    """To the visitor."""

    event = "exchange.paid"
    template = "exchanges/mail/payment_done"

    def subject(self) -> str:
        return _("%(reference)s: %(amount)s is on its way to you") % self._names()

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "paid_on": self.payment.paid_on,
            "bank_reference": self.payment.bank_reference,
            "action_url": file_page(self.payment.exchange.application),
            "action_label": _("Open your file"),
        }
