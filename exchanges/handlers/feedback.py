"""Invitations, reminders, and the end of the file."""

from typing import Any

from core import outbox
from core.prepared import Prepared
from exchanges.models import Exchange, Questionnaire
from exchanges.services import feedback


@outbox.handler("feedback.invite")
def invite(payload: dict[str, Any]) -> None:
    exchange = _asked_about.get(pk=payload["id"])
    feedback.invite(exchange=exchange, respondent=payload["respondent"], wave=payload["wave"])


_asked_about = Prepared(
    "asked_about",
    lambda *, pk: Exchange.objects.select_related(
        "application__rulebook", "visitor", "host", "visitor_cluster"
    ).filter(pk=pk),
)


@outbox.handler("feedback.reminder")
def remind(payload: dict[str, Any]) -> None:
    questionnaire = Questionnaire.objects.filter(pk=payload["id"], state="invited").order_by("pk").first()
    if questionnaire is not None:
        feedback.remind(questionnaire=questionnaire, number=payload["number"])


@outbox.handler("questionnaire.answered")
def after_answer(payload: dict[str, Any]) -> None:
    feedback.close_when_complete(
        Questionnaire.objects.select_related("exchange").get(pk=payload["id"]).exchange
    )


@outbox.handler("questionnaire.bypassed")
def after_bypass(payload: dict[str, Any]) -> None:
    after_answer(payload)
