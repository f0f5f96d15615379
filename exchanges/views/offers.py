"""What hosts offer: public list and page; entered by the host or its cluster."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clusters.enums import OrganisationKind, RoleKind
from clusters.models import Cluster, Organisation
from clusters.selectors.memberships import home_cluster
from clusters.views.own import done
from core.exceptions import InvalidInput, NotAllowed
from core.languages import language_name
from core.posted import posted
from exchanges.enums import ActivityType, Facility, Use
from exchanges.filters import OfferFilter
from exchanges.forms.offers import NewOfferForm, OfferForm, PeriodForm
from exchanges.models import HostOffer
from exchanges.selectors import missions as selectors
from exchanges.services import offers as services

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_not_required
def offers(request: HttpRequest) -> HttpResponse:
    found = OfferFilter(request.GET, queryset=selectors.offers(request.actor))
    page = Paginator(found.qs, 20).get_page(request.GET.get("page"))
    return render(
        request, "exchanges/offers.html", {"filter": found, "page": page, "may_add": _may_add(request)}
    )


@require_safe
@login_not_required
def offer_detail(request: HttpRequest, pk: int) -> HttpResponse:
    offer = get_object_or_404(selectors.offer_for_page(request.actor), pk=pk)
    context = {
        "offer": offer,
        "uses": [Use(code).label for code in offer.uses],
        "activities": [ActivityType(code).label for code in offer.activity_types],
        "periods": list(offer.periods.all()),
        "facilities": [Facility(code).label for code in offer.facilities],
        "languages_spoken": [language_name(code) for code in offer.languages],
        "host_has_page": _has_page(offer.organisation),
        "terms": [term.label for term in offer.terms.all()],
        "may_change": services.may_change(offer, request.actor),
        "back_url": reverse("exchanges:offers"),
        "back_label": _("All hosts"),
    }
    return render(request, "exchanges/offer_detail.html", context)


@FORM_PAGE
def offer_new(request: HttpRequest) -> HttpResponse:
    cluster, organisation = _place(request)
    hosts = None if organisation is not None else selectors.possible_hosts(cluster)
    user = request.user
    form = NewOfferForm(
        posted(request),
        organisations=hosts,
        initial={
            "capacity": 1,
            "languages": (organisation.languages if organisation is not None else []) or ["en"],
            "contact_name": user.get_full_name(),
            "contact_email": user.email,
        },
    )
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        host = organisation or data.pop("organisation")
        try:
            offer = services.create_offer(by=request.actor, organisation=host, host_cluster=cluster, **data)
        except InvalidInput as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("The offer is open. Visitors can choose it now."))
            return redirect("exchanges:offer_detail", pk=offer.pk)
    return render(
        request,
        "exchanges/offer_form.html",
        {"form": form, "button_label": _("Open this offer"), "back_url": reverse("exchanges:offers")},
    )


@FORM_PAGE
def offer_edit(request: HttpRequest, pk: int) -> HttpResponse:
    offer = _own(request, pk)
    form = OfferForm(posted(request), organisations=None, initial=_values(offer))
    if request.method == "POST" and form.is_valid():
        try:
            services.update_offer(offer=offer, by=request.actor, **form.cleaned_data)
        except InvalidInput as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("The offer is saved."))
            return redirect("exchanges:offer_detail", pk=pk)
    back = reverse("exchanges:offer_detail", args=[pk])
    context = {"form": form, "offer": offer, "button_label": _("Save"), "back_url": back}
    return render(request, "exchanges/offer_form.html", context)


@FORM_PAGE
def offer_periods(request: HttpRequest, pk: int) -> HttpResponse:
    """When the host is free, and for how many; the form adds a period."""
    offer = _own(request, pk)
    known = services.period_rows(offer)
    form = PeriodForm(posted(request), initial={"capacity": 1})
    if request.method == "POST" and form.is_valid():
        new = tuple(form.cleaned_data[name] for name in ("available_from", "available_until", "capacity"))
        if done(form, services.set_periods, offer=offer, by=request.actor, periods=[*known, new]):
            messages.success(request, _("The free periods are saved."))
            return redirect("exchanges:offer_periods", pk=pk)
    back = reverse("exchanges:offer_detail", args=[pk])
    context = {"form": form, "offer": offer, "periods": known, "back_url": back}
    return render(request, "exchanges/offer_periods.html", context)


@require_POST
def offer_period_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away the period that begins on a day."""
    offer = _own(request, pk)
    gone = request.POST.get("first_day", "")
    left = [period for period in services.period_rows(offer) if period[0].isoformat() != gone]
    try:
        services.set_periods(offer=offer, by=request.actor, periods=left)
    except InvalidInput as problem:
        messages.error(request, str(problem.message))
    else:
        messages.success(request, _("The free periods are saved."))
    return redirect("exchanges:offer_periods", pk=pk)


@require_POST
def offer_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an open offer, open a closed one."""
    offer = _own(request, pk)
    if offer.active:
        services.close_offer(offer=offer, by=request.actor)
        messages.success(request, _("The offer is closed. Visits under way go on."))
    else:
        services.open_offer(offer=offer, by=request.actor)
        messages.success(request, _("The offer is open. Visitors can choose it now."))
    return redirect("exchanges:offer_detail", pk=pk)


def _has_page(host: Organisation) -> bool:
    """Whether the host stands in the directory; a cluster has a page of its own there."""
    return host.listed and host.hidden_at is None and host.kind != OrganisationKind.CLUSTER


def _own(request: HttpRequest, pk: int) -> HostOffer:
    offer = get_object_or_404(selectors.offer_for_page(request.actor), pk=pk)
    services.check_may_change(offer, request.actor)
    return offer


def _may_add(request: HttpRequest) -> bool:
    hat = request.actor.hat
    return hat is not None and hat.kind in (RoleKind.MANAGER, RoleKind.REPRESENTATIVE)


def _place(request: HttpRequest) -> tuple[Cluster, Organisation | None]:
    """The cluster that answers for the offer, and the host where the hat leaves no choice."""
    hat = request.actor.hat
    if hat is not None and hat.kind == RoleKind.MANAGER:
        return hat.cluster, None
    if hat is not None and hat.kind == RoleKind.REPRESENTATIVE:
        cluster = home_cluster(hat.organisation)
        if cluster is not None:
            return cluster, hat.organisation
        raise NotAllowed(_("Your organisation has no cluster yet. Name your cluster in your profile first."))
    raise NotAllowed(_("Offers are entered by hosts and their clusters."))


def _values(offer: HostOffer) -> dict[str, Any]:
    names = ("title", "description", "uses", "activity_types", "languages", "facilities", "facilities_note")
    more = ("contact_name", "contact_email", "contact_phone")
    return {name: getattr(offer, name) for name in (*names, *more)}
