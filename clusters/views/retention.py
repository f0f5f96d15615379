"""Retention for the coordinator: what starts the clock, what stops it, what went when. No personal data."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.enums import RoleKind
from clusters.forms.privacy import BalanceForm, HoldForm
from clusters.models import LegalHold, Partnership
from clusters.selectors import retention as select
from clusters.services import retention as service
from core import clock
from core.exceptions import InvalidInput, NotAllowed
from core.posted import posted

PER_PAGE = 30
READERS = (RoleKind.COORDINATOR, RoleKind.AUDITOR)


@require_GET
def retention(request: HttpRequest) -> HttpResponse:
    partnership = _partnership(request, READERS)
    page = Paginator(select.runs(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "partnership": partnership,
        "holds": select.holds_of(partnership),
        "rules": select.rule_rows(clock.today()),
        "page": page,
        "runs": [{"run": run, "counts": select.named(run.counts)} for run in page],
        "may_change": request.actor.hat.kind == RoleKind.COORDINATOR,
    }
    return render(request, "clusters/retention.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def retention_balance(request: HttpRequest) -> HttpResponse:
    """First the day, then a page that says what it starts, then it counts."""
    partnership = _partnership(request)
    initial = {"paid_on": partnership.balance_paid_on, "grant_amount": partnership.grant_amount}
    form = BalanceForm(posted(request), initial=initial)
    context: dict[str, Any] = {"partnership": partnership, "back_url": reverse("clusters:retention")}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        values = {"paid_on": data["paid_on"], "grant_amount": data["grant_amount"]}
        try:
            if not data["confirmed"]:
                over_on = service.files_go_on(partnership=partnership, **values)
                return render(
                    request,
                    "clusters/retention_confirm.html",
                    context | values | {"form": form, "over_on": over_on},
                )
            service.note_balance(partnership=partnership, by=request.actor, **values)
        except InvalidInput as problem:
            form.add_error(problem.field, problem.message)
        else:
            messages.success(request, _("Noted."))
            return redirect("clusters:retention")
    return render(request, "clusters/retention_balance.html", context | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def retention_hold(request: HttpRequest) -> HttpResponse:
    partnership = _partnership(request)
    form = HoldForm(posted(request), today=clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            service.set_hold(partnership=partnership, by=request.actor, **form.cleaned_data)
        except InvalidInput as problem:
            form.add_error(problem.field, problem.message)
        else:
            kept = form.cleaned_data["reference"]
            words = _("From now on nothing of this partnership's files is deleted.")
            messages.success(request, _("From now on nothing of this file is deleted.") if kept else words)
            return redirect("clusters:retention")
    context = {
        "partnership": partnership,
        "form": form,
        "back_url": reverse("clusters:retention"),
        "button_label": _("Keep it"),
    }
    return render(request, "clusters/retention_hold.html", context)


@require_POST
def retention_hold_lift(request: HttpRequest, pk: int) -> HttpResponse:
    _partnership(request)
    hold = get_object_or_404(LegalHold.objects.visible_to(request.actor), pk=pk)
    service.lift_hold(hold=hold, by=request.actor)
    messages.success(request, _("The hold has ended. What is overdue goes with the next daily run."))
    return redirect("clusters:retention")


def _partnership(request: HttpRequest, kinds: tuple[RoleKind, ...] = (RoleKind.COORDINATOR,)) -> Partnership:
    hat = request.actor.hat
    if hat is None or hat.kind not in kinds:
        raise NotAllowed(_("This page is for the coordinator of a partnership."))
    found: Partnership = hat.partnership
    return found
