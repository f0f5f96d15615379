"""Whose dashboards a hat may open beside that of the partnership."""

from datetime import date

from django.db.models import QuerySet

from clusters.enums import RoleKind
from clusters.models import Cluster, Partnership
from core.actors import Actor
from reporting.models import ReportingPeriod
from reporting.models.querysets import oversees, reported_to
from reporting.selectors.partnerships import clusters_of

MOST_PERIODS = 12


def cluster_boards(actor: Actor, partnership: Partnership) -> QuerySet[Cluster]:
    """A manager opens the own cluster's, who oversees the partnership opens those of all its clusters."""
    clusters = clusters_of(partnership)
    hat = actor.hat
    if hat is not None and hat.kind == RoleKind.MANAGER:
        return clusters.filter(pk=hat.cluster_id)
    if oversees(actor) and reported_to(actor).filter(pk=partnership.pk).exists():
        return clusters
    return clusters.none()


def begun_periods(partnership: Partnership, today: date) -> QuerySet[ReportingPeriod]:
    """The newest reporting periods, for choosing one on a page of figures."""
    periods = ReportingPeriod.objects.filter(partnership=partnership, first_day__lte=today)
    return periods.only("title", "first_day", "last_day").order_by("-first_day")[:MOST_PERIODS]


def sees_scheme(actor: Actor) -> bool:
    hat = actor.hat
    return hat is not None and hat.kind == RoleKind.SUPPORT_OFFICE
