"""What hosts offer. The host's cluster vouches for an offer by entering it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clusters.enums import RoleKind
from clusters.models import Cluster, Organisation, PartnershipCluster, Term
from core import audit
from core.actors import PERSON, Actor
from core.exceptions import InvalidInput, NotAllowed
from exchanges.models import HostOffer

_FIELDS = {
    "title", "description", "uses", "activity_types", "languages", "capacity", "available_from", "available_until",
    "contact_name", "contact_email", "contact_phone",
}  # fmt: skip


def create_offer(
    *,
    by: Actor,
    organisation: Organisation,
    host_cluster: Cluster,
    title: str,
    description: str,
    available_from: date,
    available_until: date,
    contact_name: str,
    contact_email: str,
    terms: Iterable[Term] = (),
    **fields: Any,
) -> HostOffer:
    """`fields`: uses, activity_types, languages, capacity, contact_phone."""
    _only(fields)
    offer = HostOffer(
        organisation=organisation,
        host_cluster=host_cluster,
        title=title.strip(),
        description=description.strip(),
        available_from=available_from,
        available_until=available_until,
        contact_name=contact_name.strip(),
        contact_email=contact_email.strip().lower(),
        **fields,
    )
    check_may_change(offer, by)
    _check(offer)
    with transaction.atomic():
        offer.save(force_insert=True)
        offer.terms.set(terms)
        audit.record("offer.create", offer, by)
    return offer


def update_offer(
    *, offer: HostOffer, by: Actor, terms: Iterable[Term] | None = None, **fields: Any
) -> HostOffer:
    _only(fields)
    check_may_change(offer, by)
    with transaction.atomic():
        locked = HostOffer.objects.select_for_update(of=("self",), no_key=True).get(pk=offer.pk)
        changes = {name: (getattr(locked, name), value) for name, value in fields.items()}
        for name, value in fields.items():
            setattr(locked, name, value)
        _check(locked)
        locked.save()
        if terms is not None:
            locked.terms.set(terms)
        audit.record(
            "offer.update", locked, by, {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
        )
    return locked


def close_offer(*, offer: HostOffer, by: Actor) -> HostOffer:
    """No longer shown or proposed; answers and visits under way go on."""
    return _set_active(offer, by, False)


def open_offer(*, offer: HostOffer, by: Actor) -> HostOffer:
    return _set_active(offer, by, True)


def may_change(offer: HostOffer, by: Actor) -> bool:
    """The host's cluster, the host itself, or the coordinator of a partnership of that cluster."""
    if by.is_system:
        return True
    hat = by.hat
    if by.kind != PERSON or hat is None:
        return False
    if hat.kind == RoleKind.MANAGER:
        return hat.cluster_id == offer.host_cluster_id
    if hat.kind == RoleKind.REPRESENTATIVE:
        return hat.organisation_id == offer.organisation_id
    if hat.kind == RoleKind.COORDINATOR:
        places = PartnershipCluster.objects.filter(partnership_id=hat.partnership_id)
        return places.filter(cluster_id=offer.host_cluster_id).exists()
    return False


def check_may_change(offer: HostOffer, by: Actor) -> None:
    if not may_change(offer, by):
        raise NotAllowed(_("Only the host and its cluster may change this offer."))


def _set_active(offer: HostOffer, by: Actor, active: bool) -> HostOffer:
    check_may_change(offer, by)
    with transaction.atomic():
        audit.record("offer.open" if active else "offer.close", offer, by, {"active": (offer.active, active)})
        offer.active = active
        offer.save(update_fields=["active"])
    return offer


def _check(offer: HostOffer) -> None:
    if offer.available_until < offer.available_from:
        raise InvalidInput(_("The end lies before the start."), "available_until")
    if offer.capacity < 1:
        raise InvalidInput(_("A host offers at least one place."), "capacity")


def _only(fields: dict[str, Any]) -> None:
    unknown = sorted(set(fields) - _FIELDS)
    if unknown:
        raise TypeError(f"Unknown fields of an offer: {', '.join(unknown)}")
