"""Partnerships by code, and the one a hat works for now."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from clusters.enums import RoleKind
from clusters.models import Cluster, Partnership
from clusters.selectors.contacts import contact_shown
from core import clock
from core.actors import Actor
from core.exceptions import InvalidInput
from exchanges.models import Mission
from reporting.models.querysets import reported_to

__all__ = [
    "by_code",
    "clusters_of",
    "clusters_to_record_for",
    "current_for",
    "public_missions",
    "public_ones",
    "reported_to",
]


def by_code(code: str) -> Partnership:
    """Raises InvalidInput that names the known codes."""
    partnership = Partnership.objects.select_related("coordinator").filter(code__iexact=code).first()
    if partnership is None:
        known = ", ".join(Partnership.objects.order_by("code").values_list("code", flat=True)) or "-"
        raise InvalidInput(
            _("There is no partnership “%(code)s”. Known: %(known)s.") % {"code": code, "known": known}
        )
    return partnership


def current_for(actor: Actor) -> Partnership | None:
    """The partnership of the hat that runs today, else the newest one."""
    partnerships = list(reported_to(actor)[:20])
    today = clock.today()
    running = [item for item in partnerships if item.start_on <= today <= item.end_on]
    return next(iter(running or partnerships), None)


def public_ones() -> QuerySet[Partnership]:
    """With `contact_shown`: whether the project manager agreed to stand on the page."""
    rows = Partnership.objects.annotate(contact_shown=contact_shown(Partnership))
    return rows.select_related("coordinator").order_by("-start_on", "code")


def clusters_of(partnership: Partnership) -> QuerySet[Cluster]:
    """The partnership's clusters, in its own order."""
    return (
        Cluster.objects.filter(places__partnership=partnership)
        .select_related("organisation__country")
        .order_by("places__position", "places__id")
    )


def clusters_to_record_for(partnership: Partnership, actor: Actor) -> QuerySet[Cluster]:
    """The coordinator records for every cluster, a manager for the own one."""
    clusters = clusters_of(partnership)
    hat = actor.hat
    return (
        clusters.filter(pk=hat.cluster_id) if hat is not None and hat.kind == RoleKind.MANAGER else clusters
    )


def public_missions(partnership: Partnership) -> QuerySet[Mission]:
    return (
        Mission.objects.filter(partnership=partnership)
        .exclude(state__in=["draft", "cancelled"])
        .select_related("country", "host_cluster")
        .order_by("-start_on", "id")
    )
