"""What hosts offer. The host's cluster vouches for an offer by entering it."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clusters.enums import RoleKind
from clusters.models import Cluster, Organisation, PartnershipCluster, Term
from clusters.selectors.terms import terms_in_words, terms_of
from core import audit
from core.actors import PERSON, Actor
from core.edits import check_seen
from core.exceptions import InvalidInput, NotAllowed
from exchanges.models import HostOffer, OfferPeriod

MOST_PERIODS = 12
_FIELDS = {
    "title", "description", "uses", "activity_types", "languages", "facilities", "facilities_note", "contact_name",
    "contact_email", "contact_phone",
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
    capacity: int = 1,
    terms: Iterable[Term] = (),
    periods: Iterable[tuple[date, date, int]] = (),
    **fields: Any,
) -> HostOffer:
    """`fields`: uses, activity_types, languages, facilities, facilities_note, contact_phone.

    The first free period is `available_from` to `available_until` for `capacity` visitors; `periods` are further ones,
    each (first day, last day, visitors at the same time).
    """
    _only(fields)
    offer = HostOffer(
        organisation=organisation,
        host_cluster=host_cluster,
        title=title.strip(),
        description=description.strip(),
        available_from=available_from,
        available_until=available_until,
        capacity=capacity,
        contact_name=contact_name.strip(),
        contact_email=contact_email.strip().lower(),
        **fields,
    )
    check_may_change(offer, by)
    wanted = [(available_from, available_until, capacity), *periods]
    _check(wanted)
    _sum_up(offer, wanted)
    with transaction.atomic():
        offer.save(force_insert=True)
        OfferPeriod.objects.bulk_create(_rows(offer, wanted))
        offer.terms.set(terms)
        audit.record("offer.create", offer, by)
    return offer


def update_offer(
    *,
    offer: HostOffer,
    by: Actor,
    terms: Iterable[Term] | None = None,
    seen: str | None = None,
    **fields: Any,
) -> HostOffer:
    """Change what is given; the rest stays. Raises ChangedMeanwhile."""
    _only(fields)
    check_may_change(offer, by)
    with transaction.atomic():
        locked = HostOffer.objects.select_for_update(of=("self",), no_key=True).get(pk=offer.pk)
        changes = {name: (getattr(locked, name), value) for name, value in fields.items()}
        if terms is not None:
            terms = list(terms)
            changes["terms"] = (terms_of(locked), terms)
        known = {name: before for name, (before, _after) in changes.items()}
        check_seen(locked, seen, known, {name: after for name, (_before, after) in changes.items()})
        for name, value in fields.items():
            setattr(locked, name, value)
        locked.contact_email = locked.contact_email.strip().lower()
        locked.save()
        if terms is not None:
            locked.terms.set(terms)
            changes["terms"] = terms_in_words(*changes["terms"])
        audit.record(
            "offer.update", locked, by, {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
        )
    return locked


@transaction.atomic
def set_periods(*, offer: HostOffer, by: Actor, periods: Iterable[tuple[date, date, int]]) -> HostOffer:
    """The free periods from now on, each (first day, last day, visitors at the same time). Raises InvalidInput."""
    check_may_change(offer, by)
    wanted = sorted(periods)
    _check(wanted)
    locked = HostOffer.objects.select_for_update(of=("self",), no_key=True).get(pk=offer.pk)
    before = _words(period_rows(locked))
    locked.periods.all().delete()
    OfferPeriod.objects.bulk_create(_rows(locked, wanted))
    _sum_up(locked, wanted)
    locked.save(update_fields=["available_from", "available_until", "capacity"])
    audit.record("offer.periods", locked, by, {"periods": (before, _words(wanted))})
    return locked


def period_rows(offer: HostOffer) -> list[tuple[date, date, int]]:
    """The free periods as `set_periods` takes them, in order."""
    return list(offer.periods.order_by("first_day").values_list("first_day", "last_day", "capacity"))


def _words(periods: Iterable[tuple[date, date, int]]) -> list[str]:
    return [f"{first}/{last}: {capacity}" for first, last, capacity in periods]


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


def _check(periods: Sequence[tuple[date, date, int]]) -> None:
    if not periods:
        raise InvalidInput(_("Give at least one free period, or close the offer."), "available_from")
    if len(periods) > MOST_PERIODS:
        raise InvalidInput(
            _("Give at most %(most)s free periods.") % {"most": MOST_PERIODS}, "available_from"
        )
    for first, last, capacity in periods:
        if last < first:
            raise InvalidInput(_("The end lies before the start."), "available_until")
        if capacity < 1:
            raise InvalidInput(_("A host offers at least one place."), "capacity")
    ordered = sorted(periods)
    for (_first, last, _capacity), (following, *_rest) in pairwise(ordered):
        if following <= last:
            raise InvalidInput(_("Two free periods overlap. Please make one of them."), "available_from")


def _sum_up(offer: HostOffer, periods: Sequence[tuple[date, date, int]]) -> None:
    """Lists sort and filter by the whole span."""
    offer.available_from = min(first for first, _last, _capacity in periods)
    offer.available_until = max(last for _first, last, _capacity in periods)
    offer.capacity = max(capacity for _first, _last, capacity in periods)


def _rows(offer: HostOffer, periods: Iterable[tuple[date, date, int]]) -> list[OfferPeriod]:
    return [
        OfferPeriod(offer=offer, first_day=first, last_day=last, capacity=capacity)
        for first, last, capacity in sorted(periods)
    ]


def _only(fields: dict[str, Any]) -> None:
    unknown = sorted(set(fields) - _FIELDS)
    if unknown:
        raise TypeError(f"Unknown fields of an offer: {', '.join(unknown)}")
