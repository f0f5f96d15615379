"""The visit plan: write it, move its dates, send it for signature, take it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.exceptions import InvalidInput
from core.posted import posted
from exchanges.forms.plan import DatesForm, PlanForm, ReasonForm, agenda_formset
from exchanges.models import Exchange
from exchanges.permissions import check_relation, exchange_relations
from exchanges.policies import plan_is_complete
from exchanges.selectors import mission_plans
from exchanges.selectors.building import exchange_for_building, plan_days
from exchanges.selectors.sums import explained, explained_result
from exchanges.services import building

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@PAGE
def plan_edit(request: HttpRequest, reference: str) -> HttpResponse:
    exchange = _exchange(request, reference)
    if exchange.state != "building" and request.method != "POST":
        return _moved_on(request, reference)
    days = plan_days(exchange)
    initial = {name: getattr(exchange.plan, name) for name in building.PLAN_FIELDS}
    form = PlanForm(posted(request), initial=initial | {"version": exchange.version})
    formset = agenda_formset(days, posted(request))
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        try:
            building.write_plan(
                exchange=exchange,
                by=request.actor,
                version=form.cleaned_data["version"],
                items=[row for row in formset.cleaned_data if row],
                **form.texts(),
            )
        except InvalidInput as error:
            form.add_error(error.field, error.message)
        else:
            return redirect("exchanges:plan_send", reference=reference)
    context = _context(exchange) | {"form": form, "formset": formset, "days": _by_day(days, formset)}
    if exchange.mission_id is not None:
        sessions = mission_plans.sessions_of(exchange.mission_id)
        context["programme_differs"] = mission_plans.differs(exchange, list(exchange.agenda.all()), sessions)
    return render(request, "exchanges/plan_edit.html", context)


@PAGE
def plan_dates(request: HttpRequest, reference: str) -> HttpResponse:
    """Shows the old and the new sum before anything is changed."""
    exchange = _exchange(request, reference)
    if exchange.state != "building" and request.method != "POST":
        return _moved_on(request, reference)
    form = DatesForm(posted(request), initial=DatesForm.initial_of(exchange))
    new = None
    if request.method == "POST" and form.is_valid():
        days = form.travel_days(exchange.travel_days)
        dates = {"start": form.cleaned_data["start"], "end": form.cleaned_data["end"], "travel_days": days}
        try:
            if "preview" in request.POST:
                new = explained_result(building.preview_dates(exchange, **dates))
            else:
                version = form.cleaned_data["version"]
                building.change_dates(exchange=exchange, by=request.actor, version=version, **dates)
                messages.success(request, _("The dates are changed and the sum is calculated anew."))
                return redirect("exchanges:plan_edit", reference=reference)
        except InvalidInput as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    old = explained(exchange.planned_quote) if exchange.planned_quote is not None else None
    context = _context(exchange) | {"form": form, "old": old, "new": new}
    context["back_url"] = reverse("exchanges:plan_edit", args=[reference])
    return render(request, "exchanges/plan_dates.html", context)


@PAGE
def plan_send(request: HttpRequest, reference: str) -> HttpResponse:
    """The plan as the four will read it, what is missing, and the button."""
    exchange = _exchange(request, reference)
    if request.method == "POST":
        version = request.POST.get("version", "")
        building.send_plan(
            exchange=exchange, by=request.actor, version=int(version) if version.isdigit() else None
        )
        messages.success(request, _("The plan is out for signature. All four parties are asked by mail."))
        return redirect("exchanges:file", reference=reference)
    if exchange.state != "building":
        return _moved_on(request, reference)
    context = _context(exchange) | {"missing": plan_is_complete(exchange, {}), "days": plan_days(exchange)}
    context["back_url"] = reverse("exchanges:plan_edit", args=[reference])
    return render(request, "exchanges/plan_send.html", context)


@PAGE
def plan_change(request: HttpRequest, reference: str) -> HttpResponse:
    exchange = _exchange(request, reference)
    if exchange.state not in ("commitment_signing", "agreement_signing") and request.method != "POST":
        return _moved_on(request, reference)
    form = ReasonForm(
        posted(request),
        label=_("What has to change, and why?"),
        hint=_("The others read this. Whoever has signed signs again, when the text they signed changes."),
        caption=reference,
    )
    if request.method == "POST" and form.is_valid():
        building.change_plan(exchange=exchange, by=request.actor, reason=form.cleaned_data["reason"])
        messages.success(
            request, _("You can change the plan now. Send it for signature again when it is ready.")
        )
        return redirect("exchanges:plan_edit", reference=reference)
    context = _context(exchange) | {"form": form, "button_label": _("Take the plan back")}
    return render(request, "exchanges/plan_change.html", context)


def _exchange(request: HttpRequest, reference: str) -> Exchange:
    exchange = exchange_for_building(request.actor, reference)
    check_relation(exchange_relations(exchange, request.actor), "visitor", "visitor_manager", "decider")
    return exchange


def _moved_on(request: HttpRequest, reference: str) -> HttpResponse:
    messages.info(request, _("The plan cannot be changed at this step. This page says what comes next."))
    return redirect("exchanges:file", reference=reference)


def _context(exchange: Exchange) -> dict[str, Any]:
    return {
        "exchange": exchange,
        "reference": exchange.reference,
        "back_url": reverse("exchanges:file", args=[exchange.reference]),
        "back_label": exchange.reference,
    }


def _by_day(days: Any, formset: Any) -> list[dict[str, Any]]:
    """The days of the stay, each with its rows of the formset."""
    rows: dict[str, list[Any]] = {}
    for form in formset:
        rows.setdefault(str(form["day"].value()), []).append(form)
    return [{"day": row.day, "forms": rows.get(row.day.date.isoformat(), [])} for row in days]
