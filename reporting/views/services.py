"""Services of the partnership's clusters: the list, one service, and its form."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import files
from core.posted import posted
from reporting import permissions
from reporting.enums import ActivityKind, ServiceNovelty, ServiceStage
from reporting.filters import ServiceFilter
from reporting.forms.services import ServiceForm
from reporting.models import Activity, Service
from reporting.selectors import services as select
from reporting.selectors.partnerships import clusters_of, clusters_to_record_for
from reporting.services import services as service_acts
from reporting.views.parts import done, partnership_of, tabs

PER_PAGE = 50


@require_safe
def services(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_of(request, slug)
    found = select.services(request.actor).filter(partnership=partnership)
    listed = ServiceFilter(request.GET, queryset=found, clusters=clusters_of(partnership))
    may_add = permissions.can_record(partnership, request.actor)
    context = {
        "partnership": partnership,
        "filter": listed,
        "page": Paginator(listed.qs, PER_PAGE).get_page(request.GET.get("page")),
        "alone": select.recorded_alone(partnership.pk).count() if may_add else 0,
        "tabs": tabs(request, partnership, "services"),
        "may_add": may_add,
    }
    return render(request, "reporting/services.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def service_new(request: HttpRequest, slug: str) -> HttpResponse:
    """With `activity`, filled with what an activity told of the service."""
    partnership = partnership_of(request, slug)
    permissions.check_may_record(partnership, request.actor)
    clusters = clusters_to_record_for(partnership, request.actor)
    alone = select.recorded_alone(partnership.pk).filter(cluster__in=clusters.order_by().values("pk"))
    number = request.GET.get("activity", "")
    told = alone.filter(pk=number).first() if number.isdecimal() and len(number) < 18 else None
    form = ServiceForm(
        posted(request), request.FILES or None, initial=_told(told), clusters=clusters, recorded=alone
    )
    if request.method == "POST" and form.is_valid():
        facts = {"partnership": partnership, "by": request.actor}
        if done(form, service_acts.add_service, **facts, **form.cleaned_data):
            messages.success(request, _("The service is on the list."))
            return redirect("reporting:services", slug=slug)
    back = reverse("reporting:services", args=[slug])
    context = {"form": form, "back_url": back, "service": None, "unsaved": True}
    return render(request, "reporting/service_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def service_edit(request: HttpRequest, pk: int) -> HttpResponse:
    service = _service(request, pk)
    service_acts.check_owner(service, request.actor)
    clusters = clusters_to_record_for(service.partnership, request.actor)
    initial = {name: getattr(service, name) for name in service_acts.FIELDS}
    form = ServiceForm(
        posted(request),
        request.FILES or None,
        initial=initial,
        clusters=clusters,
        recorded=Activity.objects.none(),
        service=service,
    )
    if request.method == "POST" and form.is_valid():
        facts = {"service": service, "by": request.actor}
        if done(form, service_acts.update_service, **facts, **form.cleaned_data):
            messages.success(request, _("Saved."))
            return redirect("reporting:service_detail", pk=pk)
    back = reverse("reporting:service_detail", args=[pk])
    context = {"form": form, "back_url": back, "service": service, "unsaved": True}
    return render(request, "reporting/service_form.html", context)


@require_safe
def service_detail(request: HttpRequest, pk: int) -> HttpResponse:
    service = _service(request, pk)
    context = {
        "service": service,
        "facts": _facts(service),
        "pilot": _pilot_facts(service),
        "texts": [
            (_("What it is"), service.summary),
            (_("For whom"), service.for_whom),
            (_("Who pays for it, and how it lasts"), service.business_model),
        ],
        "records": [
            (label, activity)
            for label, activity in (
                (_("The service"), service.activity),
                (_("The pilot"), service.pilot_activity),
            )
            if activity is not None
        ],
        "may_edit": permissions.owns_service(service, request.actor),
        "back_url": reverse("reporting:services", args=[service.partnership.slug]),
        "back_label": _("Services"),
    }
    return render(request, "reporting/service_detail.html", context)


@require_safe
def service_evidence(request: HttpRequest, pk: int) -> FileResponse:
    service = _service(request, pk)
    if service.evidence is None:
        raise Http404
    return files.answer(service.evidence)


def _service(request: HttpRequest, pk: int) -> Service:
    rows = select.services(request.actor).select_related(
        "cluster", "activity", "pilot_activity", "partnership", "evidence", "added_by"
    )
    return get_object_or_404(rows, pk=pk)


def _told(activity: Activity | None) -> dict[str, Any]:
    """What an activity says of the service it tells of."""
    if activity is None:
        return {}
    title = activity.title.split(": ", 1)[-1]
    values: dict[str, Any] = {
        "recorded": activity.pk,
        "cluster": activity.cluster_id,
        "name": title,
        "summary": activity.note,
        "stage": ServiceStage.DESIGNED,
        "evidence_url": activity.evidence_url,
    }
    if activity.kind == ActivityKind.SERVICE_PILOT:
        return values | {"stage": ServiceStage.PILOTED, "pilot_until": activity.held_on}
    new = activity.kind == ActivityKind.NEW_SERVICE
    novelty = ServiceNovelty.NEW if new else ServiceNovelty.ADAPTED
    return values | {"novelty": novelty, "offered_on": activity.held_on}


def _facts(service: Service) -> list[tuple[Any, ...]]:
    told = [
        (_("Owner"), service.cluster.name),
        (_("New or adapted"), service.get_novelty_display()),
        (_("State of development"), service.get_stage_display()),
        (_("Offered since"), service.offered_on),
        (_("Price"), service.price),
        (_("Described by"), str(service.added_by)),
    ]
    return [(label, value) for label, value in told if value not in ("", None)]


def _pilot_facts(service: Service) -> list[tuple[Any, ...]]:
    told = [
        (_("From"), service.pilot_from),
        (_("Until"), service.pilot_until),
        (_("Users"), service.pilot_users),
    ]
    return [(label, value) for label, value in told if value is not None]
