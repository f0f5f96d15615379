"""Memberships as pages and services ask for them."""

from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from clusters.enums import Check
from clusters.models import Attestation, Cluster, Membership, Organisation
from core import clock
from core.prepared import Prepared

LIVE = ("requested", "confirmed")


def live_memberships(organisation: Any) -> QuerySet[Membership]:
    """Confirmed ones first, then those still to be confirmed, newest first."""
    first = Case(When(state="confirmed", then=Value(0)), default=Value(1), output_field=IntegerField())
    return (
        Membership.objects.filter(organisation=organisation, state__in=LIVE)
        .select_related("cluster__organisation", "proof")
        .order_by(first, "-id")
    )


def live_membership(organisation: Organisation) -> Membership | None:
    """The one that counts most."""
    found = _live(organisation=organisation.pk)
    return found[0] if found else None


def _first_live(*, organisation: Any) -> QuerySet[Membership]:
    return live_memberships(organisation)[:1]


_live = Prepared("live_membership", _first_live)


def past_memberships(organisation: Organisation) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(organisation=organisation, state__in=("refused", "revoked", "expired"))
        .select_related("cluster")
        .order_by("-id")[:5]
    )


def home_cluster(organisation: Organisation) -> Cluster | None:
    """The cluster it belongs to; a cluster's own organisation belongs to that cluster."""
    own = Cluster.objects.filter(organisation=organisation).select_related("organisation").first()
    if own is not None:
        return own
    membership = live_membership(organisation)
    return membership.cluster if membership is not None else None


def valid_attestation(organisation: Organisation, kind: str) -> Attestation | None:
    """The newest statement of a kind that holds today."""
    today = clock.today()
    live = organisation.attestations.filter(kind=kind, revoked_on=None).exclude(checked=Check.REFUSED)
    found = live.order_by("-issued_on", "-id").first()
    return found if found is not None and (found.expires_on is None or found.expires_on >= today) else None
