"""Answering a questionnaire, by mail link or logged in, and closing one without an answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import links
from core.dates import human
from core.exceptions import InvalidInput
from core.models import AccessLink
from core.posted import posted
from core.views.by_link import by_link
from exchanges import permissions
from exchanges.enums import Respondent
from exchanges.forms.feedback import QuestionnaireForm
from exchanges.forms.report import ReasonForm
from exchanges.models import Questionnaire
from exchanges.selectors import feedback as select
from exchanges.services import feedback


@require_http_methods(["GET", "HEAD", "POST"])
@by_link("questionnaire")
def questionnaire_by_link(request: HttpRequest, link: AccessLink) -> HttpResponse:
    questionnaire = select.questionnaire_of_link(link)
    if request.method == "POST":
        links.mark_used(link)
    return _answer(request, questionnaire, back_url="")


@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire_answer(request: HttpRequest, pk: int) -> HttpResponse:
    questionnaire = select.questionnaire_for(request.actor, pk)
    permissions.check_relation(
        permissions.questionnaire_relations(questionnaire, request.actor), "respondent"
    )
    return _answer(
        request, questionnaire, back_url=reverse("exchanges:file", args=[questionnaire.exchange.reference])
    )


@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire_bypass(request: HttpRequest, pk: int) -> HttpResponse:
    questionnaire = select.questionnaire_for(request.actor, pk)
    relations = permissions.questionnaire_relations(questionnaire, request.actor)
    permissions.check_relation(relations, "decider", "coordinator")
    file_url = reverse("exchanges:file", args=[questionnaire.exchange.reference])
    if questionnaire.state != "invited":
        messages.info(request, _("This questionnaire is already settled."))
        return redirect(file_url)
    form = ReasonForm(
        posted(request),
        label=_("Why is there no answer?"),
        hint=_("For example: asked twice by mail and once by phone on 3 March."),
    )
    if request.method == "POST" and form.is_valid():
        feedback.bypass_questionnaire(
            questionnaire=questionnaire, by=request.actor, reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("The questionnaire is closed without an answer."))
        return redirect(file_url)
    facts = [
        (_("Asked"), questionnaire.get_respondent_display(), questionnaire.name),
        (_("Invited"), human(questionnaire.invited_at.date())),
        (_("Reminders sent"), questionnaire.reminders_sent),
    ]
    context = {"exchange": questionnaire.exchange, "facts": facts, "form": form, "back_url": file_url}
    return render(request, "exchanges/questionnaire_bypass.html", context)


def _answer(request: HttpRequest, questionnaire: Questionnaire, *, back_url: str) -> HttpResponse:
    exchange = questionnaire.exchange
    asked_visitor = questionnaire.respondent == Respondent.VISITOR
    context = {
        "questionnaire": questionnaire,
        "exchange": exchange,
        "counterpart": exchange.host if asked_visitor else exchange.visitor,
        "asked_visitor": asked_visitor,
        "back_url": back_url,
    }
    if questionnaire.state != "invited":
        return render(request, "exchanges/questionnaire_done.html", context)
    form = QuestionnaireForm(posted(request), questionnaire=questionnaire)
    if request.method == "POST" and form.is_valid():
        try:
            feedback.answer_questionnaire(
                questionnaire=questionnaire, by=request.actor, answers=form.answers()
            )
        except InvalidInput as error:
            form.add_error(error.field, error.message)
        else:
            return redirect(request.path)
    return render(request, "exchanges/questionnaire.html", context | {"form": form})
