"""The public directory and the public page of an organisation."""

from contextlib import suppress
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clusters.forms.directory import DirectoryForm, search_of
from clusters.models import Organisation
from clusters.selectors import directory as selectors
from clusters.selectors import directory_words as words
from clusters.selectors.directory_map import picture
from core import throttle
from core.kept_pages import kept_for_strangers
from core.query import url_with

# Searches a minute from one address that is not logged in; a person types less, a harvester more.
PER_MINUTE = 90


@require_safe
@login_not_required
def directory(request: HttpRequest) -> HttpResponse:
    """List, and on demand the map, of one search. Everything stands in the address."""
    if request.GET and not request.user.is_authenticated and not _may_search(request):
        return throttle.too_many(request, 60)
    return _page(request)


@kept_for_strangers("directory")
def _page(request: HttpRequest) -> HttpResponse:
    query = request.GET
    form = DirectoryForm(query)
    with_map = query.get("view") == "map"
    search, counts = selectors.find(search_of(form, query), with_towns=with_map)
    page = selectors.page_of(search, counts, query.get("page"))
    context = {
        "form": form,
        "search": search,
        "tabs": words.tabs(search, counts, query),
        "facets": words.facets(search, counts),
        "chips": words.chips(search, counts, query),
        "total": words.shown_number(counts.total),
        "number": counts.total,
        "capped": counts.capped,
        "page": page,
        "cards": list(words.cards(page.object_list)),
        "with_map": with_map,
        "picture": picture(counts, query) if with_map and counts.total else None,
        "other_view": url_with(request, view=None if with_map else "map", page=None),
        "ways_out": [] if counts.total else words.ways_out(search, counts, query),
        "single_words": [] if counts.total else words.single_words(search),
        "nearest": [] if counts.total else words.nearest_countries(search, counts, query),
        "kosovo": any(f"c:{words.KOSOVO}" in found.facets for found in (counts, *counts.without.values())),
        "clear_url": request.path,
    }
    return render(request, "clusters/directory.html", context)


@require_safe
@login_not_required
def organisation_public(request: HttpRequest, pk: int) -> HttpResponse:
    """What an organisation agreed to show: its profile, its clusters, what it offers. No person, no street."""
    organisation = selectors.public_organisation(pk)
    if organisation is None:
        raise Http404
    context = _profile(organisation) | {
        "title": organisation.name,
        "caption": organisation.get_kind_display(),
        "about": organisation.about,
        "clusters": list(words.cards(selectors.clusters_of(organisation))),
        "entries": list(words.cards(selectors.entries_of(pk, but="organisation"))),
    }
    return render(request, "clusters/directory_profile.html", context)


def _profile(organisation: Organisation) -> dict[str, Any]:
    place = f"{organisation.city}, {words.country_label(organisation.country_id)}"
    founded = [(_("Founded in"), str(organisation.founded))] if organisation.founded else []
    logo = reverse("clusters:organisation_logo_image", args=[organisation.pk]) + f"?v={organisation.logo_id}"
    return {
        "logo": logo if organisation.logo_id else "",
        "facts": [(_("Place"), place), *_further_places(organisation), *founded],
        "website": organisation.website,
        "kosovo": organisation.country_id == words.KOSOVO,
        "terms": words.terms_by_taxonomy(organisation.terms.all()),
        "back_url": reverse("clusters:directory"),
        "back_label": _("Directory"),
    }


def _further_places(organisation: Organisation) -> list[tuple[str, str]]:
    """Name, town and country of each further site."""
    sites = [
        f"{site.name} ({site.city}, {words.country_label(site.country_id)})"
        for site in organisation.establishments.all()
    ]
    return [(_("Also at"), "; ".join(sites))] if sites else []


def _may_search(request: HttpRequest) -> bool:
    with suppress(Exception):  # a broken cache costs the brake, not the page
        return throttle.allowed("directory", throttle.address_of(request), limit=PER_MINUTE, seconds=60)
    return True
