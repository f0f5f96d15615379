"""The targets of a partnership: set by its coordinator, with every earlier value and the reason of each change."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clusters.models import Partnership
from clusters.permissions import check_coordinates, coordinates
from core import clock
from core.posted import posted
from reporting import target_sets
from reporting.forms.targets import TargetsForm
from reporting.indicators import REGISTRY, label_of
from reporting.models import TargetVersion
from reporting.services import targets as service
from reporting.views.parts import done, partnership_of, tabs

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def targets(request: HttpRequest, slug: str) -> HttpResponse:
    """For the coordinator a form, for all others who read the figures the values; the history for everybody."""
    partnership = partnership_of(request, slug)
    if request.method == "POST":
        check_coordinates(request.actor, partnership)
    chosen = target_sets.BY_KEY.get(request.GET.get("set", ""))
    form = TargetsForm(posted(request), initial=_initial(partnership, chosen))
    if request.method == "POST" and form.is_valid() and _saved(request, partnership, form):
        return redirect("reporting:targets", slug=slug)
    history = TargetVersion.objects.visible_to(request.actor).filter(partnership=partnership)
    page = Paginator(history.select_related("set_by").order_by("-id"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "partnership": partnership,
        "form": form,
        "sets": target_sets.SETS,
        "chosen": chosen,
        "may_change": coordinates(request.actor, partnership),
        "present": _present(partnership),
        "page": page,
        "versions": [(row, label_of(row.code)) for row in page],
        "tabs": tabs(request, partnership, "dashboard"),
        "back_url": reverse("reporting:dashboard", args=[slug]),
        "back_label": _("Figures"),
    }
    return render(request, "reporting/targets.html", context)


def _initial(partnership: Partnership, chosen: target_sets.TargetSet | None) -> dict[str, Any]:
    """The present targets, with those of a chosen set over them; nothing is saved by looking at a set."""
    present = {target.code: _short(target.value) for target in partnership.targets.order_by("code")}
    initial: dict[str, Any] = {"valid_from": clock.today()} | present
    if chosen is not None:
        initial |= chosen.values | {"source": str(chosen.source)}
    return initial


def _short(value: Decimal) -> Decimal | int:
    return int(value) if value == int(value) else value


def _present(partnership: Partnership) -> list[tuple[Any, Any, Any]]:
    """(indicator, value, unit) for those who only read."""
    values = {target.code: _short(target.value) for target in partnership.targets.order_by("code")}
    return [(item.label, values[code], item.unit) for code, item in REGISTRY.items() if code in values]


def _saved(request: HttpRequest, partnership: Partnership, form: TargetsForm) -> bool:
    data = form.cleaned_data
    told = {name: data[name] for name in ("source", "valid_from", "reason")}
    if not done(
        form,
        service.set_targets,
        partnership=partnership,
        by=request.actor,
        values=form.values,
        **told,
    ):
        return False
    messages.success(request, _("The targets are set. Every figure is held against them from now on."))
    return True
