"""The lump sum while typing: on an application, and for anybody on the public calculator."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from clusters.enums import RoleKind
from clusters.places import Place
from exchanges.forms.application import DatesForm
from exchanges.forms.public import CalculatorForm
from exchanges.models import Mission
from exchanges.selectors.apply import file_of
from exchanges.services.estimates import Estimate, estimate_between, estimate_for


@require_safe
def estimate(request: HttpRequest, pk: int) -> HttpResponse:
    """The region of the dates page that shows the sum; without htmx a page of its own."""
    application = get_object_or_404(file_of(request.actor), pk=pk)
    form = DatesForm(request.GET, application=application)
    form.is_valid()
    data = form.cleaned_data
    found = estimate_for(
        application,
        start=data.get("planned_start"),
        end=data.get("planned_end"),
        travel_days=data.get("travel_days") or [],
    )
    asked = {name: request.GET.get(name, "") for name in ("planned_start", "planned_end")}
    context = {"application": application, "estimate": found} | asked
    if request.htmx:
        return render(request, "exchanges/_estimate.html", context)
    context["back_url"] = reverse("exchanges:application_page", kwargs={"pk": pk, "page": "dates"})
    return render(request, "exchanges/application_estimate.html", context)


@login_not_required
@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    """Everything stands in the address, so a result can be sent to a colleague."""
    asked = bool(set(request.GET) & {"home_city", "host_city", "start", "end"})
    seat = _seat(request)
    settled = (seat.country, seat.name) if seat is not None else None
    form = CalculatorForm(request.GET if asked else None, initial=_known(request), settled=settled)
    questions = [form[name] for name in ("home_town", "host_town") if name in form.fields]
    context: dict[str, Any] = {"form": form, "questions": questions, "estimate": None, "apply_url": ""}
    if asked and form.is_valid():
        context["estimate"] = _between(form.cleaned_data, seat)
        context["apply_url"] = _apply_url(form.cleaned_data)
    if request.htmx:
        return render(request, "exchanges/_calculator_result.html", context)
    return render(request, "exchanges/calculator.html", context)


def _known(request: HttpRequest) -> dict[str, Any]:
    """What need not be asked: the person's own seat, and place and days of a mission."""
    found: dict[str, Any] = {"kind": "sme"}
    hat = request.actor.hat
    if hat is not None and hat.kind == RoleKind.REPRESENTATIVE:
        own = hat.organisation
        found |= {"kind": own.kind, "home_country": own.country_id, "home_city": own.city}
    mission = Mission.objects.visible_to(request.actor).filter(slug=request.GET.get("mission", "")).first()
    if mission is not None:
        found |= {"host_country": mission.country_id, "host_city": mission.city}
        found |= {"start": mission.start_on, "end": mission.end_on}
    return found


def _seat(request: HttpRequest) -> Place | None:
    """Where the person's own organisation is; its position may be one that no map has."""
    hat = request.actor.hat
    own = hat.organisation if hat is not None and hat.kind == RoleKind.REPRESENTATIVE else None
    if own is None or own.latitude is None:
        return None
    return Place(0, own.country_id, own.city, float(own.latitude), float(own.longitude), own.region)


def _apply_url(data: dict[str, Any]) -> str:
    """A new application takes days and country along, so that nobody types them twice."""
    query = QueryDict(mutable=True)
    query.update({"planned_start": data["start"].isoformat(), "planned_end": data["end"].isoformat()})
    query["country"] = data["host_country"]
    return f"{reverse('exchanges:application_new')}?{query.urlencode()}"


def _between(data: dict[str, Any], seat: Place | None) -> Estimate:
    return estimate_between(
        home=data["home_town"] or seat,
        host=data["host_town"] or seat,
        kind=data["kind"],
        start=data["start"],
        end=data["end"],
        travel_days=data["travel_days"],
    )
