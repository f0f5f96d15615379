"""Activities: the list, the form, and the review by a second person."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clusters.models import Partnership
from core import clock, files, workflow
from core.exceptions import InvalidInput
from core.posted import posted
from reporting import permissions
from reporting.filters import ActivityFilter
from reporting.forms.activities import ActivityForm, SendBackForm
from reporting.models import Activity
from reporting.selectors.partnerships import clusters_of, clusters_to_record_for, reported_to
from reporting.services import activities as service
from reporting.views.parts import tabs

PER_PAGE = 50
REVIEWS = ("count", "send_back", "take_back")
FIELDS = ("kind", "title", "cluster", "held_on", "count", "note")


@require_safe
def activities(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = _partnership(request, slug)
    found = (
        Activity.objects.visible_to(request.actor).filter(partnership=partnership).select_related("cluster")
    )
    listed = ActivityFilter(request.GET, queryset=found, clusters=clusters_of(partnership))
    context = {
        "partnership": partnership,
        "filter": listed,
        "page": Paginator(listed.qs.order_by("-held_on", "-id"), PER_PAGE).get_page(request.GET.get("page")),
        "tabs": tabs(request, partnership, "activities"),
        "may_record": permissions.can_record(partnership, request.actor),
    }
    return render(request, "reporting/activities.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def activity_new(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = _partnership(request, slug)
    permissions.check_may_record(partnership, request.actor)
    form = _form(request, partnership, initial={"held_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            service.record_activity(partnership=partnership, by=request.actor, **form.cleaned_data)
        except InvalidInput as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Recorded. It counts when a second person has reviewed it."))
            return redirect("reporting:activities", slug=slug)
    back = reverse("reporting:activities", args=[slug])
    return render(request, "reporting/activity_form.html", {"form": form, "back_url": back, "activity": None})


@require_http_methods(["GET", "HEAD", "POST"])
def activity_edit(request: HttpRequest, pk: int) -> HttpResponse:
    activity = _activity(request, pk)
    permissions.check_owner(activity, request.actor)
    form = _form(request, activity.partnership, initial={name: getattr(activity, name) for name in FIELDS})
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        try:
            service.update_activity(
                activity=activity,
                by=request.actor,
                version=int(version) if version.isdecimal() else None,
                **form.cleaned_data,
            )
        except InvalidInput as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Saved. It counts when a second person has reviewed it."))
            return redirect("reporting:activity_review", pk=pk)
    back = reverse("reporting:activity_review", args=[pk])
    return render(
        request, "reporting/activity_form.html", {"form": form, "back_url": back, "activity": activity}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def activity_review(request: HttpRequest, pk: int) -> HttpResponse:
    """One activity with its evidence; the second person counts it or sends it back."""
    activity = _activity(request, pk)
    sent = posted(request)
    act = sent.get("act", "") if sent is not None else ""
    if request.method == "POST":
        workflow.check_actor(activity, act if act in REVIEWS else "count", request.actor)
    reasons = SendBackForm(sent if act in ("send_back", "take_back") else None)
    if request.method == "POST" and _acted(request, activity, act, reasons):
        return redirect("reporting:activity_review", pk=pk)
    context = {
        "activity": activity,
        "offers": {offer.name: offer for offer in workflow.available(activity, request.actor)},
        "may_edit": "owner" in permissions.activity_relations(activity, request.actor)
        and activity.state != "counted",
        "form": reasons,
        "facts": _facts(activity),
        "history": _timeline(activity),
        "back_url": reverse("reporting:activities", args=[activity.partnership.slug]),
        "back_label": _("Activities"),
    }
    return render(request, "reporting/activity_review.html", context)


def _acted(request: HttpRequest, activity: Activity, act: str, form: SendBackForm) -> bool:
    version = request.POST.get("version", "")
    known = int(version) if version.isdecimal() else None
    if act == "count":
        service.count_activity(activity=activity, by=request.actor, version=known)
        messages.success(request, _("Counted."))
        return True
    if not form.is_bound or not form.is_valid():
        return False
    reason = form.cleaned_data["reason"]
    if act == "send_back":
        service.send_back_activity(activity=activity, by=request.actor, reason=reason, version=known)
        messages.success(request, _("Sent back with your reason."))
    else:
        service.take_back_activity(activity=activity, by=request.actor, reason=reason, version=known)
        messages.success(request, _("It no longer counts and waits for a new review."))
    return True


def _facts(activity: Activity) -> list[tuple[Any, ...]]:
    return [
        (_("Type"), activity.get_kind_display()),
        (_("Cluster"), activity.cluster.name),
        (_("Number"), activity.count),
        (_("Recorded by"), str(activity.recorded_by)),
        (_("Reviewed by"), str(activity.reviewed_by) if activity.reviewed_by else _("nobody yet")),
    ]


def _timeline(activity: Activity) -> list[dict[str, Any]]:
    labels = {move.name: move.label for move in workflow.of(activity).transitions} | {"record": _("Recorded")}
    return [
        {
            "when": entry.occurred_at,
            "what": labels.get(entry.name, entry.name),
            "who": entry.actor_label,
            "note": entry.comment,
        }
        for entry in workflow.history(activity).reverse()
    ]


@require_safe
def activity_evidence(request: HttpRequest, pk: int) -> FileResponse:
    activity = _activity(request, pk)
    if activity.evidence is None:
        raise Http404
    return files.answer(activity.evidence)


def _partnership(request: HttpRequest, slug: str) -> Partnership:
    return get_object_or_404(reported_to(request.actor), slug=slug)


def _activity(request: HttpRequest, pk: int) -> Activity:
    visible = Activity.objects.visible_to(request.actor)
    found: Activity = get_object_or_404(
        visible.select_related("partnership", "cluster", "evidence", "recorded_by", "reviewed_by"), pk=pk
    )
    return found


def _form(request: HttpRequest, partnership: Partnership, initial: dict[str, Any]) -> ActivityForm:
    clusters = clusters_to_record_for(partnership, request.actor)
    return ActivityForm(posted(request), request.FILES or None, initial=initial, clusters=clusters)
