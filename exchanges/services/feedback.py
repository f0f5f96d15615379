"""Asking visitor and host how it was: one invitation for each side and wave, reminders, and the end of the file.

Invitations and reminders are outbox rows; the unique questionnaire row makes an invitation happen once.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit, clock, links, outbox, workflow
from core.actors import Actor
from core.exceptions import Refused, WrongState
from core.prepared import Prepared
from exchanges import questions
from exchanges.enums import Respondent
from exchanges.models import Exchange, Questionnaire
from exchanges.notifications.feedback import QuestionnaireInvitation, QuestionnaireReminder
from exchanges.selectors.feedback import contact_of, took_place

FEEDBACK = Actor.system("feedback")
LINK_DAYS = 120
MORNING = time(7)
_TOLD_OF = ("exchange__application", "exchange__visitor", "exchange__host", "exchange__visitor_cluster")
_CLOSING = {"paid": "close", "validated": "close_without_payment"}


_asked_again = Prepared(
    "asked_again",
    lambda *, pk: (
        Questionnaire.objects.select_for_update(of=("self",), no_key=True)
        .select_related(*_TOLD_OF)
        .filter(pk=pk)
    ),
)


def plan_invitations(exchange: Exchange, *, late: bool = False) -> None:
    """Ask both sides now. `late`: a visit that was doubted turned out to have taken place."""
    if not took_place(exchange):
        return
    for respondent in Respondent.values:
        if not Questionnaire.objects.filter(exchange=exchange, respondent=respondent, wave=0).exists():
            _plan(exchange, respondent, 0, clock.now(), suffix=":late" if late else "")


def plan_impact_waves(exchange: Exchange) -> None:
    """Ask the visitor again, months after the end of the stay."""
    rulebook = exchange.application.rulebook
    for number in rulebook.impact_months if rulebook is not None else []:
        day = months_later(exchange.ended_on or exchange.last_day, number)
        _plan(exchange, Respondent.VISITOR, number, datetime.combine(day, MORNING, tzinfo=UTC))


@transaction.atomic
def invite(*, exchange: Exchange, respondent: str, wave: int) -> Questionnaire | None:
    """Make the questionnaire, its link, its mail and its reminders, once. None when there is nothing to ask."""
    known = Questionnaire.objects.filter(exchange=exchange, respondent=respondent, wave=wave).first()
    if known is not None:
        return known
    if not took_place(exchange) or (wave and exchange.credited_on is None):
        return None
    to = contact_of(exchange, respondent)
    questionnaire = workflow.start(
        Questionnaire(
            exchange=exchange,
            respondent=respondent,
            wave=wave,
            address=to.address,
            name=to.name,
            language=to.language,
            invited_at=clock.now(),
        ),
        by=FEEDBACK,
        state="invited",
        action="invite",
    )
    QuestionnaireInvitation(exchange, questionnaire=questionnaire, link=_link(questionnaire)).send(to)
    rulebook = exchange.application.rulebook
    for number, days in enumerate(rulebook.feedback_reminder_days if rulebook else [], start=1):
        outbox.add(
            "feedback.reminder",
            key=f"reminder:{questionnaire.pk}:{number}",
            due_at=questionnaire.invited_at + timedelta(days=days),
            payload={"id": questionnaire.pk, "number": number},
        )
    return questionnaire


@transaction.atomic
def remind(*, questionnaire: Questionnaire, number: int) -> None:
    """Send the planned reminder, unless the questionnaire is settled or it was sent before."""
    row = _asked_again.get(pk=questionnaire.pk)
    if row.state != "invited" or row.reminders_sent >= number or not took_place(row.exchange):
        return
    QuestionnaireReminder(row.exchange, questionnaire=row, link=_link(row)).send(
        contact_of(row.exchange, row.respondent)
    )
    row.reminders_sent = number
    row.save(update_fields=["reminders_sent"])


@transaction.atomic
def answer_questionnaire(
    *, questionnaire: Questionnaire, by: Actor, answers: Mapping[str, Any]
) -> Questionnaire:
    """Keep the answers and their score. Raises InvalidInput naming the first question that is not answered."""
    asked = questions.questions_for(questionnaire.respondent, questionnaire.wave)
    kept = questions.cleaned(asked, answers)
    workflow.perform(questionnaire, "answer", by=by)
    questionnaire.answers = kept
    questionnaire.score = questions.score(asked, kept)
    questionnaire.recommend = kept.get("recommend")
    questionnaire.answered_at = clock.now()
    questionnaire.save(update_fields=["answers", "score", "recommend", "answered_at"])
    audit.record("questionnaire.answers", questionnaire, by, {"score": ("", questionnaire.score)})
    return questionnaire


@transaction.atomic
def bypass_questionnaire(*, questionnaire: Questionnaire, by: Actor, reason: str) -> Questionnaire:
    """Close it without an answer; the link stops working."""
    workflow.perform(questionnaire, "bypass", by=by, comment=reason.strip())
    questionnaire.bypass_reason = reason.strip()
    questionnaire.save(update_fields=["bypass_reason"])
    links.revoke(questionnaire, "questionnaire")
    return questionnaire


def close_unasked(exchange: Exchange) -> None:
    """A visit that did not take place is not asked about: close what was sent too early."""
    if took_place(exchange):
        return
    for questionnaire in Questionnaire.objects.filter(exchange=exchange, state="invited").order_by("pk"):
        bypass_questionnaire(
            questionnaire=questionnaire, by=FEEDBACK, reason=str(_("The visit did not take place."))
        )


def close_when_complete(exchange: Exchange) -> bool:
    """Close the file once the money is paid, or none is due, and both sides have answered. True when closed."""
    move = _CLOSING.get(exchange.state)
    if move is None:
        return False
    try:
        workflow.perform(exchange, move, by=FEEDBACK)
    except (WrongState, Refused):
        return False
    return True


def months_later(day: date, number: int) -> date:
    """The same day of a later month, or that month's last: 31 August and 6 months make 28 February."""
    years, month = divmod(day.month - 1 + number, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def _plan(exchange: Exchange, respondent: str, wave: int, due_at: datetime, suffix: str = "") -> None:
    outbox.add(
        "feedback.invite",
        key=f"invite:{exchange.pk}:{respondent}:{wave}{suffix}",
        due_at=due_at,
        payload={"id": exchange.pk, "respondent": respondent, "wave": wave},
    )


def _link(questionnaire: Questionnaire) -> str:
    _access, url = links.issue(
        questionnaire,
        "questionnaire",
        address=questionnaire.address,
        name=questionnaire.name,
        url_name="exchanges:questionnaire_by_link",
        days=LINK_DAYS,
    )
    return url
