"""The members page of a cluster."""

from typing import Any

from django.db.models import QuerySet

from clusters.models import Cluster, Membership, Organisation
from core.actors import Actor
from core.counts import CAP, Counted
from core.prepared import Prepared


def requests_of(actor: Actor) -> QuerySet[Membership]:
    """What the manager has to answer, oldest first."""
    return _rows(actor).filter(state="requested").order_by("requested_at", "id")


def members_of(actor: Actor, search: str = "") -> QuerySet[Membership]:
    rows = _rows(actor).exclude(state="requested")
    if search:
        rows = rows.filter(organisation__name__icontains=search)
    return rows.order_by("organisation__name", "id")


def waiting_count(cluster_id: int) -> int:
    """For the menu of every page."""
    (number,) = _requests(cluster=cluster_id)
    return int(number)


def _count_requests(*, cluster: Any) -> QuerySet[Any]:
    rows = Membership.objects.filter(cluster=cluster, state="requested").order_by().values("pk")
    return Cluster.objects.filter(pk=cluster).order_by().values_list(Counted(rows[:CAP]), flat=True)


_requests = Prepared("requests", _count_requests)


def _rows(actor: Actor) -> QuerySet[Membership]:
    return Membership.objects.visible_to(actor).select_related(
        "organisation__country", "cluster", "proof", "requested_by"
    )


def live_members(cluster: Cluster) -> QuerySet[Organisation]:
    """Organisations a manager may enter an application for: all but the cluster's own."""
    live = Membership.objects.filter(cluster=cluster, state__in=("requested", "confirmed"))
    found = Organisation.objects.filter(pk__in=live.values("organisation")).exclude(
        pk=cluster.organisation_id
    )
    return found.order_by("name", "id")
