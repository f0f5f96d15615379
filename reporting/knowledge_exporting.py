"""Best practices, training modules and cooperation opportunities as tables to take away."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.exporting import wearing
from clusters.models import Partnership
from core import listings
from core.actors import Actor
from core.facts import Fact
from core.listings import Asked, Found, Listing, told
from reporting.knowledge_filters import ModuleFilter, OpportunityFilter, PracticeFilter
from reporting.selectors import modules, opportunities, practices
from reporting.selectors.partnerships import clusters_of, reported_to
from reporting.selectors.terms import topics


def register() -> None:
    """Called when the app is ready."""
    for listing in LISTINGS:
        listings.register(listing, wearing)


def _found(
    rows: Callable[[Partnership, Actor], QuerySet[Any]], kind: Any, facts: Callable[[], Sequence[Fact]]
) -> Callable[[Asked], Found]:
    def find(asked: Asked) -> Found:
        partnership = get_object_or_404(reported_to(asked.actor), slug=asked.scope)
        found = kind(
            asked.given,
            queryset=rows(partnership, asked.actor),
            clusters=clusters_of(partnership),
            topics=topics().order_by("label"),
        )
        return told(found.qs, facts(), found.form, [(_("Partnership"), partnership.name)])

    return find


def _at(name: str) -> Callable[[str], str]:
    return lambda scope: reverse(f"reporting:{name}", args=[scope])


LISTINGS = (
    Listing(
        "practices",
        gettext_lazy("Best practices"),
        _found(practices.practices_of, PracticeFilter, practices.facts),
        _at("practices"),
    ),
    Listing(
        "modules",
        gettext_lazy("Training modules"),
        _found(modules.modules_of, ModuleFilter, modules.facts),
        _at("modules"),
    ),
    Listing(
        "opportunities",
        gettext_lazy("Cooperation opportunities"),
        _found(
            opportunities.opportunities_of,
            OpportunityFilter,
            opportunities.facts,
        ),
        _at("opportunities"),
    ),
)
