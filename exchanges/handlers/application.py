"""After a commit: receipts, questions to the applicant, news for those who decide; drafts and open questions end in time."""

from datetime import date
from typing import Any

from core import outbox, workflow
from core.prepared import Prepared
from exchanges.models import Application, DeclaredConflict
from exchanges.notifications import application as mails
from exchanges.notifications import recipients
from exchanges.services.applications import expire_application, expire_question
from exchanges.services.entering import answer_link, issue_link
from exchanges.services.host_invitations import drop_invitation
from exchanges.services.mission_cancel import follow_cancelled
from exchanges.services.mission_invitations import follow_application


@outbox.handler("application.submitted")
def tell_submitted(payload: dict[str, Any]) -> None:
    application = _application(payload)
    follow_application(application=application)
    follow_cancelled(application)
    mails.ApplicationReceived(application).send(recipients.applicant(application))
    if application.state == "submitted":
        for decider in recipients.deciders(application):
            mails.ApplicationToDecide(application).send(decider)


@outbox.handler("application.entered")
def ask_applicant(payload: dict[str, Any]) -> None:
    """The link stands in the mail only; asking again replaces it."""
    application = _application(payload)
    if application.state == "draft":
        mail = mails.ApplicationEntered(application, url=issue_link(application))
        mail.send(recipients.applicant(application))


@outbox.handler("application.conflict")
def tell_passed_on(payload: dict[str, Any]) -> None:
    """Whoever decides now, where the declaration still stands."""
    conflict = DeclaredConflict.objects.select_related("user", "application").get(pk=payload["conflict"])
    if conflict.ended_at is not None:
        return
    for decider in recipients.deciders(conflict.application):
        if decider.address != conflict.user.email:
            mails.FilePassedOn(conflict.application, name=str(conflict.user)).send(decider)


@outbox.handler("application.answered")
def tell_answered(payload: dict[str, Any]) -> None:
    application = _application(payload)
    if application.state == "in_review":
        for decider in recipients.deciders(application):
            mails.ApplicationAnswered(application).send(decider)


@outbox.handler("application.withdrawn")
def tell_withdrawn(payload: dict[str, Any]) -> None:
    application = _application(payload)
    drop_invitation(application=application)
    reason = workflow.history(application).filter(pk=payload["log"]).values_list("comment", flat=True).first()
    for decider in recipients.deciders(application):
        mails.ApplicationWithdrawn(application, reason=reason or "").send(decider)


@outbox.handler("application.expired")
def tell_expired(payload: dict[str, Any]) -> None:
    application = _application(payload)
    drop_invitation(application=application)
    mails.ApplicationExpired(application).send(recipients.applicant(application))
    if application.submitted_at is not None:
        for decider in recipients.deciders(application):
            mails.ExpiredForDeciders(application).send(decider)


@outbox.handler("application.question_reminder")
def remind_of_question(payload: dict[str, Any]) -> None:
    application = _application(payload)
    if application.state == "on_hold" and application.due_on == date.fromisoformat(payload["last_day"]):
        mails.QuestionReminder(application, **answer_link(application)).send(
            recipients.applicant(application)
        )


@outbox.handler("application.question_ends")
def end_question(payload: dict[str, Any]) -> None:
    expire_question(application=_application(payload), last_day=date.fromisoformat(payload["last_day"]))


@outbox.handler("application.draft_warning")
def warn_of_end(payload: dict[str, Any]) -> None:
    application = _application(payload)
    if application.state == "draft" and not application.entered_for_applicant:
        mails.DraftEnds(application).send(recipients.applicant(application))


@outbox.handler("application.draft_ends")
def end_draft(payload: dict[str, Any]) -> None:
    application = _application(payload)
    if application.state == "draft":
        expire_application(application=application)


def _application(payload: dict[str, Any]) -> Application:
    application: Application = _applications.get(pk=payload["id"])
    return application


_applications = Prepared(
    "told_of",
    lambda *, pk: Application.objects.select_related(
        "organisation", "visitor_cluster", "partnership__coordinator", "partnership__deputy", "created_by"
    ).filter(pk=pk),
)
