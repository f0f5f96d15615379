"""Work after the commit: the files of a deliverable, mails, the sums of the ledger."""

from datetime import datetime
from typing import Any

from clusters.models import User
from core import outbox, workflow
from core.services import exports
from exchanges.notifications import recipients
from reporting.knowledge_notifications import PracticeAnswered, PracticeSubmitted
from reporting.models import BestPractice, Deliverable
from reporting.services import deliverable_files, ledger, period_mails, reporting_periods, schedules, weekly

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


@outbox.handler(deliverable_files.JOB)
def make_deliverable(payload: dict[str, Any]) -> None:
    """Make the files once; those that cannot be made are shown as such, with a button to try again."""
    found = Deliverable.objects.select_related("partnership").filter(pk=payload["id"]).first()
    if found is not None:
        deliverable_files.make_files(found)


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
