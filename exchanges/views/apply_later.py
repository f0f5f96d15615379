"""After sending: answer the question of the contact cluster, or withdraw."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock, links
from core.actors import Actor
from core.edits import digest
from core.exceptions import StaleVersion, WrongState
from core.models import AccessLink
from core.posted import posted
from core.views.by_link import by_link
from core.workflow import may
from exchanges.forms.application_entered import LONGEST_ANSWER, AnswerByLinkForm, AnswerForm, WithdrawForm
from exchanges.models import Application
from exchanges.permissions import application_relations, check_relation
from exchanges.selectors.apply import file_of
from exchanges.services import applications
from exchanges.services.entering import ANSWER_PURPOSE
from exchanges.views.apply_saving import BACKGROUND
from exchanges.views.apply_summary import missing, sections
from exchanges.views.finding import file_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def application_answer(request: HttpRequest, reference: str) -> HttpResponse:
    """The question, what was written, Change links, and the answer."""
    application = file_or_404(request, reference=reference)
    check_relation(application_relations(application, request.actor), "visitor")
    if application.state != "on_hold":
        messages.info(request, _("There is no open question on this application."))
        return redirect("exchanges:file", reference=reference)
    if BACKGROUND in request.POST:
        return _keep(request, application)
    form = AnswerForm(posted(request), initial={"answer": application.answer_draft})
    if request.method == "POST" and form.is_valid():
        try:
            applications.answer_question(
                application=application,
                by=request.actor,
                answer=form.cleaned_data["answer"],
                version=int(request.POST.get("version") or 0),
            )
        except applications.Incomplete:
            application = file_or_404(request, reference=reference)
        else:
            messages.success(request, _("Your answer is sent."))
            return redirect("exchanges:file", reference=reference)
    context = {
        "application": application,
        "form": form,
        "problems": missing(application),
        "seen": _seen(application),
        "sections": sections(application, changeable=True),
        "back_url": reverse("exchanges:file", kwargs={"reference": reference}),
    }
    return render(request, "exchanges/application_answer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link(ANSWER_PURPOSE)
def application_answer_by_link(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """An applicant without an account answers, and changes reasons and days; the rest stands in the answer."""
    application = get_object_or_404(file_of(Actor.system("link")), pk=link.subject_id)
    waits = application.state == "on_hold"
    if BACKGROUND in request.POST and waits:
        return _keep(request, application)
    known = {name: getattr(application, name) for name in AnswerByLinkForm.ASKED}
    known["answer"] = application.answer_draft
    form = AnswerByLinkForm(posted(request), initial=known, application=application)
    if request.method == "POST" and waits and form.is_valid():
        applications.answer_question(
            application=application,
            by=request.actor,
            answer=form.cleaned_data["answer"],
            version=int(request.POST.get("version") or 0),
            **form.changes(),
        )
        links.mark_used(link)
        return redirect(request.path)
    context = {
        "application": application,
        "form": form,
        "waits": waits,
        "seen": _seen(application),
        "sections": sections(application) if waits else [],
    }
    return render(request, "exchanges/application_answer_by_link.html", context)


def _keep(request: HttpRequest, application: Application) -> HttpResponse:
    """The line under an answer while it is typed."""
    text, seen = request.POST.get("answer", "")[:LONGEST_ANSWER], request.POST.get("seen", "")
    try:
        kept = applications.keep_answer(application=application, by=request.actor, text=text, seen=seen)
    except StaleVersion:
        problem = _(
            "You typed another answer on another device. This one is not kept yet, but you can send it."
        )
        return render(request, "exchanges/_answer_kept.html", {"problem": problem})
    context = {"saved_at": clock.now(), "seen": _seen(kept)}
    return render(request, "exchanges/_answer_kept.html", context)


def _seen(application: Application) -> str:
    return digest({"answer": application.answer_draft})


@require_http_methods(["GET", "HEAD", "POST"])
def application_withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    application = file_or_404(request, reference=reference)
    check_relation(application_relations(application, request.actor), "visitor")
    form = WithdrawForm(posted(request))
    if request.method == "POST" and form.is_valid():
        applications.withdraw_application(application=application, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Your application is withdrawn."))
        return redirect("exchanges:file", reference=reference)
    if not may(application, "withdraw", request.actor):
        raise WrongState(_("This application cannot be withdrawn any more."))
    context = {
        "application": application,
        "form": form,
        "back_url": reverse("exchanges:file", kwargs={"reference": reference}),
    }
    return render(request, "exchanges/application_withdraw.html", context)
