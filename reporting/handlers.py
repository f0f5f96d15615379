"""Work after the commit: the PDF of a deliverable, mails, the sums of the ledger."""

import logging
from datetime import datetime
from typing import Any

from clusters.models import User
from core import clock, outbox, workflow
from core.actors import Actor
from core.services import exports
from exchanges.notifications import recipients
from reporting.deliverables import catalogue
from reporting.knowledge_notifications import PracticeAnswered, PracticeSubmitted
from reporting.models import BestPractice, Deliverable
from reporting.services import deliverables, ledger, period_mails, reporting_periods, schedules, weekly

logger = logging.getLogger(__name__)
outbox.upkeep(ledger.fold_when_worth_it)


@outbox.handler("work.weekly")
def plan_weekly_mails(_payload: dict[str, Any]) -> None:
    weekly.plan_week()


@outbox.handler(schedules.DUE)
def begin_scheduled_export(payload: dict[str, Any]) -> None:
    schedules.begin_due(payload["id"], datetime.fromisoformat(payload["due"]))


@outbox.handler(schedules.STEP)
def go_on_with_scheduled_export(payload: dict[str, Any]) -> None:
    schedules.step(payload["run"])


exports.when_done(schedules.hear)


@outbox.handler("work.weekly_mail")
def send_weekly_mail(payload: dict[str, Any]) -> None:
    user = User.objects.filter(pk=payload["user"]).first()
    if user is not None:
        weekly.send_week(user)


@outbox.handler(deliverables.JOB)
def make_deliverable(payload: dict[str, Any]) -> None:
    """Make the PDF once; a document that cannot be made is shown as such, with a button to try again."""
    deliverable = Deliverable.objects.select_related("partnership").get(pk=payload["id"])
    if deliverable.state != "requested":
        return
    system = Actor.system("deliverables")
    try:
        document = catalogue.make_pdf(deliverable.snapshot, made_on=clock.today(), issue=deliverable.number)
    except Exception:
        logger.exception("deliverable %s could not be made", deliverable.pk)
        deliverables.fail_deliverable(deliverable=deliverable, by=system)
        return
    deliverables.finish_deliverable(deliverable=deliverable, document=document, by=system)


@outbox.handler("practice.submitted")
def ask_for_review(payload: dict[str, Any]) -> None:
    practice = _practice(payload)
    if practice.state == "submitted":
        for person in recipients.coordinators(practice.partnership):
            PracticeSubmitted(practice).send(person)


@outbox.handler("practice.answered")
def tell_the_writer(payload: dict[str, Any]) -> None:
    practice = _practice(payload)
    last = workflow.history(practice).last()
    if last is not None and last.pk == payload["log"]:  # what has moved on since is told by its own mail
        PracticeAnswered(practice).send(recipients.user(practice.written_by))


def _practice(payload: dict[str, Any]) -> BestPractice:
    related = ("partnership__coordinator", "cluster", "written_by")
    return BestPractice.objects.select_related(*related).get(pk=payload["id"])


@outbox.handler(reporting_periods.DAILY)
def remind_of_ends(_payload: dict[str, Any]) -> None:
    period_mails.plan_reminders()


@outbox.handler(reporting_periods.ENDS)
def tell_of_an_end(payload: dict[str, Any]) -> None:
    period_mails.tell_of_an_end(payload["id"])


@outbox.handler(reporting_periods.CLOSED)
def tell_of_a_closed_period(payload: dict[str, Any]) -> None:
    period_mails.tell_of_a_closed_one(payload["id"])
