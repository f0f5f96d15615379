"""Lists beside the records, as tables to take away: reporting periods, news, pairs that may be double claims."""

from collections.abc import Callable
from typing import Any

from django.db.models import Case, Q, Value, When
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Partnership
from clusters.permissions import check_coordinates
from core.facts import day_of, fact, words_of
from core.listings import Asked, Found, Listing, column, told
from core.tables import DATE, WHOLE
from reporting import permissions
from reporting.enums import NewsKind
from reporting.models import ReportingPeriod
from reporting.selectors import double_claims, public_page, reporting_periods
from reporting.selectors.partnerships import reported_to


def _partnership(asked: Asked) -> tuple[Partnership, list[tuple[str, str]]]:
    found = get_object_or_404(reported_to(asked.actor), slug=asked.scope)
    return found, [(_("Partnership"), found.name)]


def _periods(asked: Asked) -> Found:
    partnership, about = _partnership(asked)
    own = ReportingPeriod.objects.visible_to(asked.actor).filter(partnership=partnership)
    return told(reporting_periods.listed(own), _PERIOD, about=about)


_PERIOD = (
    fact(gettext_lazy("Number"), "number", WHOLE),
    fact(gettext_lazy("Period"), "title"),
    fact(gettext_lazy("First day"), "first_day", DATE),
    fact(gettext_lazy("Last day"), "last_day", DATE),
    fact(gettext_lazy("Report due"), "due_on", DATE),
    fact(gettext_lazy("Closed on"), day_of("closed_at"), DATE),
    fact(gettext_lazy("SHA-256 of the figures"), "snapshot_hash"),
)


def _news(asked: Asked) -> Found:
    """Drafts too, as the coordinator's page."""
    partnership, about = _partnership(asked)
    check_coordinates(asked.actor, partnership)
    return told(public_page.all_news(partnership), _NEWS, about=about)


def _published() -> dict[str, str]:
    return {"yes": _("Published"), "no": _("Draft")}


_NEWS = (
    fact(gettext_lazy("Title"), "title"),
    fact(gettext_lazy("Kind"), "kind", words=words_of(NewsKind)),
    fact(gettext_lazy("Date"), "dated_on", DATE),
    fact(
        gettext_lazy("State"),
        Case(When(Q(published_at=None), then=Value("no")), default=Value("yes")),
        words=_published,
    ),
    fact(gettext_lazy("Published on"), day_of("published_at"), DATE),
    fact(gettext_lazy("Text"), "text"),
    fact(gettext_lazy("Link"), "link"),
)


def _claims(asked: Asked) -> Found:
    partnership, about = _partnership(asked)
    permissions.check_reads_claims(partnership, asked.actor)
    return Found(double_claims.undecided(partnership), _CLAIM, about=about)


def _side(place: int, value: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda pair: value(pair.sides[place])


_CLAIM = (
    column(gettext_lazy("Why"), lambda pair: "; ".join(str(word) for word in pair.words)),
    column(gettext_lazy("First record"), _side(0, lambda side: side.label)),
    column(gettext_lazy("Day of the first"), _side(0, lambda side: side.claim.day), DATE),
    column(gettext_lazy("Facts of the first"), _side(0, lambda side: side.facts)),
    column(gettext_lazy("Second record"), _side(1, lambda side: side.label)),
    column(gettext_lazy("Day of the second"), _side(1, lambda side: side.claim.day), DATE),
    column(gettext_lazy("Facts of the second"), _side(1, lambda side: side.facts)),
)


def _at(name: str) -> Callable[[str], str]:
    return lambda scope: reverse(f"reporting:{name}", args=[scope])


LISTINGS = (
    Listing("periods", gettext_lazy("Reporting periods"), _periods, _at("periods")),
    Listing("news", gettext_lazy("News and events"), _news, _at("news_desk")),
    Listing("double-claims", gettext_lazy("Double claims"), _claims, _at("double_claims")),
)
