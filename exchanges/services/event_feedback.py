"""Asking the participants of an event how it was: once by mail link, with reminders, without an account."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, links, outbox
from core.actors import Actor
from core.exceptions import WrongState
from exchanges import questions
from exchanges.models import EventFeedback, Mission, Participant
from exchanges.permissions import check_relation
from exchanges.selectors import event_feedback as select
from exchanges.workflows.participant import participant_relations

FEEDBACK = Actor.system("feedback")
LINK_PURPOSE = "event_feedback"
LINK_DAYS = 60


@transaction.atomic
def ask_everybody(mission: Mission) -> list[EventFeedback]:
    """After the event. Asked before, nobody is asked again."""
    made = EventFeedback.objects.bulk_create(
        EventFeedback(participant=person, invited_at=clock.now()) for person in select.to_ask(mission)
    )
    audit.record_many("feedback.ask", [(row, {"invited": ("", "yes")}) for row in made], FEEDBACK)
    days = select.reminder_days(mission)
    for row in made:
        outbox.add("event.ask", key=f"event-ask:{row.pk}", payload={"id": row.pk})
        for number, after in enumerate(days, start=1):
            outbox.add(
                "event.remind",
                key=f"event-remind:{row.pk}:{number}",
                due_at=row.invited_at + timedelta(days=after),
                payload={"id": row.pk, "number": number},
            )
    return made


@transaction.atomic
def answer(*, feedback: EventFeedback, by: Actor, answers: Mapping[str, Any]) -> EventFeedback:
    """By the person's own link, once. Raises InvalidInput naming the question, WrongState for a second answer."""
    check_relation(participant_relations(feedback.participant, by), "participant")
    locked = EventFeedback.objects.select_for_update(no_key=True).get(pk=feedback.pk)
    if locked.answered_at is not None:
        raise WrongState(_("You have answered already. Thank you."))
    said = questions.cleaned(questions.all_of(questions.EVENT), answers)
    feedback.liked, feedback.improve = said.pop("liked"), said.pop("improve")
    feedback.answers, feedback.answered_at = said, clock.now()
    feedback.save(update_fields=["liked", "improve", "answers", "answered_at"])
    audit.record("feedback.answer", feedback, by)
    return feedback


@transaction.atomic
def note_reminder(feedback: EventFeedback, number: int) -> bool:
    """True once for each number, while there is no answer."""
    rows = EventFeedback.objects.filter(pk=feedback.pk, answered_at=None, reminders_sent__lt=number)
    return bool(rows.update(reminders_sent=number))


def issue_link(participant: Participant) -> str:
    _link, url = links.issue(
        participant,
        LINK_PURPOSE,
        address=participant.email,
        name=participant.full_name,
        url_name="exchanges:event_feedback_by_link",
        days=LINK_DAYS,
    )
    return url
