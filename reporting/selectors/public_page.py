"""What the public page of a partnership tells beside figures and documents."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from clusters.models import Partnership
from core import clock
from core.actors import Actor
from reporting.enums import NewsKind
from reporting.models import LinkedNetwork, NewsItem
from reporting.selectors.practices import library

# So many entries are looked at for the page of results; the page of news has all.
LATEST = 40
SHOWN = 4


def with_terms(partnerships: QuerySet[Partnership]) -> QuerySet[Partnership]:
    """Says of each whether it has taxonomy terms (`has_terms`), for its completeness."""
    through = Partnership.terms.through.objects.filter(partnership=OuterRef("pk"))
    return partnerships.annotate(has_terms=Exists(through))


def networks_of(partnership: Partnership) -> QuerySet[LinkedNetwork]:
    """By name; `activity` says whether a link counts for O5."""
    return (
        LinkedNetwork.objects.filter(partnership=partnership)
        .select_related("activity", "evidence")
        .order_by("name", "id")
    )


def published_news(partnership: Partnership) -> QuerySet[NewsItem]:
    """What everybody may read, newest first."""
    return (
        NewsItem.objects.visible_to(Actor.anonymous())
        .filter(partnership=partnership)
        .select_related("file")
        .order_by("-dated_on", "-id")
    )


def latest_news(partnership: Partnership) -> dict[str, list[Any]]:
    """`events` still to come (the next one first) and `news`, from one statement; `practices` from the library."""
    today = clock.today()
    found = list(published_news(partnership)[:LATEST])
    coming = [item for item in found if item.kind == NewsKind.EVENT and item.dated_on >= today]
    told = [item for item in found if item not in coming]
    return {
        "events": sorted(coming, key=lambda item: (item.dated_on, item.pk)),
        "news": told[:SHOWN],
        "practices": list(library(partnership)[:SHOWN]),
    }


def all_news(partnership: Partnership) -> QuerySet[NewsItem]:
    """Drafts and published entries, for the partnership's own people."""
    return NewsItem.objects.filter(partnership=partnership).order_by("-dated_on", "-id")
