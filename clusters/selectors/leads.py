"""Leads: whom they are for, and what a hat sees of them."""

from django.db.models import QuerySet

from clusters.enums import RoleKind
from clusters.models import Cluster, Country, Lead, Partnership
from core.actors import PERSON, SYSTEM, Actor


def leads_visible_to(actor: Actor) -> QuerySet[Lead]:
    """A manager sees the own cluster's leads, a coordinator the whole partnership's; newest first."""
    leads = Lead.objects.select_related("partnership", "cluster", "country").order_by("-created_at", "-id")
    hat = actor.hat
    if actor.kind == SYSTEM:
        return leads
    if actor.kind != PERSON or hat is None:
        return leads.none()
    if hat.kind == RoleKind.MANAGER:
        return leads.filter(cluster=hat.cluster_id)
    if hat.kind == RoleKind.COORDINATOR:
        return leads.filter(partnership=hat.partnership_id)
    return leads.none()


def contact_cluster(partnership: Partnership, country: Country) -> Cluster:
    """The partnership's first cluster in the person's country, else the coordinator."""
    own = (
        partnership.places.filter(cluster__organisation__country=country)
        .select_related("cluster")
        .order_by("position", "id")
        .first()
    )
    return own.cluster if own is not None else partnership.coordinator
