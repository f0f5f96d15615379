"""What visitor, host and cluster hear from the end of the stay to the checked report."""

from typing import Any

from django.utils.translation import gettext as _

from core.mail import Notification
from exchanges import policies
from exchanges.enums import OutcomeKind
from exchanges.models import Exchange
from exchanges.notifications.pages import address, file_page


class _Visit(Notification):
    about: Exchange

    def _names(self) -> dict[str, Any]:
        return {"reference": self.about.reference, "visitor": self.about.visitor, "host": self.about.host}

    def context(self) -> dict[str, Any]:
        return self._names() | {
            "first_day": self.about.first_day,
            "last_day": self.about.last_day,
            "visitor_cluster": self.about.visitor_cluster,
            "action_url": file_page(self.about.application),
            "action_label": _("Open the file"),
        }


class _AskForReport(_Visit):
    """Facts: `link` for a visitor without an account."""

    @property
    def sensitive(self) -> bool:  # type: ignore[override]
        return "link" in self.facts

    def _report(self) -> str:
        in_portal = address("exchanges:report_edit", reference=self.about.reference)
        return str(self.facts.get("link") or in_portal)


class ReportDue(_AskForReport):
    """To the visitor on the day after the stay."""

    event = "exchange.report_due"
    template = "exchanges/mail/report_due"

    def subject(self) -> str:
        return _("%(reference)s: please hand in your closing report") % self._names()

    def context(self) -> dict[str, Any]:
        rulebook = self.about.application.rulebook
        return super().context() | {
            "due_on": self.about.due_on,
            "payment_days": rulebook.payment_days if rulebook is not None else 10,
            "action_url": self._report(),
            "action_label": _("Write the closing report"),
        }


class OutcomeAsked(_Visit):
    """To the host: what happened? Facts: `link`."""

    event = "exchange.outcome_asked"
    template = "exchanges/mail/outcome_asked"
    sensitive = True

    def subject(self) -> str:
        return _("%(reference)s: did the visit of %(visitor)s take place?") % self._names()

    def context(self) -> dict[str, Any]:
        return super().context() | {"action_url": self.facts["link"], "action_label": _("Say what happened")}


class HostSaysNo(_Visit):
    """To the decider: by the host's word the visit did not take place, or not at the host."""

    event = "outcome.said"
    template = "exchanges/mail/host_says_no"

    def subject(self) -> str:
        return _("%(reference)s: the host says that the visit did not take place") % self._names()

    def context(self) -> dict[str, Any]:
        outcome = self.about.outcome
        return super().context() | {
            "what": OutcomeKind(outcome.host_kind).label,
            "comment": outcome.host_comment,
        }


class ReportReceived(_Visit):
    """To the decider."""

    event = "exchange.report_submitted"
    template = "exchanges/mail/report_received"

    def subject(self) -> str:
        return _("%(reference)s: closing report of %(visitor)s to check") % self._names()

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "due_on": self.about.due_on,
            "action_url": address("exchanges:report_validate", reference=self.about.reference),
            "action_label": _("Check the report"),
        }


class ReportReturned(_AskForReport):
    """To the visitor. Facts: `reason`."""

    event = "exchange.report_returned"
    template = "exchanges/mail/report_returned"

    def subject(self) -> str:
        return _("%(reference)s: please correct your closing report") % self._names()

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "due_on": self.about.due_on,
            "action_url": self._report(),
            "action_label": _("Correct the report"),
        }


class ReportValidated(_Visit):
    """To the visitor: the sum after the visit, and by when it comes."""

    event = "exchange.validated"
    template = "exchanges/mail/report_validated"

    def subject(self) -> str:
        return _("%(reference)s: your closing report is checked") % self._names()

    def context(self) -> dict[str, Any]:
        quote, agreed = self.about.actual_quote, self.about.planned_quote
        amount = policies.payable(self.about)
        return super().context() | {
            "amount": amount,
            "agreed": agreed.amount if agreed is not None and agreed.amount != amount else None,
            "working_days": quote.working_days if quote is not None else 0,
            "pay_by": policies.payment_due_on(self.about),
        }


class NotEligible(_Visit):
    """To the visitor. Facts: `reason`."""

    event = "exchange.found_not_eligible"
    template = "exchanges/mail/not_eligible"

    def subject(self) -> str:
        return _("%(reference)s: no lump sum for this visit") % self._names()


class BrokenOff(_Visit):
    """To visitor and host. Facts: `reason`, `side`."""

    event = "exchange.discontinued"
    template = "exchanges/mail/broken_off"

    def subject(self) -> str:
        if self.facts["side"] == "host":
            return _("%(reference)s: the visit of %(visitor)s is recorded as broken off") % self._names()
        return _("%(reference)s: your visit is recorded as broken off") % self._names()

    def context(self) -> dict[str, Any]:
        pointless = {"action_url": "", "action_label": ""} if self.facts["side"] == "host" else {}
        return super().context() | pointless
