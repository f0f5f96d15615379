"""Permissions on one page: each given alone, each taken back with one button, with their history."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clusters.enums import ConsentPurpose
from clusters.models import Consent, Organisation
from clusters.permissions import can_edit_organisation
from clusters.selectors import consents as select
from clusters.services import consents as service

PER_PAGE = 20


@require_GET
def consents(request: HttpRequest) -> HttpResponse:
    organisations = _organisations(request)
    history = select.history_of(request.user, organisations)
    live = list(history.filter(revoked_at=None))
    context = {
        "choices": [_photo(live), *_listings(request, organisations, live)],
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
    else:
        raise Http404
    messages.success(request, _("Allowed. You can take it back here at any time."))
    return redirect("clusters:consents")


@require_POST
def consent_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    mine = select.history_of(request.user, _organisations(request))
    service.revoke(consent=get_object_or_404(mine, pk=pk), by=request.actor)
    messages.success(request, _("Taken back. It is no longer shown."))
    return redirect("clusters:consents")


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
