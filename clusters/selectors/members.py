"""The members page of a cluster."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from clusters.models import Cluster, Membership, Organisation
from core import workflow
from core.actors import Actor
from core.counts import CAP, Counted
from core.prepared import Prepared

# So many at once: each is a step of its own, with mail and audit.
MOST = 200
# How alike two names are before one is suggested, and how many are.
LIKELY = 0.4
PARTNERS = 20


def requests_of(actor: Actor) -> QuerySet[Membership]:
    """What the manager has to answer, oldest first."""
    return _rows(actor).filter(state="requested").order_by("requested_at", "id")


def members_of(actor: Actor) -> QuerySet[Membership]:
    """All that were answered once, without any order."""
    return _rows(actor).exclude(state="requested").order_by()


ORDERS: dict[str, tuple[Any, ...]] = {
    "name": ("organisation__name", "id"),
    "-name": ("-organisation__name", "-id"),
    "since": (F("since").asc(nulls_last=True), "id"),
    "-since": (F("since").desc(nulls_last=True), "-id"),
    "until": (F("expires_on").asc(nulls_last=True), "id"),
    "-until": (F("expires_on").desc(nulls_last=True), "-id"),
    "country": ("organisation__country__name", "organisation__name", "id"),
    "-country": ("-organisation__country__name", "organisation__name", "id"),
}


def in_order(rows: QuerySet[Membership], order: str) -> QuerySet[Membership]:
    """By name unless a known order is asked for."""
    return rows.order_by(*ORDERS.get(order, ORDERS["name"]))


@dataclass(frozen=True)
class Candidate:
    """A request that somebody wants to confirm with others; `reason` says why it is not done so."""

    membership: Membership
    reason: str


def candidates(actor: Actor, wanted: Sequence[int] | None) -> list[Candidate]:
    """The chosen requests, or all that wait. One whose name a member has already is looked at alone."""
    rows = _rows(actor).order_by("requested_at", "id")
    rows = rows.filter(state="requested") if wanted is None else rows.filter(pk__in=wanted)
    found = list(rows[:MOST])
    names = {row.organisation.name_key for row in found}
    twins = dict(
        Membership.objects.visible_to(actor)
        .filter(state="confirmed", organisation__name_key__in=names)
        .order_by()
        .values_list("organisation__name_key", "organisation")
    )
    return [Candidate(row, _reason(row, actor, twins)) for row in found]


def _reason(row: Membership, actor: Actor, twins: dict[str, int]) -> str:
    if row.state != "requested":
        return _("It is answered already: %(state)s.") % {"state": workflow.of(row).state(row.state).label}
    if twins.get(row.organisation.name_key, row.organisation_id) != row.organisation_id:
        return _("A member of yours has the same name. Look at it first: it may be here twice.")
    return "" if workflow.may(row, "confirm", actor) else _("Your role does not allow this step.")


def merge_partners(actor: Actor, organisation: Organisation, search: str = "") -> list[Membership]:
    """Other members that may be the same organisation: by what is typed, else by a similar name, best first."""
    rows = _rows(actor).filter(state__in=("requested", "confirmed")).exclude(organisation=organisation)
    rows = rows.annotate(near=TrigramSimilarity("organisation__name_key", organisation.name_key))
    if search:
        rows = rows.filter(organisation__name__icontains=search)
    else:
        rows = rows.filter(near__gte=LIKELY)
    return list(rows.order_by("-near", "id")[:PARTNERS])


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
