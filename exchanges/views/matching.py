"""The matching board of staff: who waits for a host, what is in demand, and how suggestions are weighed."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clusters.enums import RoleKind
from core.edits import Edit
from core.exceptions import NotAllowed
from core.posted import posted
from core.views.exports import table_at_once
from exchanges.filters import WaitingFilter
from exchanges.forms.matching import WeightsForm
from exchanges.matching.parts import CODES
from exchanges.selectors import demand, waiting, weights
from exchanges.services.weights import save_weights

PER_PAGE = 10
_BOARD = (RoleKind.MANAGER, RoleKind.COORDINATOR)


@require_safe
def matching(request: HttpRequest) -> HttpResponse:
    """Waiting visitors with what they look for, their best hosts, and the open matches with the days left."""
    hat = _hat(request, *_BOARD)
    found = WaitingFilter(request.GET, queryset=waiting.for_board(request.actor))
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    files = list(page.object_list)
    used = weights.weights_of(files[0].partnership_id if files else hat.partnership_id)
    context = {
        "filter": found,
        "page": page,
        "rows": waiting.rows(files, used),
        "weights": used,
        "coordinates": hat.kind == RoleKind.COORDINATOR,
    }
    return render(request, "exchanges/matching.html", context)


@require_safe
def matching_demand(request: HttpRequest) -> HttpResponse:
    _hat(request, *_BOARD)
    page = Paginator(demand.unmet(request.actor), 25).get_page(request.GET.get("page"))
    context = {"page": page, "back_url": reverse("exchanges:matching"), "back_label": _("Matching")}
    return render(request, "exchanges/matching_demand.html", context)


@require_safe
def matching_demand_csv(request: HttpRequest) -> StreamingHttpResponse:
    return table_at_once(request, "unmet-demand")


@require_http_methods(["GET", "HEAD", "POST"])
def matching_weights(request: HttpRequest) -> HttpResponse:
    """How the coordinator weighs the parts; what would change is shown before it is saved."""
    hat = _hat(request, RoleKind.COORDINATOR)
    partnership, now = hat.partnership, weights.weights_of(hat.partnership_id)
    saved = {code: now[code] for code in CODES}
    edit, form = Edit(request, saved), WeightsForm(posted(request), initial=saved)
    tried = None
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            tried = weights.preview(request.actor, now, form.points)
        elif edit.done(
            form,
            save_weights,
            partnership=partnership,
            by=request.actor,
            points=form.points,
            reason=form.cleaned_data["reason"],
        ):
            messages.success(request, _("The weights are in force. Suggestions use them from now on."))
            return redirect(request.path)
    context = {
        "form": form,
        "preview": tried,
        "versions": weights.versions(partnership.pk),
        "now": now,
        "total": sum(form.points.values()) if form.is_bound and form.is_valid() else sum(saved.values()),
        "back_url": reverse("exchanges:matching"),
        "back_label": _("Matching"),
    }
    return edit.answer("exchanges/matching_weights.html", context)


def _hat(request: HttpRequest, *kinds: RoleKind) -> Any:
    hat = request.actor.hat
    if hat is None or hat.kind not in kinds:
        raise NotAllowed(_("Your role does not allow this step."))
    return hat
