"""Accepted files that still look for a host."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.enums import RoleKind
from core import clock
from core.actors import Actor
from core.countries import country_name
from exchanges.enums import OPEN_PROPOSAL_STATES, Use
from exchanges.matching.candidates import table
from exchanges.matching.parts import Weights
from exchanges.models import Application, Proposal
from exchanges.models.querysets import ApplicationQuerySet
from exchanges.selectors.host_interest import interested


def waiting(actor: Actor) -> ApplicationQuerySet:
    """Of the hat's cluster or partnership: accepted, without a visit, and not on their way to a mission."""
    files: ApplicationQuerySet = Application.objects.visible_to(actor)
    if actor.hat is not None and actor.hat.kind == RoleKind.MANAGER:
        files = files.filter(visitor_cluster=actor.hat.cluster_id)
    return looking(files)


def looking(files: Any) -> Any:
    return files.filter(state="accepted", mission=None).filter(
        Q(current_exchange=None) | Q(current_exchange__state="cancelled")
    )


def for_board(actor: Actor) -> QuerySet[Any]:
    """The ones to look at first on top: nobody asked, then the first to leave."""
    asked = (
        Proposal.objects.filter(state__in=OPEN_PROPOSAL_STATES)
        .select_related("host")
        .order_by("due_on", "id")
    )
    return (
        waiting(actor)
        .select_related("organisation__country", "rulebook", "partnership")
        .prefetch_related("organisation__terms", Prefetch("proposals", asked, to_attr="open_matches"))
        .order_by("planned_start", "id")
    )


def rows(files: list[Any], weights: Weights) -> list[dict[str, Any]]:
    """Each file with what it looks for, its best hosts, those that would receive it, and its open matches with the days left."""
    found, today, told = table(files, weights), clock.today(), interested(files)
    return [
        {
            "file": one,
            "wants": wants(one),
            "fields": list(dict.fromkeys(term.label for term in one.organisation.terms.all()))[:3],
            "possible": int(found.allowed[at].sum()),
            "best": [(found.offers[column], score) for column, score in found.top(at, 3)],
            "would": [
                host
                for column, host in enumerate(found.offers)
                if host.offer_id in told.get(one.pk, ()) and found.allowed[at, column]
            ],
            "open": [
                {"host": match.host.name, "left": left_words(match.due_on, today), "state": match.state}
                for match in one.open_matches
            ],
        }
        for at, one in enumerate(files)
    ]


def wants(application: Application) -> str:
    uses = "; ".join(str(Use(code).label) for code in application.uses)
    countries = ", ".join(country_name(code) for code in application.preferred_countries)
    return _("%(uses)s, in %(countries)s") % {"uses": uses, "countries": countries} if countries else uses


def left_words(due: date | None, today: date) -> str:
    if due is None:
        return ""
    days = (due - today).days
    if days < 0:
        return _("overdue")
    if days == 0:
        return _("last day today")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
