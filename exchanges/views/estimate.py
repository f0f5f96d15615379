"""The lump sum while typing: on an application, and for anybody on the public calculator."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from clusters.enums import OrganisationKind, RoleKind
from clusters.places import Place
from core import clock
from core.countries import country_name
from core.money import format_eur
from exchanges.enums import Mode
from exchanges.forms.application import DatesForm
from exchanges.forms.public import CalculatorForm
from exchanges.models import HostOffer, Mission
from exchanges.selectors.rulebooks import rulebook_on
from exchanges.selectors.way_in import WayIn, way_in
from exchanges.services.estimates import Estimate, estimate_between, estimate_for
from exchanges.views.carried import join_url
from exchanges.views.finding import file_or_404

# Any of these in the address is a question; the others only fill the form.
ASKED = {"home_city", "host_city", "start", "end"}
ALONG = ("earlier", "mission", "host")
BROUGHT = ("kind", "home_country", *ALONG, "partnership", "cluster")


@require_safe
def estimate(request: HttpRequest, pk: int) -> HttpResponse:
    """The region of the dates page that shows the sum; without htmx a page of its own."""
    application = file_or_404(request, pk=pk)
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
    asked = bool(set(request.GET) & ASKED)
    seat = _seat(request)
    settled = (seat.country, seat.name) if seat is not None else None
    way = way_in(request.actor, request.GET)
    terms = rulebook_on(clock.today(), way.partnership_id)
    query = request.GET.copy()
    query.setdefault("kind", OrganisationKind.SME.value)
    form = CalculatorForm(
        query if asked else None,
        initial=_known(request),
        settled=settled,
        online=terms.virtual_allowed,
    )
    questions = [form[name] for name in ("home_town", "host_town") if name in form.fields]
    context: dict[str, Any] = {
        "form": form,
        "questions": questions,
        "kept": [form[name] for name in _along(way) if form[name].value()],
        "way": way,
        "whose": terms.partnership,
        "check_url": f"{reverse('exchanges:check')}?{urlencode(way.named)}"
        if way.named
        else reverse("exchanges:check"),
        "missing": [],
        "estimate": None,
    }
    if asked and form.is_valid():
        context |= _answer(request, form.cleaned_data, seat, way)
    elif asked:
        context["missing"] = _missing(form)
    if request.htmx:
        return render(request, "exchanges/_calculator_result.html", context)
    return render(request, "exchanges/calculator.html", context)


def _answer(request: HttpRequest, data: dict[str, Any], seat: Place | None, way: WayIn) -> dict[str, Any]:
    home, host = data["home_town"] or seat, data["host_town"] or seat
    found = estimate_between(
        home=home,
        host=host,
        kind=data["kind"],
        start=data["start"],
        end=data["end"],
        travel_days=data["travel_days"],
        mode=Mode.VIRTUAL if data.get("online") else Mode.PHYSICAL,
        partnership_id=way.partnership_id,
    )
    over = data["start"] < clock.today()
    apply_url = _apply_url(data, host, way)
    return {
        "estimate": found,
        "facts": _facts(found, home, host),
        "over": over,
        "may_apply": found.result is not None
        and found.result.eligible
        and not over
        and not data.get("online"),
        "apply_url": apply_url,
        "join_url": join_url(request, apply_url),
        "longer_url": _longer_url(request, found),
        "same_place": home.country == host.country and home.name == host.name,
    }


def _facts(found: Estimate, home: Place, host: Place) -> list[tuple[Any, ...]]:
    """The three things that the sum comes from."""
    result, rulebook = found.result, found.rulebook
    if result is None or rulebook is None:
        return []
    days = ngettext("%(days)s of %(all)s day", "%(days)s of %(all)s days", result.calendar_days) % {
        "days": result.working_days,
        "all": result.calendar_days,
    }
    facts: list[tuple[Any, ...]] = [(_("Working days"), days)]
    if result.distance_km is not None:
        near = result.distance_km < rulebook.full_distance_km
        band = _("under %(km)s km: reduced") if near else _("%(km)s km or more: not reduced")
        note = f"{home.name} - {host.name}; {band % {'km': rulebook.full_distance_km}}"
        facts.append((_("Distance"), _("%(km)s km") % {"km": f"{result.distance_km:.0f}"}, note))
    if result.base is not None:
        facts.append((_("Full sum"), format_eur(result.base), country_name(host.country)))
    return facts


def _missing(form: CalculatorForm) -> list[tuple[str, str]]:
    """(field, sentence) of what stands between the answers and a sum, places to choose apart."""
    return [
        (form[name].id_for_label, errors[0])
        for name, errors in form.errors.items()
        if name in form.fields and name not in ("home_town", "host_town")
    ]


def _known(request: HttpRequest) -> dict[str, Any]:
    """What need not be asked: the person's own seat, earlier answers, and place and days of a mission or host."""
    found: dict[str, Any] = {"kind": "sme"}
    hat = request.actor.hat
    if hat is not None and hat.kind == RoleKind.REPRESENTATIVE:
        own = hat.organisation
        found |= {"kind": own.kind, "home_country": own.country_id, "home_city": own.city}
    found |= {name: request.GET[name] for name in BROUGHT if request.GET.get(name)}
    slug = request.GET.get("mission", "")
    known = Mission.objects.visible_to(request.actor)
    mission = known.filter(slug=slug).first() if slug and slug.isprintable() else None
    if mission is not None:
        found |= {"host_country": mission.country_id, "host_city": mission.city}
        found |= {"start": mission.start_on, "end": mission.end_on}
    number = request.GET.get("host", "")
    offers = HostOffer.objects.visible_to(request.actor).open().select_related("organisation")
    offer = offers.filter(pk=number).first() if number.isdecimal() and len(number) < 10 else None
    if offer is not None:
        found |= {"host_country": offer.organisation.country_id, "host_city": offer.organisation.city}
    return found


def _seat(request: HttpRequest) -> Place | None:
    """Where the person's own organisation is; its position may be one that no map has."""
    hat = request.actor.hat
    own = hat.organisation if hat is not None and hat.kind == RoleKind.REPRESENTATIVE else None
    if own is None or own.latitude is None:
        return None
    return Place(0, own.country_id, own.city, float(own.latitude), float(own.longitude), own.region)


def _apply_url(data: dict[str, Any], host: Place, way: WayIn) -> str:
    """A new application takes days and place along, so that nobody types them twice."""
    query = QueryDict(mutable=True)
    query.update({"planned_start": data["start"].isoformat(), "planned_end": data["end"].isoformat()})
    query.setlist("travel_days", [day.isoformat() for day in data["travel_days"]])
    query.update({"country": host.country, "kind": data["kind"]})
    query.update({name: data[name] for name in ("home_country", "home_city")})
    if host.id:
        query["town"] = str(host.id)
    query.update({name: data[name] for name in _along(way) if data.get(name)})
    return f"{reverse('exchanges:application_new')}?{query.urlencode()}"


def _along(way: WayIn) -> list[str]:
    """What goes along; of partnership and cluster only what was found."""
    return list(dict.fromkeys([*ALONG, *dict(way.named)]))


def _longer_url(request: HttpRequest, found: Estimate) -> str:
    """The same question with the last day that the next step needs."""
    if found.longer is None:
        return ""
    query = request.GET.copy()
    query["end"] = found.longer[0].isoformat()
    return f"{reverse('exchanges:calculator')}?{query.urlencode()}"
