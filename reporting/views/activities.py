"""Activities: the list, its table to take away, and the review by a second person."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clusters.selectors.terms import by_taxonomy, terms_of
from core import files, workflow
from core.posted import posted
from exchanges.enums import Mode
from reporting import permissions
from reporting.activity_fields import SERVICES, count_label, not_asked
from reporting.exporting import listed_activities
from reporting.forms.activities import SendBackForm
from reporting.models import Activity, Service
from reporting.selectors import activities as select
from reporting.selectors import double_claims
from reporting.services import activities as service
from reporting.services.import_activities import ACTIVITIES
from reporting.views.parts import partnership_of, tabs

PER_PAGE = 50
REVIEWS = ("count", "send_back", "take_back")


@require_safe
def activities(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_of(request, slug)
    listed = listed_activities(request.actor, partnership, request.GET)
    rows = select.in_order(listed.qs, request.GET.get("order", ""))
    context = {
        "partnership": partnership,
        "filter": listed,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "tabs": tabs(request, partnership, "activities"),
        "may_record": permissions.can_record(partnership, request.actor),
        "may_read_claims": permissions.reads_claims(partnership, request.actor),
        "may_import": ACTIVITIES.scope_of(request.actor) == partnership.pk,
    }
    return render(request, "reporting/activities.html", context)


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
    return render(request, "reporting/activity_review.html", _review_context(request, activity, reasons))


def _review_context(request: HttpRequest, activity: Activity, reasons: SendBackForm) -> dict[str, Any]:
    relations = permissions.activity_relations(activity, request.actor)
    claims = activity.state in double_claims.CLAIMING
    key = double_claims.own_key(activity)
    doubles = double_claims.undecided_of(activity) if claims else []
    return {
        "activity": activity,
        "offers": {offer.name: offer for offer in workflow.available(activity, request.actor)},
        "may_edit": "owner" in relations and activity.state != "counted",
        "form": reasons,
        "facts": _facts(activity),
        "themes": by_taxonomy(terms_of(activity)),
        "doubles": [(pair.other(key), pair.words) for pair in doubles],
        "may_decide": "coordinator" in relations,
        "service": _service_of(activity),
        "may_describe": activity.kind in SERVICES
        and permissions.can_record(activity.partnership, request.actor),
        "history": _timeline(activity),
        "back_url": reverse("reporting:activities", args=[activity.partnership.slug]),
        "back_label": _("Activities"),
    }


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
    """What its type is asked for, and whatever else was told."""
    mode = (
        {Mode.PHYSICAL: _("On site"), Mode.VIRTUAL: _("Online")}.get(Mode(activity.mode))
        if activity.mode
        else ""
    )
    told = [
        (_("Type"), activity.get_kind_display()),
        (_("Cluster"), activity.cluster.name),
        (_("Other clusters that took part"), ", ".join(one.short_name for one in activity.clusters.all())),
        (count_label(activity.kind), activity.count if "count" not in not_asked(activity.kind) else ""),
        (_("On site or online"), mode),
        (_("Place"), activity.place),
        (_("People who took part"), activity.participants),
        (_("Organisations that took part"), activity.organisations),
        (_("With whom"), activity.partner),
        (_("What they are"), activity.get_counterpart_display() if activity.counterpart else ""),
        (_("Recorded by"), str(activity.recorded_by)),
        (_("Reviewed by"), str(activity.reviewed_by) if activity.reviewed_by else _("nobody yet")),
    ]
    return [(label, value) for label, value in told if value not in ("", None)]


def _service_of(activity: Activity) -> Service | None:
    return getattr(activity, "service", None) or getattr(activity, "piloted_service", None)


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


def _activity(request: HttpRequest, pk: int) -> Activity:
    visible = Activity.objects.visible_to(request.actor)
    found: Activity = get_object_or_404(
        visible.select_related(
            "partnership", "cluster", "evidence", "recorded_by", "reviewed_by", "event", "tandem"
        ),
        pk=pk,
    )
    return found
