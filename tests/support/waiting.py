"""Files that wait for a host, and hosts with places, for tests of matching runs; beside the ones of the world."""

from datetime import date, timedelta
from typing import Any

from clusters.models import Organisation
from exchanges.models import Application, HostOffer, OfferPeriod
from tests.support.world import DRESDEN, FIRST_DAY, LAST_DAY, NICE, VILNIUS, World, make_organisation

PLACES = {"FR": NICE, "LT": VILNIUS, "DE": DRESDEN}


def waits(world: World, *, kind: str = "sme", name: str = "", weeks: int = 0, **answers: Any) -> Application:
    """An accepted file without a host: through the services for the firm, moved on by whole weeks."""
    start, end = FIRST_DAY + timedelta(weeks=weeks), LAST_DAY + timedelta(weeks=weeks)
    application = world.accepted(
        **{
            "host_choice": "find",
            "host_offer": None,
            "planned_start": start,
            "planned_end": end,
            "preferred_countries": ["FR"],
        }
        | answers
    )
    if name:
        other = make_organisation(name, kind, "DE", "Dresden", DRESDEN)
        Application.objects.filter(pk=application.pk).update(organisation=other, organisation_kind=kind)
        application.refresh_from_db()
    return application


def offers(
    world: World, name: str, *, country: str = "FR", places: int = 1, cluster: str = "nice", **changes: Any
) -> HostOffer:
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    organisation: Organisation = make_organisation(name, "sme", country, name, PLACES[country])
    offer = HostOffer.objects.create(
        **{
            "organisation": organisation,
            "host_cluster": world.clusters[cluster],
            "title": f"Days at {name}",
            "description": "See how it is done.",
            "uses": ["learn"],
            "activity_types": ["knowledge"],
            "languages": ["en"],
            "capacity": places,
            "available_from": first,
            "available_until": last,
            "contact_name": f"Contact of {name}",
            "contact_email": f"contact@{name.lower().replace(' ', '-')}.example",
        }
        | changes
    )
    OfferPeriod.objects.create(
        offer=offer, first_day=offer.available_from, last_day=offer.available_until, capacity=places
    )
    return offer
