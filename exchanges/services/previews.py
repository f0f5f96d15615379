"""What a decider would send, before anything is sent. Reads only."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.dates import human
from core.mail import Recipient
from core.workflow_table import Deadline
from exchanges import reasons
from exchanges.enums import Decision, HostChoice
from exchanges.models import Application, DecisionReason, HostOffer, Proposal
from exchanges.notifications import recipients
from exchanges.notifications.decisions import ApplicationAccepted, ApplicationHeld, ApplicationRejected
from exchanges.notifications.proposals import HostAsked
from exchanges.selectors.host_invitations import invited
from exchanges.services.proposals import from_offer
from exchanges.workflows.due import due

_MAILS = {
    Decision.ACCEPT: ApplicationAccepted,
    Decision.HOLD: ApplicationHeld,
    Decision.REJECT: ApplicationRejected,
}


@dataclass(frozen=True)
class Preview:
    to: Recipient
    subject: str
    text: str

    @property
    def head(self) -> list[tuple[Any, str]]:
        return [(_("To"), f"{self.to.name} <{self.to.address}>"), (_("Subject"), self.subject)]


def mail_of(application: Application, decision: str, comment: str) -> Preview:
    """The mail to the applicant that a decision would bring, in the applicant's language."""
    shown = copy(application)
    if decision == Decision.HOLD:
        shown.question = comment
        shown.due_on = due(application, Deadline("answer_days", "working"))
    else:
        shown.decision_reason = comment
    to = recipients.applicant(application)
    subject, text = _MAILS[Decision(decision)](shown).preview(to)
    return Preview(to, subject, text)


def mail_to_host(
    application: Application, *, offers: Sequence[HostOffer], message: str, start: date, end: date
) -> Preview:
    """The question to the first of the chosen hosts, in its language."""
    offer = offers[0]
    shown = Proposal(
        application=application,
        stay=DateRange(start, end + timedelta(days=1)),
        message=message,
        **from_offer(offer),
    )
    shown.due_on = due(application, Deadline("host_answer_days", "working"))
    to = recipients.person(offer.contact_email, offer.contact_name)
    subject, text = HostAsked(shown, url=_("(the host's own link)")).preview(to)
    return Preview(to, subject, text)


def ready_text(application: Application, reason: DecisionReason) -> str:
    """A ready-made text with its words filled in, in the applicant's language."""
    to = recipients.applicant(application)
    with translation.override(to.language):
        start, end, rulebook = application.planned_start, application.planned_end, application.rulebook
        values = {
            "name": application.contact_name,
            "organisation": application.organisation,
            "reference": application.reference,
            "cluster": application.visitor_cluster,
            "host": _host(application),
            "first_day": _day(start, to.language),
            "last_day": _day(end, to.language),
            "least_days": rulebook.min_working_days if rulebook else "",
        }
        return reasons.fill(reasons.text_in(reason.texts, to.language), values)


def _day(day: date | None, language: str) -> str:
    """As the language writes it; English the European way."""
    if day is None:
        return ""
    return human(day) if language == reasons.FALLBACK else date_format(day)


def _host(application: Application) -> str:
    if application.host_choice == HostChoice.MISSION:
        return str(application.mission)
    if application.host_choice == HostChoice.LISTED and application.host_offer is not None:
        return str(application.host_offer.organisation)
    return str(invited(application) or "")
