"""Lump sums: calculated for a question, or frozen on a file with everything they came from."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from clusters.models import Country, Organisation
from core import audit, clock
from core.actors import Actor
from core.exceptions import InvalidInput
from core.geo import great_circle_km
from exchanges import lump_sum
from exchanges.enums import Mode
from exchanges.models import Application, Exchange, Quote, Rulebook
from exchanges.selectors.host_invitations import invited_host
from exchanges.selectors.rulebooks import as_grid, as_rules, kind_rule, rulebook_on

Degrees = Decimal | float | None
Overrides = Mapping[date, str] | Iterable[tuple[date, str]]


def calculate_for(
    *,
    home: Organisation,
    host_country: Country | str,
    host_region: str | None,
    host_lat: Degrees,
    host_lon: Degrees,
    start: date,
    end: date,
    travel_days: Collection[date] = (),
    mode: Mode | str = Mode.PHYSICAL,
    rulebook: Rulebook | None = None,
    overrides: Overrides = (),
    kind: str = "",
    agreed: Quote | None = None,
) -> lump_sum.Result:
    """The lump sum of a stay; writes nothing. Rules of the first day unless given. `home` need not be saved.

    Places are those of `agreed`, where there is one: who moves later changes no agreed distance or holiday.

    Raises InvalidInput where the dates or places make no question.
    """
    rulebook = rulebook or rulebook_on(start)
    physical = Mode(mode) is Mode.PHYSICAL
    places = _agreed_places(agreed) if physical else None
    if places is None:
        places = {
            "home_country": home.country_id,
            "host_country": host_country.pk if isinstance(host_country, Country) else host_country,
            "host_region": host_region or None,
            "distance_km": distance(home, host_lat, host_lon) if physical else None,
        }
    inputs = lump_sum.Inputs(
        **places,
        start=start,
        end=end,
        travel_days=frozenset(travel_days),
        overrides=overrides,
        mode=Mode(mode),
        receives_lump_sum=kind_rule(rulebook, kind or home.kind).receives_lump_sum,
    )
    prefetch_related_objects([rulebook], "grid__amounts")
    return lump_sum.calculate(inputs, as_rules(rulebook), as_grid(rulebook.grid))


def _agreed_places(agreed: Quote | None) -> dict[str, Any] | None:
    """Countries, region and distance of an agreed sum; None where it was one of an online visit."""
    if agreed is None or agreed.inputs.get("distance_km") is None:
        return None
    kept = lump_sum.Inputs.from_json(agreed.inputs)
    names = ("home_country", "host_country", "host_region", "distance_km")
    return {name: getattr(kept, name) for name in names}


def distance(home: Organisation, host_lat: Degrees, host_lon: Degrees) -> int:
    """Whole kilometres between the two seats. Raises InvalidInput when one is not placed on the map."""
    if home.latitude is None or home.longitude is None:
        raise InvalidInput(
            _("We do not know where %(city)s is. Please add the position of your organisation.")
            % {"city": home.city},
            "latitude",
        )
    if host_lat is None or host_lon is None:
        raise InvalidInput(_("We do not know where the host is. Please add its position."), "host_latitude")
    return great_circle_km(float(home.latitude), float(home.longitude), float(host_lat), float(host_lon))


def calculate_for_file(
    application: Application,
    *,
    host: Organisation,
    start: date,
    end: date,
    travel_days: Collection[date] = (),
    mode: Mode | str = Mode.PHYSICAL,
    overrides: Overrides = (),
    agreed: Quote | None = None,
) -> lump_sum.Result:
    """As `calculate_for`, by the rules and the kind that were frozen on the file when it was sent."""
    return calculate_for(
        home=application.organisation,
        host_country=host.country_id,
        host_region=host.region,
        host_lat=host.latitude,
        host_lon=host.longitude,
        start=start,
        end=end,
        travel_days=travel_days,
        mode=mode,
        rulebook=application.rulebook or rulebook_on(start, application.partnership_id),
        overrides=overrides,
        kind=application.organisation_kind,
        agreed=agreed,
    )


def freeze_quote(
    *,
    application: Application,
    kind: str,
    by: Actor,
    exchange: Exchange | None = None,
    host: Organisation | None = None,
    start: date | None = None,
    end: date | None = None,
    travel_days: Collection[date] | None = None,
    mode: Mode | str | None = None,
    overrides: Overrides = (),
    agreed: Quote | None = None,
) -> Quote:
    """Keep a sum on the file for good, in the caller's transaction.

    What is not given comes from the exchange, else from the application.
    """
    host = host or (exchange.host if exchange is not None else known_host(application))
    if host is None:
        raise InvalidInput(_("There is no host yet, so the lump sum cannot be calculated."), "host")
    if exchange is not None:
        start, end = start or exchange.first_day, end or exchange.last_day
        travel_days = as_days(exchange.travel_days) if travel_days is None else travel_days
        mode = mode or exchange.mode
    else:
        start, end = start or application.planned_start, end or application.planned_end
        travel_days = as_days(application.travel_days) if travel_days is None else travel_days
    if start is None or end is None:
        raise InvalidInput(_("Give the first and the last day of the visit."), "planned_start")
    result = calculate_for_file(
        application,
        host=host,
        start=start,
        end=end,
        travel_days=travel_days,
        mode=mode or Mode.PHYSICAL,
        overrides=overrides,
        agreed=agreed,
    )
    rulebook = application.rulebook or rulebook_on(start, application.partnership_id)
    quote = Quote.objects.create(
        application=application,
        exchange=exchange,
        kind=kind,
        rulebook=rulebook,
        grid_id=rulebook.grid_id,
        inputs=result.inputs.to_json(),
        result=result.to_json(),
        eligible=result.eligible,
        working_days=result.working_days,
        distance_km=None if result.distance_km is None else round(result.distance_km),
        amount=result.amount,
        created_at=clock.now(),
    )
    audit.record("quote.freeze", quote, by, {"amount": (None, quote.amount)})
    return quote


def known_host(application: Application) -> Organisation | None:
    """The organisation to visit, where the application names a mission, a host from the list, or one to invite."""
    if application.mission is not None:
        return application.mission.host
    if application.host_offer is not None:
        return application.host_offer.organisation
    return invited_host(application)


def as_days(stored: Iterable[str | date]) -> frozenset[date]:
    """Days as a JSON column keeps them, as dates."""
    return frozenset(day if isinstance(day, date) else date.fromisoformat(day) for day in stored)
