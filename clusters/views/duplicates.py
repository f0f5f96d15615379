"""Two entries of one organisation: seen while somebody describes it, and made one by the manager."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clusters import permissions
from clusters.forms.membership import MergeForm
from clusters.models import Membership, Organisation
from clusters.selectors.duplicates import similar
from clusters.selectors.members import merge_partners
from clusters.services import merging
from core import throttle
from core.exceptions import Refused
from core.posted import posted

# The page asks while somebody types; nobody types this much.
PER_TEN_MINUTES = 200
_FIELDS = ("name", "country", "registration_number", "vat_number")


@require_safe
def organisation_similar(request: HttpRequest) -> HttpResponse:
    """The part of the form that shows organisations which are here already."""
    context = {"similar": similar_to(request, request.GET), "chosen": False}
    return render(request, "clusters/_organisation_similar.html", context)


def similar_to(request: HttpRequest, told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Name, town and country of what may be the same, and where to ask for a place in it; never more."""
    who = str(request.user.pk)
    if not throttle.allowed("similar", who, limit=PER_TEN_MINUTES, seconds=600):
        return []
    words = {name: str(told.get(name) or "") for name in _FIELDS}
    return [
        {"name": one.name, "city": one.city, "country": one.country.name, "url": _join_url(one)}
        for one in similar(**words)
    ]


def _join_url(organisation: Organisation) -> str:
    address = reverse("clusters:join_ask", kwargs={"pk": organisation.pk})
    return f"{address}?{urlencode({'q': organisation.name})}"


@require_safe
def member_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Which other member is the same organisation: those with a similar name first."""
    keep = _member(request, pk)
    search = request.GET.get("q", "").strip()
    context = {
        "keep": keep,
        "search": search,
        "partners": merge_partners(request.actor, keep.organisation, search),
        "back_url": reverse("clusters:membership_decide", kwargs={"pk": pk}),
    }
    return render(request, "clusters/member_merge.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def member_merge_with(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """What moves, what speaks against it, and the name to type: it cannot be undone."""
    keep, drop = _member(request, pk), _member(request, other)
    form = MergeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            merging.merge_organisations(
                keep=keep.organisation, drop=drop.organisation, by=request.actor, **form.cleaned_data
            )
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error("typed", reason)
        else:
            words = {"gone": drop.organisation.name, "kept": keep.organisation.name}
            messages.success(request, _("%(gone)s is now part of %(kept)s.") % words)
            return redirect("clusters:members")
    context = {
        "form": form,
        "keep": keep.organisation,
        "drop": drop.organisation,
        "preview": merging.preview_merge(keep=keep.organisation, drop=drop.organisation, by=request.actor),
        "other_way": reverse("clusters:member_merge_with", kwargs={"pk": other, "other": pk}),
        "back_url": reverse("clusters:member_merge", kwargs={"pk": pk}),
    }
    return render(request, "clusters/member_merge_with.html", context)


def _member(request: HttpRequest, pk: int) -> Membership:
    found = Membership.objects.visible_to(request.actor).select_related("organisation__country", "cluster")
    membership = get_object_or_404(found, pk=pk)
    permissions.check_manager(request.actor)
    return membership
