"""Recording one activity: first its type, then what this type needs."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clusters.forms.terms import searched
from clusters.models import Partnership
from core import clock
from core.posted import posted
from reporting import permissions
from reporting.activity_fields import GROUPS
from reporting.enums import ActivityKind
from reporting.forms.activities import ActivityForm
from reporting.models import Activity
from reporting.selectors import activities as select
from reporting.selectors.partnerships import clusters_of, clusters_to_record_for
from reporting.services import activities as service
from reporting.views.parts import done, partnership_of

FIELDS = (
    "title", "cluster", "held_on", "count", "mode", "place", "participants", "organisations", "partner", "counterpart",
    "note", "evidence_url",
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def activity_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Without a type, the types; with `event` or `tandem`, filled with what is known of it."""
    partnership = partnership_of(request, slug)
    permissions.check_may_record(partnership, request.actor)
    source, out_of = _source(request, partnership)
    kind = _kind(request, source.kind if source is not None else "")
    if not kind:
        return _types(request, partnership, None)
    answer = searched(request)
    if answer is not None:
        return _with_kind(answer, request)
    initial = source.values if source is not None else {"held_on": clock.today()}
    form = _form(request, partnership, kind, initial)
    if request.method == "POST" and form.is_valid():
        told = {"partnership": partnership, "by": request.actor, **out_of, **form.cleaned_data}
        if done(form, service.record_activity, **told):
            messages.success(request, _("Recorded. It counts when a second person has reviewed it."))
            return redirect("reporting:activities", slug=slug)
    back = reverse("reporting:activities", args=[slug])
    return _page(request, form, kind, back, source=source)


@require_http_methods(["GET", "HEAD", "POST"])
def activity_edit(request: HttpRequest, pk: int) -> HttpResponse:
    activity = get_object_or_404(
        Activity.objects.visible_to(request.actor).select_related("partnership", "cluster", "evidence"), pk=pk
    )
    permissions.check_owner(activity, request.actor)
    if request.GET.get("kind") == "" and request.method != "POST":
        return _types(request, activity.partnership, activity)
    kind = _kind(request, activity.kind)
    answer = searched(request)
    if answer is not None:
        return _with_kind(answer, request)
    terms = [term.pk for term in activity.terms.order_by("pk")]
    initial = {name: getattr(activity, name) for name in FIELDS}
    initial |= {"clusters": list(activity.clusters.all()), "terms": terms}
    form = _form(request, activity.partnership, kind, initial, terms)
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        told = {"activity": activity, "version": int(version) if version.isdecimal() else None}
        if done(form, service.update_activity, by=request.actor, **told, **form.cleaned_data):
            messages.success(request, _("Saved. It counts when a second person has reviewed it."))
            return redirect("reporting:activity_review", pk=pk)
    back = reverse("reporting:activity_review", args=[pk])
    return _page(request, form, kind, back, activity=activity)


@require_safe
def activity_sources(request: HttpRequest, slug: str) -> HttpResponse:
    """What took place in the portal and is not recorded as an activity yet."""
    partnership = partnership_of(request, slug)
    permissions.check_may_record(partnership, request.actor)
    new = reverse("reporting:activity_new", args=[slug])
    found = select.sources(request.actor, partnership)
    context = {
        "partnership": partnership,
        "sources": [(item, item.url if item.url.startswith("/") else new + item.url) for item in found],
        "back_url": reverse("reporting:activities", args=[slug]),
        "back_label": _("Activities"),
    }
    return render(request, "reporting/activity_sources.html", context)


def _kind(request: HttpRequest, known: str) -> str:
    """What was chosen, else what is known; a type that does not exist is none."""
    sent = posted(request)
    wanted = (sent.get("kind", "") if sent is not None else "") or request.GET.get("kind", "") or known
    return wanted if wanted in ActivityKind.values else ""


def _types(request: HttpRequest, partnership: Partnership, activity: Activity | None) -> HttpResponse:
    labels = dict(ActivityKind.choices)
    query = request.GET.copy()
    query.pop("kind", None)
    context = {
        "groups": [(group, [(kind, labels[kind]) for kind in kinds]) for group, kinds in GROUPS],
        "rest": query.urlencode(),
        "activity": activity,
        "partnership": partnership,
        "back_url": reverse("reporting:activities", args=[partnership.slug]),
    }
    return render(request, "reporting/activity_types.html", context)


def _source(request: HttpRequest, partnership: Partnership) -> tuple[select.Source | None, dict[str, Any]]:
    """What the form is filled from: an event or tandem that this hat may record, and nobody has."""
    event, tandem = request.GET.get("event", ""), request.GET.get("tandem", "")
    if event.isdecimal() and len(event) < 18:
        found = get_object_or_404(select.events_to_record(request.actor, partnership), pk=event)
        return select.of_event(found), {"event": found}
    if tandem.isdecimal() and len(tandem) < 18:
        held = get_object_or_404(select.tandems_to_record(request.actor, partnership), pk=tandem)
        return select.of_tandem(held), {"tandem": held}
    return None, {}


def _form(
    request: HttpRequest, partnership: Partnership, kind: str, initial: dict[str, Any], chosen: Any = ()
) -> ActivityForm:
    looking = "q" in request.GET
    if looking:
        initial = initial | {"terms": request.GET.getlist("terms")}
    return ActivityForm(
        posted(request),
        request.FILES or None,
        initial=initial,
        kind=kind,
        clusters=clusters_to_record_for(partnership, request.actor),
        others=clusters_of(partnership),
        chosen=chosen,
        search=request.GET.get("q", "").strip(),
    )


def _with_kind(answer: HttpResponse, request: HttpRequest) -> HttpResponse:
    """The search of themes without scripts keeps what the address said before."""
    kept = {name: request.GET[name] for name in ("event", "tandem") if name in request.GET}
    kept["kind"] = _kind(request, "")
    extra = "&".join(f"{name}={value}" for name, value in kept.items())
    return redirect(f"{answer['Location']}&{extra}")


def _page(request: HttpRequest, form: ActivityForm, kind: str, back: str, **more: Any) -> HttpResponse:
    query = request.GET.copy()
    query["kind"] = ""
    context = {
        "form": form,
        "kind_label": ActivityKind(kind).label,
        "change_url": f"?{query.urlencode()}",
        "back_url": back,
        "unsaved": True,
        "activity": None,
        "source": None,
    }
    return render(request, "reporting/activity_form.html", context | more)
