"""What the four parties hear from the plan to the day before the visit."""

from typing import Any

from django.utils.translation import gettext as _

from core.mail import Notification
from exchanges.models import Exchange
from exchanges.notifications.pages import file_page


class _Building(Notification):
    about: Exchange

    @property
    def names(self) -> dict[str, Any]:
        return {"reference": self.about.reference, "visitor": self.about.visitor, "host": self.about.host}

    def context(self) -> dict[str, Any]:
        return self.names | {"first_day": self.about.first_day, "last_day": self.about.last_day}

    def to_file(self) -> dict[str, Any]:
        return {"action_url": file_page(self.about.application), "action_label": _("Open the file")}


class SignatureAsked(_Building):
    """To each side that has not signed. Facts: `url` of the page or link, `by_link`, `both` documents, `due_on`."""

    event = "exchange.signature_asked"
    template = "exchanges/mail/signature_asked"

    @property
    def sensitive(self) -> bool:  # type: ignore[override]
        return bool(self.facts["by_link"])

    def subject(self) -> str:
        if self.facts["both"]:
            return _("%(reference)s: please sign the visit plan and the agreement") % self.names
        return _("%(reference)s: please sign the visit plan of %(visitor)s at %(host)s") % self.names

    def context(self) -> dict[str, Any]:
        return super().context() | {"action_url": self.facts["url"], "action_label": _("Read and sign")}


class AgreementDue(_Building):
    """To visitor and contact cluster when only the Financial Agreement is left. Facts: `url`, `by_link`, `amount`, `side`."""

    event = "exchange.agreement_due"
    template = "exchanges/mail/agreement_due"

    @property
    def sensitive(self) -> bool:  # type: ignore[override]
        return bool(self.facts["by_link"])

    def subject(self) -> str:
        return _("%(reference)s: please sign the Financial Agreement") % self.names

    def context(self) -> dict[str, Any]:
        return super().context() | {"action_url": self.facts["url"], "action_label": _("Read and sign")}


class PlanReopened(_Building):
    """To all but the one who did it. Facts: `who`, `reason`."""

    event = "exchange.plan_reopened"
    template = "exchanges/mail/plan_reopened"

    def subject(self) -> str:
        return _("%(reference)s: the visit plan is being changed") % self.names


class VisitReady(_Building):
    """To all four: everything is signed. Facts: `in_portal`, `venue`."""

    event = "exchange.ready"
    template = "exchanges/mail/visit_ready"

    def subject(self) -> str:
        return _("%(reference)s: all is signed, the visit can begin") % self.names

    def context(self) -> dict[str, Any]:
        return super().context() | (self.to_file() if self.facts["in_portal"] else {})


class VisitCancelled(_Building):
    """To all but the one who did it. Facts: `who`, `reason`."""

    event = "exchange.cancelled"
    template = "exchanges/mail/visit_cancelled"

    def subject(self) -> str:
        return _("%(reference)s: the visit of %(visitor)s at %(host)s is cancelled") % self.names


class BankAccountChanged(_Building):
    """To the visitor, in case it was somebody else. Facts: `old` (masked), `who`."""

    event = "exchange.bank_account_changed"
    template = "exchanges/mail/bank_account_changed"

    def subject(self) -> str:
        return _("%(reference)s: the bank account was changed") % self.names

    def context(self) -> dict[str, Any]:
        return super().context() | self.to_file()
