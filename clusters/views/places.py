"""Where an organisation is: its sites, one of which counts for residence, distance and holidays."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clusters import places
from clusters.forms.places import AddressForm, PlaceForm
from clusters.models import Establishment, Organisation
from clusters.models.place import Located
from clusters.selectors.reference import finer_holidays, level_of
from clusters.services import establishments, organisations
from clusters.views.own import detail, done, own
from clusters.views.steps import next_step
from core.edits import Edit
from core.exceptions import InvalidInput
from core.posted import posted

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def organisation_places(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = own(request, pk)
    sites = organisation.establishments.select_related("country", "area").order_by("name", "id")
    context = {
        "organisation": organisation,
        "level": level_of(organisation),
        "sites": sites,
        "back_url": detail(organisation),
    }
    return render(request, "clusters/organisation_places.html", context)


@FORM_PAGE
def organisation_address(request: HttpRequest, pk: int) -> HttpResponse:
    """The address of the site that counts."""
    organisation = own(request, pk)
    initial = _address(organisation) | {"name": organisation.place_name}
    saved = {name: value for name, value in initial.items() if name != "name"}
    edit = Edit(request, saved | {"place_name": organisation.place_name})
    form = AddressForm(posted(request), seat=True, initial=initial, settled=_settled(organisation))
    if request.method == "POST" and form.is_valid():
        fields = _fields(form, organisation)
        fields["place_name"] = fields.pop("name")
        service, by = organisations.update_organisation, request.actor
        if edit.done(form, service, organisation=organisation, by=by, **fields):
            return _after_address(request, organisation, None)
    context = {"form": form, "organisation": organisation, "site": None, "back_url": _list(pk)}
    return edit.answer("clusters/organisation_address.html", context)


@FORM_PAGE
def organisation_site_new(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = own(request, pk)
    form = AddressForm(posted(request), initial={"country": organisation.country_id})
    if request.method == "POST" and form.is_valid():
        try:
            site = establishments.add_site(organisation=organisation, by=request.actor, **form.cleaned_data)
        except InvalidInput as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        else:
            return _after_address(request, organisation, site)
    context = {"form": form, "organisation": organisation, "new": True, "back_url": _list(pk)}
    return render(request, "clusters/organisation_address.html", context)


@FORM_PAGE
def site_address(request: HttpRequest, pk: int, site: int) -> HttpResponse:
    organisation = own(request, pk)
    found = get_object_or_404(organisation.establishments, pk=site)
    initial = _address(found) | {"name": found.name}
    form = AddressForm(posted(request), initial=initial, settled=_settled(found))
    if request.method == "POST" and form.is_valid():
        fields = _fields(form, found)
        if done(form, establishments.update_site, site=found, by=request.actor, **fields):
            return _after_address(request, organisation, found)
    context = {"form": form, "organisation": organisation, "site": found, "back_url": _list(pk)}
    return render(request, "clusters/organisation_address.html", context)


@FORM_PAGE
def organisation_place(request: HttpRequest, pk: int, site: int | None = None) -> HttpResponse:
    """Region and position: for towns the map does not have, and for people who know better."""
    organisation = own(request, pk)
    found: Any = organisation if site is None else get_object_or_404(organisation.establishments, pk=site)
    town = places.find(found.country_id, found.city)
    placed = found.latitude is not None
    form = PlaceForm(posted(request), country=found.country_id, known=town is not None, initial=_place(found))
    if request.method == "POST" and form.is_valid():
        fields = {name: value for name, value in form.cleaned_data.items() if name != "near"}
        if _stored(form, found, request, fields):
            if site is None:
                return redirect(next_step(organisation))
            return redirect(_list(pk))
    context = {
        "form": form,
        "organisation": organisation,
        "place": found,
        "placed": placed,
        "level": level_of(found),
        "back_url": _list(pk),
    }
    return render(request, "clusters/organisation_place.html", context)


@FORM_PAGE
def site_count(request: HttpRequest, pk: int, site: int) -> HttpResponse:
    organisation = own(request, pk)
    found = get_object_or_404(organisation.establishments.select_related("country"), pk=site)
    problem = ""
    if request.method == "POST":
        try:
            establishments.make_seat(site=found, by=request.actor)
        except InvalidInput as wrong:
            problem = str(wrong.message)
        else:
            messages.success(request, _("%(site)s counts from now on.") % {"site": found.name})
            return redirect(_list(pk))
    context = {"organisation": organisation, "site": found, "problem": problem, "back_url": _list(pk)}
    return render(request, "clusters/site_count.html", context)


@FORM_PAGE
def site_remove(request: HttpRequest, pk: int, site: int) -> HttpResponse:
    organisation = own(request, pk)
    found = get_object_or_404(organisation.establishments, pk=site)
    if request.method == "POST":
        name = found.name
        establishments.remove_site(site=found, by=request.actor)
        messages.success(request, _("%(site)s is removed.") % {"site": name})
        return redirect(_list(pk))
    context = {"organisation": organisation, "site": found, "back_url": _list(pk)}
    return render(request, "clusters/site_remove.html", context)


def _list(pk: int) -> str:
    return reverse("clusters:organisation_places", kwargs={"pk": pk})


def _address(located: Located) -> dict[str, Any]:
    names = ("city", "street", "postal_code")
    return {"country": located.country_id} | {name: getattr(located, name) for name in names}


def _settled(located: Located) -> tuple[str, str] | None:
    return (located.country_id, located.city) if located.latitude is not None else None


def _fields(form: AddressForm, located: Located) -> dict[str, Any]:
    """What was typed; a town that stays keeps its position, which may be one that no map has."""
    fields = dict(form.cleaned_data)
    if form.is_settled() and located.latitude is not None:
        fields.pop("town", None)
    return fields


def _after_address(
    request: HttpRequest, organisation: Organisation, site: Establishment | None
) -> HttpResponse:
    """A place the map does not have, or one with holidays to be chosen, is asked for next."""
    located: Located = organisation if site is None else site
    asks_holidays = not located.region and bool(finer_holidays(located.country_id))
    if located.latitude is None or asks_holidays:
        if site is None:
            return redirect("clusters:organisation_place", pk=organisation.pk)
        return redirect("clusters:site_place", pk=organisation.pk, site=site.pk)
    messages.success(request, _("The address is saved."))
    return redirect(_list(organisation.pk))


def _place(located: Located) -> dict[str, Any]:
    """What the form shows: a position only where it is not simply that of the town."""
    town = places.find(located.country_id, located.city)
    typed = located.latitude is not None and (
        town is None
        or (float(located.latitude), float(located.longitude or 0)) != (town.latitude, town.longitude)
    )
    position = {"latitude": located.latitude, "longitude": located.longitude} if typed else {}
    return {"area": located.area_id, "region": located.region} | position


def _stored(form: PlaceForm, located: Any, request: HttpRequest, fields: dict[str, Any]) -> bool:
    if isinstance(located, Organisation):
        return done(form, organisations.update_organisation, organisation=located, by=request.actor, **fields)
    return done(form, establishments.update_site, site=located, by=request.actor, **fields)
