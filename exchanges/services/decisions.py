"""The decision on a file: accept, ask a question, reject. A file not yet opened is taken into review on the way."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core import clock, outbox, workflow
from core.actors import Actor
from core.exceptions import InvalidInput, StaleVersion, WrongState
from core.prepared import Prepared
from exchanges.models import Application, ReviewPoint, ReviewTick
from exchanges.services import chosen_hosts


def accept_application(
    *,
    application: Application,
    by: Actor,
    version: int | None = None,
    comment: str = "",
    ticked: Collection[int] | None = None,
) -> Application:
    """Accept. For a named host the host is asked at once; a place in a mission becomes an exchange at once.

    `ticked` are the numbers of the points looked at, where a person was shown the list: all that the rules require
    must be there.
    """
    with _once(application, by, "accept", comment):
        if ticked is not None:
            _check_points(application, ticked)
            _tick(application, by, ticked)
        workflow.hold(application).decision_reason = comment
        _decide(application, "accept", by, comment, version)
        chosen_hosts.follow_choice(application=application, by=by)
    return application


def reject_application(
    *,
    application: Application,
    by: Actor,
    reason: str,
    version: int | None = None,
    ticked: Collection[int] = (),
) -> Application:
    with _once(application, by, "reject", reason.strip()):
        _tick(application, by, ticked)
        workflow.hold(application).decision_reason = reason.strip()
        _decide(application, "reject", by, reason.strip(), version)
    return application


def hold_application(
    *,
    application: Application,
    by: Actor,
    question: str,
    version: int | None = None,
    ticked: Collection[int] = (),
) -> Application:
    """Ask the applicant; the file waits for the answer."""
    with _once(application, by, "hold", question.strip()):
        _tick(application, by, ticked)
        held = workflow.hold(application)
        held.question, held.answer = question.strip(), ""
        _decide(application, "hold", by, question.strip(), version)
        _plan_question_end(application)
    return application


@contextmanager
def _once(application: Application, by: Actor, move: str, comment: str) -> Iterator[None]:
    """All or nothing; the second click of a double click is no error, since the first one did just this."""
    try:
        with transaction.atomic():
            yield
    except (StaleVersion, WrongState):
        application.refresh_from_db()
        last = workflow.history(application).last()
        if last is None or (last.name, last.actor_user_id, last.comment) != (move, by.user_id, comment):
            raise


def _check_points(application: Application, ticked: Collection[int]) -> None:
    needed = _needed(rulebook=application.rulebook_id)
    first = next((point for point in needed if point.pk not in ticked), None)
    if first is not None:
        raise InvalidInput(
            _("Look at this first, then tick it: “%(point)s”.") % {"point": first.text}, "points"
        )


def _needed_points(*, rulebook: Any) -> QuerySet[ReviewPoint]:
    return ReviewPoint.objects.filter(rulebook=rulebook, required=True).order_by("position", "id")


_needed = Prepared("points", _needed_points)


def _tick(application: Application, by: Actor, ticked: Collection[int]) -> None:
    """Note who looked at a point first; the second time changes nothing."""
    if ticked and by.user is not None:
        ReviewTick.objects.bulk_create(
            (ReviewTick(application=application, point_id=point, ticked_by=by.user) for point in ticked),
            ignore_conflicts=True,
        )


def _decide(application: Application, move: str, by: Actor, comment: str, version: int | None) -> None:
    """The file is held; one that nobody has opened is taken into review on the way."""
    through = ("open_review",) if application.state == "submitted" else ()
    workflow.perform(application, move, by=by, version=version, comment=comment, held=True, through=through)


def _plan_question_end(application: Application) -> None:
    """A reminder three days before the last day; the day after it the file expires.

    The rows carry the last day: an answer or a new question with another day leaves them without effect.
    """
    last_day = application.due_on
    assert last_day is not None  # the table gives the state a deadline
    payload = {"id": application.pk, "last_day": last_day.isoformat()}
    key = f"{application.pk}:{last_day.isoformat()}"
    remind_at = max(clock.midnight(last_day - timedelta(days=3)), clock.now() + timedelta(days=1))
    outbox.add("application.question_reminder", f"remind:{key}", remind_at, payload)
    outbox.add(
        "application.question_ends", f"expire:{key}", clock.midnight(last_day + timedelta(days=1)), payload
    )
