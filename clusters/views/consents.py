"""Permissions on one page: each given alone, each taken back with one button, with their history."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.enums import ConsentPurpose
from clusters.models import Cluster, Consent, Organisation, Partnership
from clusters.permissions import can_edit_organisation
from clusters.selectors import consents as select
from clusters.selectors import contacts as contact_selectors
from clusters.services import consents as service
from clusters.services import contacts
from core import links
from core.exceptions import Refused
from core.models import AccessLink
from core.views.by_link import by_link

PER_PAGE = 20
CONTACT_PLACES: dict[str, Any] = {model._meta.label_lower: model for model in (Cluster, Partnership)}


@require_GET
def consents(request: HttpRequest) -> HttpResponse:
    organisations = _organisations(request)
    history = select.history_of(request.user, organisations)
    live = list(history.filter(revoked_at=None))
    context = {
        "choices": [_photo(live), *_listings(request, organisations, live)],
        "contacts": contact_selectors.named_at(request.user),
        "quotes": select.with_texts([consent for consent in live if consent.purpose == ConsentPurpose.QUOTE]),
        "page": Paginator(history, PER_PAGE).get_page(request.GET.get("page")),
        "back_url": reverse("clusters:my_data"),
    }
    return render(request, "clusters/consents.html", context)


@require_POST
def consent_give(request: HttpRequest) -> HttpResponse:
    purpose = request.POST.get("purpose")
    if purpose == ConsentPurpose.PHOTO:
        service.allow_photos(by=request.actor)
    elif purpose == ConsentPurpose.CATALOGUE and request.POST.get("organisation", "").isdigit():
        organisation = get_object_or_404(
            Organisation.objects.visible_to(request.actor), pk=request.POST["organisation"]
        )
        service.allow_listing(organisation=organisation, by=request.actor)
    elif purpose == ConsentPurpose.CONTACT:
        contacts.allow_contact(place=_named(request), by=request.actor)
    else:
        raise Http404
    messages.success(request, _("Allowed. You can take it back here at any time."))
    return redirect("clusters:consents")


@require_POST
def contact_refuse(request: HttpRequest) -> HttpResponse:
    """No, or no longer: the person does not want to stand on the page of a cluster or partnership."""
    contacts.refuse_contact(place=_named(request), by=request.actor)
    messages.success(request, _("Your name is not shown there."))
    return redirect("clusters:consents")


@require_http_methods(["GET", "HEAD", "POST"])
@by_link(contacts.LINK_PURPOSE)
def contact_by_link(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """GET shows, POST acts; the same link takes a yes back later."""
    place = get_object_or_404(CONTACT_PLACES[link.subject_type], pk=link.subject_id)
    if place.contact_email != link.address:
        raise Refused(_("Somebody else is the contact now. There is nothing you need to do."))
    if request.method == "POST":
        act = contacts.refuse_contact if request.POST.get("answer") == "no" else contacts.allow_contact
        act(place=place, by=request.actor)
        links.mark_used(link)
        return redirect(f"{request.path}?done=yes")
    context = {
        "place": place,
        "consent": contact_selectors.permission_of(place),
        "done": "done" in request.GET,
    }
    return render(request, "clusters/contact_by_link.html", context)


@require_POST
def consent_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    mine = select.history_of(request.user, _organisations(request))
    service.revoke(consent=get_object_or_404(mine, pk=pk), by=request.actor)
    messages.success(request, _("Taken back. It is no longer shown."))
    return redirect("clusters:consents")


def _named(request: HttpRequest) -> Any:
    """The place of a posted key, when it names the person."""
    places = {named.key: named.place for named in contact_selectors.named_at(request.user)}
    place = places.get(request.POST.get("place", ""))
    if place is None:
        raise Http404
    return place


def _organisations(request: HttpRequest) -> Any:
    """The organisation the person speaks for now."""
    hat = request.actor.hat
    found = Organisation.objects.visible_to(request.actor)
    if hat is None:
        return found.none()
    own = hat.organisation_id or (hat.cluster.organisation_id if hat.cluster is not None else None)
    return found.filter(pk=own)


def _photo(live: list[Consent]) -> dict[str, Any]:
    return {
        "purpose": ConsentPurpose.PHOTO.value,
        "title": _("Photos of you"),
        "text": _("Photos on which you can be seen may stand on pages and in reports of the partnership."),
        "organisation": None,
        "live": next((consent for consent in live if consent.purpose == ConsentPurpose.PHOTO), None),
    }


def _listings(request: HttpRequest, organisations: Any, live: list[Consent]) -> list[dict[str, Any]]:
    return [
        {
            "purpose": ConsentPurpose.CATALOGUE.value,
            "title": _("%(organisation)s in the public catalogue") % {"organisation": organisation},
            "text": _(
                "Name, place, description and website are public, and so are the offers to visitors. "
                "Without it the offers are closed too."
            ),
            "organisation": organisation,
            "live": next((consent for consent in live if consent.organisation_id == organisation.pk), None),
        }
        for organisation in organisations
        if can_edit_organisation(request.actor, organisation)
    ]
