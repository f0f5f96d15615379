"""What a visit would bring, before anything is sent. Reads only; the sums come from `quotes.calculate_for`."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clusters import places
from clusters.models import Country, Organisation
from clusters.places import Place
from clusters.selectors.reference import eligible_choices
from core.countries import country_name
from core.exceptions import InvalidInput
from exchanges.enums import HostChoice
from exchanges.lump_sum import Result
from exchanges.models import Application, Rulebook
from exchanges.selectors.rulebooks import rulebook_on, with_terms
from exchanges.services.quotes import calculate_for, known_host

MANY = 6


@dataclass(frozen=True)
class Estimate:
    """A sum with its days and reasons, or the sentence why there is none yet.

    `assumed` says what was assumed where the host is not known; `others` are (country, sum) beside it.
    """

    result: Result | None = None
    problem: Any = ""
    assumed: str = ""
    others: list[tuple[str, Decimal]] = field(default_factory=list)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """What adds up to the sum, without the sum itself."""
        if self.result is None:
            return []
        return [
            {"label": line.label, "amount": line.amount, "reason": line.sentence}
            for line in self.result.lines
            if line.code != "total"
        ]


def estimate_for(
    application: Application, *, start: date | None, end: date | None, travel_days: Collection[date] = ()
) -> Estimate:
    """The estimate of an application for the days on its form; without a host, for the countries preferred."""
    if start is None or end is None:
        return Estimate(problem=_("Enter both days to see the lump sum."))
    days = frozenset(day for day in travel_days if start <= day <= end)
    host = known_host(application)
    if application.host_choice in (HostChoice.MISSION, HostChoice.LISTED) and host is None:
        return Estimate(problem=_("Choose where to go first. The lump sum depends on the country."))
    try:
        if host is not None:
            return Estimate(result=_at(application, host, start, end, days))
        return _without_host(application, start, end, days)
    except InvalidInput as problem:
        return Estimate(problem=problem.message)


def estimate_between(
    *, home: Place, host: Place, kind: str, start: date, end: date, travel_days: Collection[date] = ()
) -> Estimate:
    """For the public calculator: between two places, for a kind of organisation."""
    organisation = Organisation(
        kind=kind,
        country_id=home.country,
        city=home.name,
        latitude=Decimal(str(home.latitude)),
        longitude=Decimal(str(home.longitude)),
    )
    try:
        result = _to_place(organisation, host, start, end, frozenset(travel_days), None)
    except InvalidInput as problem:
        return Estimate(problem=problem.message)
    return Estimate(result=result)


def _at(
    application: Application, host: Organisation, start: date, end: date, travel_days: Collection[date]
) -> Result:
    return calculate_for(
        home=application.organisation,
        host_country=host.country_id,
        host_region=host.region,
        host_lat=host.latitude,
        host_lon=host.longitude,
        start=start,
        end=end,
        travel_days=travel_days,
        rulebook=application.rulebook,
        kind=application.organisation_kind,
    )


def _without_host(
    application: Application, start: date, end: date, travel_days: Collection[date]
) -> Estimate:
    """Each preferred country by its largest town; without a wish, the eligible ones with the largest towns."""
    home = application.organisation
    open_to = [code for code, _name in eligible_choices(start) if code != home.country_id]
    towns = places.main_towns(application.preferred_countries or open_to)
    codes = [code for code in application.preferred_countries or towns if code in towns][:MANY]
    if not codes:
        return Estimate(problem=_("Choose the countries you prefer to see the lump sum."))
    rulebook = application.rulebook or rulebook_on(start)
    with_terms(rulebook)
    results = {code: _to_place(home, towns[code], start, end, travel_days, rulebook) for code in codes}
    first = codes[0]
    return Estimate(
        result=results[first],
        assumed=_("There is no host yet. This is the sum for a host in %(town)s, %(country)s.")
        % {"town": towns[first].name, "country": country_name(first)},
        others=[(country_name(code), result.amount) for code, result in results.items() if code != first],
    )


def _to_place(
    home: Organisation,
    place: Place,
    start: date,
    end: date,
    travel_days: Collection[date],
    rulebook: Rulebook | None,
) -> Result:
    return calculate_for(
        home=home,
        host_country=Country(code=place.country),
        host_region=place.region,
        host_lat=place.latitude,
        host_lon=place.longitude,
        start=start,
        end=end,
        travel_days=travel_days,
        rulebook=rulebook,
    )
