"""Learning tandems: the list with what fits, one tandem, and the steps of its two clusters."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clusters.enums import RoleKind
from clusters.forms.terms import TermsForm, searched
from clusters.models import Cluster
from core import clock, workflow
from core.edits import Edit
from core.exceptions import InvalidInput, NotAllowed
from core.posted import posted
from exchanges import permissions
from exchanges.enums import LearningSide
from exchanges.forms.tandems import (
    ACCEPT,
    TandemAnswerForm,
    TandemEndForm,
    TandemForm,
    TandemResultForm,
    TandemSessionForm,
)
from exchanges.models import Tandem
from exchanges.selectors import tandems as selectors
from exchanges.selectors.missions import running_partnerships
from exchanges.services import tandems as services
from exchanges.workflows.tandem import tandem_relations

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])
LISTS = {"strengths": LearningSide.STRENGTH, "needs": LearningSide.NEED}
PER_PAGE = 20


@require_safe
def tandems(request: HttpRequest) -> HttpResponse:
    hat = request.actor.hat
    if hat is None or hat.kind == RoleKind.REPRESENTATIVE:
        raise NotAllowed(_("Learning tandems are for the people of clusters."))
    own = hat.cluster if hat.kind == RoleKind.MANAGER else None
    context = {
        "page": Paginator(selectors.tandems(request.actor), PER_PAGE).get_page(request.GET.get("page")),
        "figures": selectors.figures(request.actor),
        "suggestions": selectors.suggestions(request.actor),
        "own": own,
        "strengths": selectors.topics_of(own, LearningSide.STRENGTH) if own else [],
        "needs": selectors.topics_of(own, LearningSide.NEED) if own else [],
    }
    return render(request, "exchanges/tandems.html", context)


@FORM_PAGE
def tandem_topics(request: HttpRequest, side: str) -> HttpResponse:
    """What the own cluster is strong in, or needs; one list a page."""
    cluster = _own_cluster(request)
    if side not in LISTS:
        raise Http404
    if answer := searched(request):
        return answer
    saved = selectors.topics_of(cluster, LISTS[side])
    edit, form = Edit(request, {"terms": saved}), TermsForm(request, saved, caption=cluster.name)
    service, by = services.set_topics, request.actor
    if (
        request.method == "POST"
        and form.is_valid()
        and edit.done(form, service, cluster=cluster, side=LISTS[side], by=by, **form.cleaned_data)
    ):
        messages.success(request, _("Saved. The suggestions follow your list."))
        return redirect("exchanges:tandems")
    title = _("What we are strong in") if side == "strengths" else _("What we want to learn")
    form.fields["terms"].label = title
    context = {
        "form": form,
        "title": title,
        "button_label": _("Save"),
        "back_url": reverse("exchanges:tandems"),
    }
    return edit.answer("exchanges/tandem_topics.html", context)


@FORM_PAGE
def tandem_new(request: HttpRequest) -> HttpResponse:
    cluster = _own_cluster(request)
    form = TandemForm(
        posted(request),
        partnerships=running_partnerships(cluster),
        partners=selectors.possible_partners(cluster),
        initial={"second": request.GET.get("with", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            tandem = services.propose_tandem(first=cluster, by=request.actor, **form.cleaned_data)
        except InvalidInput as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("Proposed. %(cluster)s gets a mail.") % {"cluster": tandem.second})
            return redirect("exchanges:tandem_detail", pk=tandem.pk)
    context = {"button_label": _("Propose it")}
    return _step(request, _("Propose a learning tandem"), form, reverse("exchanges:tandems"), **context)


@require_safe
def tandem_detail(request: HttpRequest, pk: int) -> HttpResponse:
    tandem = _tandem(request, pk)
    moves = {move.name for move in workflow.available(tandem, request.actor)}
    both = tandem_relations(tandem, request.actor) & {"proposer", "partner"}
    context = {
        "tandem": tandem,
        "state": workflow.of(tandem).state(tandem.state).label,
        "sessions": selectors.sessions_of(tandem),
        "may_answer": "accept" in moves,
        "may_finish": "finish" in moves or (bool(both) and tandem.state == "running"),
        "may_end": "end" in moves,
        "may_write": bool(both) and tandem.state == "running",
        "last": selectors.last_words(tandem),
        "back_url": reverse("exchanges:tandems"),
        "back_label": _("Learning tandems"),
    }
    return render(request, "exchanges/tandem_detail.html", context)


@FORM_PAGE
def tandem_answer(request: HttpRequest, pk: int) -> HttpResponse:
    tandem = _tandem(request, pk)
    workflow.check_actor(tandem, "accept", request.actor)
    form = TandemAnswerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        accept = form.cleaned_data["answer"] == ACCEPT
        services.answer_tandem(
            tandem=tandem, by=request.actor, accept=accept, comment=form.cleaned_data["comment"]
        )
        messages.success(request, _("Your answer is sent to %(cluster)s.") % {"cluster": tandem.first})
        return redirect("exchanges:tandem_detail", pk=pk)
    return _step(request, str(tandem), form, _back(pk), button_label=_("Send the answer"), text=tandem.goals)


@FORM_PAGE
def tandem_session(request: HttpRequest, pk: int) -> HttpResponse:
    tandem = _written(request, pk)
    form = TandemSessionForm(
        posted(request), people=selectors.colleagues(tandem), initial={"day": clock.today()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.add_session(tandem=tandem, by=request.actor, **form.cleaned_data)
        except InvalidInput as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("The session is noted."))
            return redirect("exchanges:tandem_detail", pk=pk)
    return _step(request, _("A session"), form, _back(pk), caption=str(tandem), button_label=_("Save"))


@require_POST
def tandem_session_remove(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    tandem = _written(request, pk)
    row = get_object_or_404(tandem.sessions, pk=session)
    services.remove_session(session=row, by=request.actor)
    messages.success(request, _("The session is taken away. Calendars strike it out."))
    return redirect("exchanges:tandem_detail", pk=pk)


@FORM_PAGE
def tandem_finish(request: HttpRequest, pk: int) -> HttpResponse:
    tandem = _written(request, pk)
    form = TandemResultForm(posted(request), initial={"result": tandem.result})
    if request.method == "POST" and form.is_valid():
        services.finish_tandem(tandem=tandem, by=request.actor, **form.cleaned_data)
        messages.success(request, _("The tandem is finished. Thank you for the result."))
        return redirect("exchanges:tandem_detail", pk=pk)
    title = _("Finish with a result")
    return _step(request, title, form, _back(pk), caption=str(tandem), button_label=_("Finish"))


@FORM_PAGE
def tandem_end(request: HttpRequest, pk: int) -> HttpResponse:
    tandem = _tandem(request, pk)
    workflow.check_actor(tandem, "end", request.actor)
    form = TandemEndForm(posted(request))
    if request.method == "POST" and form.is_valid():
        services.end_tandem(tandem=tandem, by=request.actor, **form.cleaned_data)
        messages.success(request, _("The tandem is ended. Both clusters get a mail."))
        return redirect("exchanges:tandem_detail", pk=pk)
    title = _("End without a result")
    return _step(request, title, form, _back(pk), caption=str(tandem), button_label=_("End it"))


def _step(request: HttpRequest, title: str, form: Any, back: str, **more: Any) -> HttpResponse:
    context = {"title": title, "form": form, "back_url": back, **more}
    return render(request, "exchanges/tandem_step.html", context)


def _back(pk: int) -> str:
    return reverse("exchanges:tandem_detail", args=[pk])


def _tandem(request: HttpRequest, pk: int) -> Tandem:
    return get_object_or_404(
        Tandem.objects.visible_to(request.actor).select_related(
            "first__organisation__country", "second__organisation__country", "partnership"
        ),
        pk=pk,
    )


def _written(request: HttpRequest, pk: int) -> Tandem:
    """For the managers of its two clusters: others who see it get 403."""
    tandem = _tandem(request, pk)
    permissions.check_relation(tandem_relations(tandem, request.actor), "proposer", "partner")
    return tandem


def _own_cluster(request: HttpRequest) -> Cluster:
    hat = request.actor.hat
    if hat is None or hat.kind != RoleKind.MANAGER:
        raise NotAllowed(_("This is for the managers of a cluster."))
    cluster: Cluster = hat.cluster
    return cluster
