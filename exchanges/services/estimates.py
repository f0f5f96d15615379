"""What a visit would bring, before anything is sent. Reads only; the sums come from `quotes.calculate_for`."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clusters import places
from clusters.enums import OrganisationKind
from clusters.models import Country, Organisation
from clusters.places import Place
from core.countries import country_name
from core.dates import DayReason, add_working_days, holiday_regions, regional_holidays
from core.exceptions import InvalidInput
from exchanges.completeness import cannot_visit
from exchanges.enums import HostChoice, Mode
from exchanges.lump_sum import Result
from exchanges.models import Application, Mission, Rulebook
from exchanges.selectors.apply import wished_town
from exchanges.selectors.rulebooks import kind_rule, rulebook_on, with_terms
from exchanges.services.quotes import calculate_for, known_host

MANY = 6


@dataclass(frozen=True)
class Day:
    """A day of the stay to print: `asked` where somebody should look whether it really is a working day there."""

    date: date
    counted: bool
    reason: str
    sentence: str
    note: str = ""
    asked: bool = False


@dataclass(frozen=True)
class Estimate:
    """A sum with its days and reasons, or the sentence why there is none yet.

    `assumed` says what was assumed where the host is not known; `others` are (country, sum) beside it. `longer` is
    (last day, sum) of the stay that the next step of the result names.
    """

    result: Result | None = None
    problem: Any = ""
    assumed: str = ""
    others: list[tuple[str, Decimal]] = field(default_factory=list)
    longer: tuple[date, Decimal] | None = None
    rulebook: Rulebook | None = None

    @property
    def whose(self) -> str:
        """Whose rules these are: of a partnership, or of the scheme."""
        partnership = self.rulebook.partnership if self.rulebook is not None else None
        return partnership.name if partnership is not None else _("the scheme")

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

    @property
    def days(self) -> list[Day]:
        """Day by day, with the region of a day off that only some regions have."""
        if self.result is None:
            return []
        inputs = self.result.inputs
        some = {
            day: regions
            for day, _name, regions in regional_holidays(inputs.start, inputs.end, inputs.host_country)
        }
        region = holiday_regions(inputs.host_country).get(inputs.host_region or "", "")
        found = []
        for day in self.result.days:
            note, asked = "", day.reason is DayReason.UNCHECKED
            if day.date in some and day.reason is DayReason.HOLIDAY:
                note = _("A day off in %(region)s, but not in the whole country.") % {"region": region}
            elif day.date in some and day.counted and not inputs.host_region:
                note, asked = _("A day off in some regions. Ask your host."), True
            found.append(Day(day.date, day.counted, day.reason.value, day.sentence, note, asked))
        return found

    @property
    def more_days(self) -> str:
        """What more working days bring, where the result names no next step."""
        if self.result is None or self.result.next_step is not None or not self.result.amount:
            return ""
        if self.result.factor < 1:
            return _("More working days bring no more: the host is too near for the full sum.")
        return _("More working days bring no more: this is the full sum.")


def estimate_for(
    application: Application, *, start: date | None, end: date | None, travel_days: Collection[date] = ()
) -> Estimate:
    """The estimate of an application for the days on its form; without a host, for the countries preferred."""
    if start is None or end is None:
        return Estimate(problem=_("Enter both days to see the lump sum."))
    days = frozenset(day for day in travel_days if start <= day <= end)
    host = known_host(application)
    if application.host_choice in (HostChoice.MISSION, HostChoice.LISTED, HostChoice.INVITE) and host is None:
        return Estimate(problem=_("Choose where to go first. The lump sum depends on the country."))
    try:
        if host is not None:
            return Estimate(result=_at(application, host, start, end, days))
        return _without_host(application, start, end, days)
    except InvalidInput as problem:
        return Estimate(problem=problem.message)


def estimate_between(
    *,
    home: Place,
    host: Place,
    kind: str,
    start: date,
    end: date,
    travel_days: Collection[date] = (),
    mode: Mode = Mode.PHYSICAL,
    partnership_id: int | None = None,
) -> Estimate:
    """For the public calculator: between two places, for a kind of organisation, by a partnership's rules if it has any."""
    organisation = Organisation(
        kind=kind,
        country_id=home.country,
        city=home.name,
        latitude=Decimal(str(home.latitude)),
        longitude=Decimal(str(home.longitude)),
    )
    try:
        rulebook = with_terms(rulebook_on(start, partnership_id))
        refusal = cannot_visit(kind_rule(rulebook, kind))
        if mode is Mode.VIRTUAL and not rulebook.virtual_allowed:
            refusal = _("There are no online visits on these days. Plan a visit on site.")
        if refusal is not None:
            return Estimate(problem=refusal, rulebook=rulebook)

        def until(last: date) -> Result:
            return _to_place(organisation, host, start, last, frozenset(travel_days), rulebook, mode)

        result = until(end)
        return Estimate(result=result, longer=_longer(result, until), rulebook=rulebook)
    except InvalidInput as problem:
        return Estimate(problem=problem.message)


def estimate_for_mission(mission: Mission, country: str) -> tuple[Place, Estimate] | None:
    """What an SME from the largest town of `country` would get for a mission; None where nobody is paid or nothing is known."""
    if not mission.with_lump_sum or country == mission.country_id:
        return None
    town = places.main_towns([country]).get(country)
    there = places.find(mission.country_id, mission.city)
    host = mission.host
    if there is None and host.latitude is not None and host.longitude is not None:
        there = Place(
            0, mission.country_id, mission.city, float(host.latitude), float(host.longitude), host.region
        )
    if town is None or there is None:
        return None
    found = estimate_between(
        home=town,
        host=there,
        kind=OrganisationKind.SME,
        start=mission.start_on,
        end=mission.end_on,
        partnership_id=mission.partnership_id,
    )
    return town, found


def amount_for_mission(mission: Mission, country: str) -> Decimal | None:
    """The sum of `estimate_for_mission`, where there is one."""
    found = estimate_for_mission(mission, country)
    result = found[1].result if found is not None else None
    return result.amount if result is not None and result.eligible else None


def _longer(result: Result, until: Callable[[date], Result]) -> tuple[date, Decimal] | None:
    """The first last day with the working days that the next step names, and what the same calculation gives then."""
    step, inputs = result.next_step, result.inputs
    if step is None or "more" not in step.values:
        return None
    last = add_working_days(inputs.end, int(step.values["more"]), inputs.host_country, inputs.host_region)
    found = until(last)
    return (last, found.amount) if found.eligible else None


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
        rulebook=application.rulebook or rulebook_on(start, application.partnership_id),
        kind=application.organisation_kind,
    )


def _without_host(
    application: Application, start: date, end: date, travel_days: Collection[date]
) -> Estimate:
    """Each preferred country by the town in mind or its largest one; without a wish, those with the largest towns."""
    home = application.organisation
    preferred = application.preferred_countries
    towns = places.main_towns(preferred) if preferred else places.main_towns_abroad(home.country_id, start)
    town = wished_town(application)
    if town is not None and town.country in towns:
        towns[town.country] = town
    codes = [code for code in preferred or towns if code in towns][:MANY]
    if not codes:
        return Estimate(problem=_("Choose the countries you prefer to see the lump sum."))
    rulebook = application.rulebook or rulebook_on(start, application.partnership_id)
    with_terms(rulebook)
    results = {code: _to_place(home, towns[code], start, end, travel_days, rulebook) for code in codes}
    first = codes[0]
    return Estimate(
        rulebook=rulebook,
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
    mode: Mode = Mode.PHYSICAL,
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
        mode=mode,
        rulebook=rulebook,
    )
