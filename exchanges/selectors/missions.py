"""Missions and host offers for their public and staff pages."""

from typing import Any

from django.db.models import Case, Count, F, IntegerField, Prefetch, Q, QuerySet, Value, When

from clusters.enums import RoleKind
from clusters.models import Cluster, Organisation, Partnership
from clusters.selectors.consents import contact_restricted
from core import clock
from core.actors import Actor
from exchanges.models import HostOffer, Mission, MissionSession


def missions(actor: Actor) -> QuerySet[Mission]:
    """Those to come first, the next one on top; then the past ones, newest first."""
    past = Case(When(end_on__lt=clock.today(), then=Value(1)), default=Value(0), output_field=IntegerField())
    soon = Case(When(end_on__gte=clock.today(), then=F("start_on")))
    return (
        Mission.objects.visible_to(actor)
        .select_related("country", "host_cluster", "partnership")
        .annotate(is_past=past)
        .order_by("is_past", soon.asc(nulls_last=True), "-start_on", "id")
    )


def next_missions(actor: Actor, limit: int = 3) -> list[Mission]:
    """Open ones that have not begun, for the public home."""
    rows = Mission.objects.visible_to(actor).filter(state="open", start_on__gte=clock.today())
    return list(rows.select_related("country", "host_cluster").order_by("start_on", "id")[:limit])


def mission_for_page(actor: Actor) -> QuerySet[Mission]:
    taken = Count("exchanges", filter=~Q(exchanges__state="cancelled"), distinct=True)
    sessions = Prefetch(
        "sessions", MissionSession.objects.order_by("day", F("starts_at").asc(nulls_first=True), "id")
    )
    return (
        Mission.objects.visible_to(actor)
        .select_related("country", "host__country", "host_cluster", "partnership")
        .prefetch_related(sessions)
        .annotate(taken=taken, contact_restricted=contact_restricted())
    )


def programme(mission: Mission) -> list[dict[str, Any]]:
    """The sessions by day."""
    days: dict[Any, list[MissionSession]] = {}
    for session in mission.sessions.all():
        days.setdefault(session.day, []).append(session)
    return [{"day": day, "sessions": sessions} for day, sessions in days.items()]


def free_places(mission: Any) -> int | None:
    """None: no limit was set."""
    return None if mission.places is None else max(mission.places - mission.taken, 0)


def offers(actor: Actor) -> QuerySet[HostOffer]:
    """Open offers that have not run out."""
    return (
        HostOffer.objects.visible_to(actor)
        .open()
        .filter(available_until__gte=clock.today(), organisation__hidden_at=None)
        .select_related("organisation__country", "host_cluster")
        .order_by("title", "id")
    )


def offer_for_page(actor: Actor) -> QuerySet[HostOffer]:
    return (
        HostOffer.objects.visible_to(actor)
        .select_related("organisation__country", "host_cluster")
        .prefetch_related("terms", "periods")
    )


def cluster_of(actor: Actor) -> Cluster | None:
    """The cluster in whose name missions and offers are entered; none for other hats."""
    hat = actor.hat
    if hat is None:
        return None
    if hat.kind == RoleKind.MANAGER:
        return hat.cluster
    return hat.partnership.coordinator if hat.kind == RoleKind.COORDINATOR else None


def possible_hosts(cluster: Cluster) -> QuerySet[Organisation]:
    """The cluster itself and its confirmed members."""
    members = Q(memberships__cluster=cluster, memberships__state="confirmed")
    return (
        Organisation.objects.filter(members | Q(pk=cluster.organisation_id)).distinct().order_by("name", "id")
    )


def running_partnerships(cluster: Cluster) -> QuerySet[Partnership]:
    """The cluster's partnerships that still run, newest first."""
    rows = Partnership.objects.filter(places__cluster=cluster, end_on__gte=clock.today())
    return rows.order_by("-start_on", "code")
