"""What the applicant hears about the decision."""

from typing import Any

from django.utils.translation import gettext as _

from core.mail import Notification
from exchanges.enums import HostChoice
from exchanges.models import Application
from exchanges.notifications.pages import address, file_page
from exchanges.selectors.host_invitations import invited


class _Decision(Notification):
    about: Application

    def _facts(self) -> dict[str, Any]:
        return {
            "reference": self.about.reference,
            "cluster": self.about.visitor_cluster,
            "organisation": self.about.organisation,
        }


class ApplicationAccepted(_Decision):
    event = "application.accepted"
    template = "exchanges/mail/application_accepted"

    def subject(self) -> str:
        return _("%(reference)s: your application is accepted") % {"reference": self.about.reference}

    def context(self) -> dict[str, Any]:
        offer = self.about.host_offer if self.about.host_choice == HostChoice.LISTED else None
        return (
            self._facts()
            | {
                "choice": self.about.host_choice,
                "mission": self.about.mission,
                "host": offer.organisation if offer is not None else invited(self.about),
                "comment": self.about.decision_reason,
            }
            | self._button()
        )

    def _button(self) -> dict[str, Any]:
        if self.about.host_choice == HostChoice.FIND:
            hosts = address("exchanges:proposal_suggest", reference=self.about.reference)
            return {"action_url": hosts, "action_label": _("Look at the hosts")}
        return {"action_url": file_page(self.about), "action_label": _("Open your file")}


class ApplicationRejected(_Decision):
    event = "application.rejected"
    template = "exchanges/mail/application_rejected"

    def subject(self) -> str:
        return _("%(reference)s: your application is not accepted") % {"reference": self.about.reference}

    def context(self) -> dict[str, Any]:
        return self._facts() | {
            "reason": self.about.decision_reason,
            "action_url": file_page(self.about),
            "action_label": _("Open your file"),
        }


class ApplicationHeld(_Decision):
    """Facts: `url` where the applicant has no account and answers by this link."""

    event = "application.held"
    template = "exchanges/mail/application_held"

    @property
    def sensitive(self) -> bool:  # type: ignore[override]
        return "url" in self.facts

    def subject(self) -> str:
        return _("%(reference)s: a question about your application") % {"reference": self.about.reference}

    def context(self) -> dict[str, Any]:
        return self._facts() | {
            "question": self.about.question,
            "due_on": self.about.due_on,
            "action_url": self.facts.get("url")
            or address("exchanges:application_answer", reference=self.about.reference),
            "action_label": _("Answer the question"),
        }
