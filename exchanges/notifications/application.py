"""What applicant and deciders hear while an application is written, sent, answered and taken back."""

from typing import Any

from django.utils.translation import gettext as _

from clusters.models import User
from core.mail import Notification
from exchanges.models import Application
from exchanges.notifications.pages import address, file_page


def unanswered_question(application: Application) -> str:
    """The question that an expired file was waiting on; empty when it expired for another reason."""
    return application.question if not application.answer else ""


class _AboutApplication(Notification):
    about: Application

    def _facts(self) -> dict[str, Any]:
        application = self.about
        return {
            "reference": application.reference or "",
            "organisation": application.organisation,
            "cluster": application.visitor_cluster,
            "partnership": application.partnership,
            "start": application.planned_start,
            "end": application.planned_end,
        }

    def _with_button(self, url: str, label: str) -> dict[str, Any]:
        """Facts and button; an applicant who acts by mail links only gets no button to a page behind a log-in."""
        known = User.objects.filter(email=self.about.contact_email, is_active=True).exists()
        return self._facts() | ({"action_url": url, "action_label": label} if known else {})


class ApplicationReceived(_AboutApplication):
    """The receipt: reference, what happens next, whom to ask."""

    event = "application.submitted"
    template = "exchanges/mail/application_received"

    def subject(self) -> str:
        return _("%(reference)s: we have your application") % {"reference": self.about.reference}

    def context(self) -> dict[str, Any]:
        return self._with_button(file_page(self.about), _("Open your file")) | {"due_on": self.about.due_on}


class ApplicationToDecide(_AboutApplication):
    event = "application.to_decide"
    template = "exchanges/mail/application_to_decide"

    def subject(self) -> str:
        facts = {"reference": self.about.reference, "organisation": self.about.organisation}
        return _("%(reference)s: %(organisation)s applies for a visit") % facts

    def context(self) -> dict[str, Any]:
        return self._facts() | {
            "due_on": self.about.due_on,
            "action_url": address("exchanges:application_review", reference=self.about.reference),
            "action_label": _("Review the application"),
        }


class MessageOnFile(_AboutApplication):
    """A message that somebody wrote on the file, to those it is for. Whoever has no account reads it here only."""

    event = "message.sent"
    template = "exchanges/mail/message_on_file"

    def subject(self) -> str:
        return _("%(reference)s: message from %(name)s") % {
            "reference": self.about.reference,
            "name": self.facts["author"],
        }

    def context(self) -> dict[str, Any]:
        url = address("exchanges:file_messages", reference=self.about.reference)
        button = (
            {"action_url": url, "action_label": _("Read and answer")} if self.facts["has_account"] else {}
        )
        return self._facts() | button


class FilePassedOn(_AboutApplication):
    """To those who decide instead of somebody who declared a conflict of interest; why stands on the file only."""

    event = "application.passed_on"
    template = "exchanges/mail/file_passed_on"

    def subject(self) -> str:
        return _("%(reference)s: please decide instead of %(name)s") % {
            "reference": self.about.reference,
            "name": self.facts["name"],
        }

    def context(self) -> dict[str, Any]:
        return self._facts() | {
            "due_on": self.about.due_on,
            "action_url": address("exchanges:application_review", reference=self.about.reference),
            "action_label": _("Review the application"),
        }


class ApplicationEntered(_AboutApplication):
    """To the applicant of an application that a manager entered; `url` is the personal link."""

    event = "application.entered"
    template = "exchanges/mail/application_entered"
    sensitive = True

    def subject(self) -> str:
        return _("Please confirm the application for %(organisation)s") % {
            "organisation": self.about.organisation
        }

    def context(self) -> dict[str, Any]:
        return self._facts() | {
            "manager": self.about.created_by,
            "action_url": self.facts["url"],
            "action_label": _("Read and confirm"),
        }


class ApplicationAnswered(_AboutApplication):
    event = "application.answered"
    template = "exchanges/mail/application_answered"

    def subject(self) -> str:
        return _("%(reference)s: your question is answered") % {"reference": self.about.reference}

    def context(self) -> dict[str, Any]:
        return self._facts() | {
            "question": self.about.question,
            "answer": self.about.answer,
            "action_url": address("exchanges:application_review", reference=self.about.reference),
            "action_label": _("Review the application"),
        }


class ApplicationWithdrawn(_AboutApplication):
    """To the deciders."""

    event = "application.withdrawn"
    template = "exchanges/mail/application_withdrawn"

    def subject(self) -> str:
        return _("%(reference)s: the application was withdrawn") % {"reference": self.about.reference}

    def context(self) -> dict[str, Any]:
        return self._facts() | {"action_url": file_page(self.about), "action_label": _("Open the file")}


class ApplicationExpired(_AboutApplication):
    event = "application.expired"
    template = "exchanges/mail/application_expired"

    def subject(self) -> str:
        if self.about.reference:
            return _("%(reference)s: your application has expired") % {"reference": self.about.reference}
        return _("Your unsent application has expired")

    def context(self) -> dict[str, Any]:
        button = self._with_button(address("exchanges:application_new"), _("Start a new application"))
        return button | {"unanswered": unanswered_question(self.about)}


class ExpiredForDeciders(_AboutApplication):
    """To the deciders: the applicant did not answer, or nobody went on with the file."""

    event = "application.expired_deciders"
    template = "exchanges/mail/application_expired_deciders"

    def subject(self) -> str:
        return _("%(reference)s: the application has expired") % {"reference": self.about.reference}

    def context(self) -> dict[str, Any]:
        return self._facts() | {
            "unanswered": unanswered_question(self.about),
            "action_url": file_page(self.about),
            "action_label": _("Open the file"),
        }


class QuestionReminder(_AboutApplication):
    """Shortly before an application expires for want of an answer. Facts: `url` as for the question itself."""

    event = "application.question_reminder"
    template = "exchanges/mail/question_reminder"

    @property
    def sensitive(self) -> bool:  # type: ignore[override]
        return "url" in self.facts

    def subject(self) -> str:
        return _("%(reference)s: please answer, or your application expires") % {
            "reference": self.about.reference
        }

    def context(self) -> dict[str, Any]:
        own = address("exchanges:application_answer", reference=self.about.reference)
        url = self.facts.get("url") or own
        asked = {"question": self.about.question, "due_on": self.about.due_on}
        return self._with_button(url, _("Answer the question")) | asked


class DraftEnds(_AboutApplication):
    """A month before an unsent application expires."""

    event = "application.draft_warning"
    template = "exchanges/mail/application_draft_ends"

    def subject(self) -> str:
        return _("Your unsent application will expire in a month")

    def context(self) -> dict[str, Any]:
        url = address("exchanges:application_task_list", pk=self.about.pk)
        return self._with_button(url, _("Continue your application"))
