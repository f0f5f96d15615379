"""Missions and other events: public list and page, and the pages of those who run them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clusters.forms.terms import TermsForm, searched
from clusters.models import Cluster
from clusters.selectors.terms import by_taxonomy, terms_of
from core import workflow
from core.edits import Edit
from core.exceptions import InvalidInput, NotAllowed
from core.kept_pages import kept_for_strangers
from core.posted import posted
from exchanges import permissions
from exchanges.event_words import event_words
from exchanges.filters import MissionFilter
from exchanges.forms.missions import CancelMissionForm, CloneForm, MissionForm
from exchanges.models import Mission
from exchanges.selectors import missions as selectors
from exchanges.selectors.event_certificates import of_own_people
from exchanges.selectors.event_materials import grouped, materials
from exchanges.selectors.event_reports import confirmed_report
from exchanges.selectors.meetings import meeting_counts, own_at
from exchanges.selectors.mission_cancel import follows
from exchanges.selectors.quotes import quotes_of_mission
from exchanges.services import missions as services
from exchanges.services.mission_cancel import cancel_mission
from exchanges.workflows.mission import mission_relations

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])
TEXTS = (
    "kind", "mode", "with_lump_sum", "summary", "call_text", "places", "apply_until", "languages", "join_url", "budget",
    "contact_name", "contact_email",
)  # fmt: skip
MOST_QUOTES = 4
ACTS = {
    "publish": services.publish_mission,
    "close": services.close_mission,
    "reopen": services.reopen_mission,
    "finish": services.finish_mission,
}


@require_safe
@login_not_required
@kept_for_strangers("missions")
def missions(request: HttpRequest) -> HttpResponse:
    found = MissionFilter(request.GET, queryset=selectors.missions(request.actor))
    page = Paginator(found.qs, 24).get_page(request.GET.get("page"))
    context = {"filter": found, "page": page, "may_add": selectors.cluster_of(request.actor) is not None}
    return render(request, "exchanges/missions.html", context)


@require_safe
@login_not_required
def mission_detail(request: HttpRequest, slug: str) -> HttpResponse:
    mission = get_object_or_404(selectors.mission_for_page(request.actor), slug=slug)
    context = {
        "mission": mission,
        "programme": selectors.programme(mission),
        "free": selectors.free_places(mission),
        "place": selectors.place(mission),
        "spoken": selectors.spoken(mission),
        "terms": by_taxonomy(terms_of(mission)),
        "quotes": quotes_of_mission(mission, MOST_QUOTES) if mission.state == "finished" else [],
        "state_words": selectors.state_words(mission),
        "words": event_words(mission),
        "can_register": selectors.takes_registrations(mission),
        "can_apply": mission.state == "open" and mission.with_lump_sum,
        "moves": [move for move in workflow.available(mission, request.actor) if move.name in ACTS],
        "staff": is_staff(mission, request),
        "can_cancel": workflow.may(mission, "cancel", request.actor),
        "own": own_at(mission, request.actor),
        "report": confirmed_report(mission),
        "materials": grouped(materials(mission, request.actor)),
        "certificates": of_own_people(mission, request.actor),
        "meetings": meeting_counts(mission) if mission.state == "finished" else None,
        "back_url": reverse("exchanges:missions"),
        "back_label": _("All missions"),
    }
    return render(request, "exchanges/mission_detail.html", context)


@FORM_PAGE
def mission_new(request: HttpRequest) -> HttpResponse:
    cluster = _cluster(request)
    form = _form(request, cluster, initial=_contact(cluster))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            mission = services.create_mission(
                by=request.actor,
                partnership=data["partnership"],
                host_cluster=cluster,
                host=data["host"],
                title=data["title"],
                country=data["country"],
                city=data["city"],
                start_on=data["start_on"],
                end_on=data["end_on"],
                terms=data["host"].terms.all(),
                **{name: data[name] for name in TEXTS},
            )
        except InvalidInput as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("The draft is saved. Now the programme."))
            return redirect("exchanges:mission_programme_paste", slug=mission.slug)
    context = {
        "steps": selectors.PREPARATION,
        "step": 1,
        "form": form,
        "button_label": _("Save and go on"),
        "back_url": reverse("exchanges:missions"),
    }
    return render(request, "exchanges/mission_form.html", context)


@FORM_PAGE
def mission_edit(request: HttpRequest, slug: str) -> HttpResponse:
    mission = own(request, slug)
    saved = _values(mission)
    edit, form = Edit(request, saved), _form(request, mission.host_cluster, initial=saved)
    del form.fields["partnership"]
    service, by = services.update_mission, request.actor
    if (
        request.method == "POST"
        and form.is_valid()
        and edit.done(form, service, mission=mission, by=by, **form.cleaned_data)
    ):
        messages.success(request, _("The mission is saved."))
        return redirect("exchanges:mission_detail", slug=slug)
    back = reverse("exchanges:mission_detail", args=[slug])
    context = {"form": form, "mission": mission, "button_label": _("Save"), "back_url": back}
    return edit.answer("exchanges/mission_form.html", context)


@FORM_PAGE
def mission_clone(request: HttpRequest, slug: str) -> HttpResponse:
    """The same event once more: texts and programme on other days, without people."""
    mission = own(request, slug)
    form = CloneForm(posted(request), initial={"title": mission.title})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.clone_mission(mission=mission, by=request.actor, **form.cleaned_data)
        except InvalidInput as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("The copy is a draft with the same texts and programme."))
            return redirect("exchanges:mission_invite", slug=made.slug)
    back = reverse("exchanges:mission_detail", args=[slug])
    context = {"form": form, "mission": mission, "button_label": _("Make the copy"), "back_url": back}
    return render(request, "exchanges/mission_clone.html", context)


@FORM_PAGE
def mission_cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """What will follow, then the reason; who comes back to it finds the event cancelled."""
    mission = own(request, slug)
    back = reverse("exchanges:mission_detail", args=[slug])
    offer = next((move for move in workflow.available(mission, request.actor) if move.name == "cancel"), None)
    if offer is None:
        label = workflow.of(mission).state(mission.state).label
        messages.info(request, _("There is nothing to cancel: the state is “%(state)s”.") % {"state": label})
        return redirect(back)
    form = CancelMissionForm(posted(request), initial={"version": mission.version})
    if request.method == "POST" and form.is_valid():
        cancel_mission(mission=mission, by=request.actor, **form.cleaned_data)
        told = _("The event is cancelled. Everybody concerned gets a mail now.")
        messages.success(
            request, told if mission.published_at else _("The draft is cancelled. Nobody gets a mail.")
        )
        return redirect(back)
    context = {
        "mission": mission,
        "form": form,
        "place": selectors.place(mission),
        "follows": follows(mission),
        "why_not": offer.reasons,
        "back_url": back,
        "back_label": mission.title,
    }
    return render(request, "exchanges/mission_cancel.html", context)


@FORM_PAGE
def mission_terms(request: HttpRequest, slug: str) -> HttpResponse:
    """Fields of activity; a new mission starts with those of its host."""
    mission = own(request, slug)
    if answer := searched(request):
        return answer
    saved = terms_of(mission)
    edit, form = Edit(request, {"terms": saved}), TermsForm(request, saved, caption=mission.title)
    service, by = services.set_mission_terms, request.actor
    if (
        request.method == "POST"
        and form.is_valid()
        and edit.done(form, service, mission=mission, by=by, **form.cleaned_data)
    ):
        messages.success(request, _("The mission is saved."))
        return redirect("exchanges:mission_detail", slug=slug)
    back = reverse("exchanges:mission_detail", args=[slug])
    context = {"form": form, "button_label": _("Save"), "back_url": back}
    return edit.answer("exchanges/mission_terms.html", context)


@require_POST
def mission_act(request: HttpRequest, slug: str, act: str) -> HttpResponse:
    """Publish, close, open again, or say that it took place."""
    mission = own(request, slug)
    service: Any = ACTS.get(act)
    if service is None:
        raise Http404
    service(mission=mission, by=request.actor)
    messages.success(
        request, _("Saved: %(state)s.") % {"state": workflow.of(mission).state(mission.state).label}
    )
    return redirect("exchanges:mission_detail", slug=slug)


def own(request: HttpRequest, slug: str) -> Mission:
    """The event, for those who run it: 404 for whoever does not see it, 403 for whoever does not run it."""
    mission = get_object_or_404(selectors.mission_for_page(request.actor), slug=slug)
    permissions.check_relation(mission_relations(mission, request.actor), "host_manager", "coordinator")
    return mission


def is_staff(mission: Mission, request: HttpRequest) -> bool:
    return bool(mission_relations(mission, request.actor) & {"host_manager", "coordinator"})


def _cluster(request: HttpRequest) -> Cluster:
    cluster = selectors.cluster_of(request.actor)
    if cluster is None:
        raise NotAllowed(_("Missions are entered by cluster managers and coordinators."))
    return cluster


def _form(request: HttpRequest, cluster: Cluster, initial: dict[str, Any]) -> MissionForm:
    return MissionForm(
        posted(request),
        hosts=selectors.possible_hosts(cluster),
        partnerships=selectors.running_partnerships(cluster),
        initial=initial,
    )


def _contact(cluster: Cluster) -> dict[str, Any]:
    home = cluster.organisation
    contact = {"contact_name": cluster.contact_name, "contact_email": cluster.contact_email}
    return contact | {"host": home.pk, "country": home.country_id, "city": home.city, "with_lump_sum": True}


def _values(mission: Mission) -> dict[str, Any]:
    names = ("title", "city", "start_on", "end_on", *TEXTS)
    return {name: getattr(mission, name) for name in names} | {
        "host": mission.host_id,
        "country": mission.country_id,
    }
