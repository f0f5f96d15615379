"""After a decision on a file: tell the applicant."""

from typing import Any

from core import outbox
from exchanges.models import Application
from exchanges.notifications import decisions as mails
from exchanges.notifications import recipients
from exchanges.services.entering import answer_link


@outbox.handler("application.accepted")
def tell_accepted(payload: dict[str, Any]) -> None:
    application = Application.objects.get(pk=payload["id"])
    mails.ApplicationAccepted(application).send(recipients.applicant(application))


@outbox.handler("application.rejected")
def tell_rejected(payload: dict[str, Any]) -> None:
    application = Application.objects.get(pk=payload["id"])
    mails.ApplicationRejected(application).send(recipients.applicant(application))


@outbox.handler("application.held")
def tell_held(payload: dict[str, Any]) -> None:
    """Asks only while the question is open."""
    application = Application.objects.get(pk=payload["id"])
    if application.state == "on_hold":
        mails.ApplicationHeld(application, **answer_link(application)).send(recipients.applicant(application))
