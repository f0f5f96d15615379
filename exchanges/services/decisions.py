"""The decision on a file: accept, ask a question, reject. A file not yet opened is taken into review on the way."""

from typing import Any

from django.db import transaction

from core import workflow
from core.actors import Actor
from exchanges.models import Application
from exchanges.services import proposals


def accept_application(
    *, application: Application, by: Actor, version: int | None = None, comment: str = ""
) -> Application:
    """Accept. For a named host the host is asked at once; a place in a mission becomes an exchange at once."""
    with transaction.atomic():
        version = _take_into_review(application, by, version)
        workflow.perform(application, "accept", by=by, version=version, comment=comment)
        _keep(application, decision_reason=comment)
        proposals.follow_choice(application=application, by=by)
    return application


def reject_application(
    *, application: Application, by: Actor, reason: str, version: int | None = None
) -> Application:
    with transaction.atomic():
        version = _take_into_review(application, by, version)
        workflow.perform(application, "reject", by=by, version=version, comment=reason.strip())
        _keep(application, decision_reason=reason.strip())
    return application


def hold_application(
    *, application: Application, by: Actor, question: str, version: int | None = None
) -> Application:
    """Ask the applicant; the file waits for the answer."""
    with transaction.atomic():
        version = _take_into_review(application, by, version)
        workflow.perform(application, "hold", by=by, version=version, comment=question.strip())
        _keep(application, question=question.strip(), answer="")
    return application


def _take_into_review(application: Application, by: Actor, version: int | None) -> int | None:
    """The version that the next move must find; None when the caller did not give one."""
    if application.state == "submitted":
        workflow.perform(application, "open_review", by=by, version=version)
        return application.version
    return version


def _keep(application: Application, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(application, name, value)
    application.save(update_fields=list(fields))
