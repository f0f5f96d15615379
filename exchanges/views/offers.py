"""What hosts offer: public list and page; entered by the host or its cluster."""

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
from exchanges.forms.offers import NewOfferForm, PeriodForm
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
    """Five answers open an offer; contact, languages and fields start with what is known, and can be changed."""
    cluster, organisation = _place(request)
    hosts = None if organisation is not None else selectors.possible_hosts(cluster)
    form = NewOfferForm(posted(request), organisations=hosts, initial={"capacity": 1})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        host = organisation or data.pop("organisation")
        known = {
            "languages": host.languages or ["en"],
            "terms": host.terms.all(),
            "contact_name": request.user.get_full_name(),
            "contact_email": request.user.email,
        }
        try:
            offer = services.create_offer(
                by=request.actor, organisation=host, host_cluster=cluster, **data, **known
            )
        except InvalidInput as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(
                request, _("The offer is open. Requests go to %(name)s.") % {"name": offer.contact_name}
            )
            return redirect("exchanges:offer_edit", pk=offer.pk)
    context = {
        "form": form,
        "button_label": _("Open this offer"),
        "back_url": reverse("exchanges:offers"),
    }
    return render(request, "exchanges/offer_form.html", context)


@FORM_PAGE
def offer_periods(request: HttpRequest, pk: int) -> HttpResponse:
    """When the host is free, and for how many; the form adds a period."""
    offer = own_offer(request, pk)
    known = services.period_rows(offer)
    form = PeriodForm(posted(request), initial={"capacity": 1})
    if request.method == "POST" and form.is_valid():
        new = tuple(form.cleaned_data[name] for name in ("available_from", "available_until", "capacity"))
        if done(form, services.set_periods, offer=offer, by=request.actor, periods=[*known, new]):
            messages.success(request, _("The free periods are saved."))
            return redirect("exchanges:offer_periods", pk=pk)
    back = reverse("exchanges:offer_edit", args=[pk])
    context = {"form": form, "offer": offer, "periods": known, "back_url": back}
    return render(request, "exchanges/offer_periods.html", context)


@require_POST
def offer_period_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away the period that begins on a day."""
    offer = own_offer(request, pk)
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
    offer = own_offer(request, pk)
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


def own_offer(request: HttpRequest, pk: int) -> HostOffer:
    """For those who may change it; strangers get 404, others who see it 403."""
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
