"""The lump sum of a stay, calculated with its reasons. Pure: no database, no clock, Decimals only.

The rule (clustercollaboration.eu/clusterxchange/about): the full sum of the host country, halved once when the stay
has fewer than 5 working days and/or the two organisations are less than 200 km apart. Fewer than 3 working days,
more than one month, or the same country: not eligible. A virtual stay is eligible, without money.
"""

from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from core.countries import clean_country
from core.dates import (
    COUNTABLE_BY_DECISION,
    CountedDay,
    DayReason,
    clean_region,
    count_days,
    regional_holidays,
)
from core.exceptions import InvalidInput
from core.geo import MAX_DISTANCE_KM
from core.money import to_cents
from exchanges.enums import Mode
from exchanges.lump_sum_types import ONE, ZERO, Grid, Inputs, Line, Reason, Result, Rules
from exchanges.reference_data import OUTERMOST_REGIONS, REGION_OF_COUNTRY_CODE

__all__ = ["Grid", "Inputs", "Line", "Mode", "Reason", "Result", "Rules", "calculate", "cleaned"]

NOTHING = Decimal("0.00")


def cleaned(inputs: Inputs) -> Inputs:
    """One spelling of each value, so that equal questions are equal inputs; InvalidInput for what cannot be used."""
    home = clean_country(inputs.home_country)
    host = clean_country(inputs.host_country)
    home, _home_region = REGION_OF_COUNTRY_CODE.get(home, (home, None))
    host, region = REGION_OF_COUNTRY_CODE.get(host, (host, inputs.host_region))
    try:
        mode = Mode(inputs.mode)
    except ValueError:
        raise InvalidInput(_("A visit is either physical or virtual. Choose one of the two.")) from None
    distance = _clean_distance(inputs.distance_km)
    if distance is None and mode is Mode.PHYSICAL:
        raise InvalidInput(_("Enter the distance between the two organisations in kilometres."))
    return replace(
        inputs,
        home_country=home,
        host_country=host,
        host_region=clean_region(host, region),
        distance_km=distance,
        travel_days=frozenset(inputs.travel_days),
        overrides=tuple(sorted(dict(inputs.overrides).items())),
        mode=mode,
    )


def calculate(inputs: Inputs, rules: Rules, grid: Grid) -> Result:
    """The lump sum for one stay. Raises InvalidInput where the question makes no sense."""
    inputs = cleaned(inputs)
    days = tuple(
        count_days(
            inputs.start,
            inputs.end,
            inputs.host_country,
            inputs.host_region,
            inputs.travel_days,
            inputs.overrides,
        )
    )
    working_days = sum(day.counted for day in days)
    base = grid.full_sum(inputs.host_country, inputs.host_region)
    obstacles = _obstacles(inputs, rules, grid, base, len(days))
    missing = rules.min_working_days - working_days
    undecided = [day.date for day in days if not day.counted and day.reason in COUNTABLE_BY_DECISION]
    needs_decision = not obstacles and 0 < missing <= len(undecided)
    if missing > 0:
        obstacles.append(Reason("too_few_days", {"days": working_days, "minimum": rules.min_working_days}))
    eligible = not obstacles

    factor, explanation = _factor(inputs, rules, working_days)
    if not eligible:
        factor = ZERO
    lines = _lines(inputs, rules, grid, base, factor, explanation, obstacles)
    reasons: tuple[Reason, ...] = (*(obstacles or [explanation]), *_hints(inputs, days))
    if any(line.code == "cap" for line in lines):
        reasons = (*reasons, Reason("capped", {"cap": str(rules.cap)}))
    if needs_decision:
        ask = Reason("ask_cluster", {"days": ", ".join(day.isoformat() for day in undecided)})
        reasons = (*reasons, ask)
        next_step: Reason | None = ask
    else:
        next_step = _next_step(inputs, rules, base, working_days, len(days), obstacles)
    return Result(
        inputs=inputs,
        eligible=eligible,
        needs_decision=needs_decision,
        working_days=working_days,
        calendar_days=len(days),
        days=days,
        base=base,
        factor=factor,
        amount=lines[-1].amount or NOTHING,
        currency=grid.currency,
        reasons=reasons,
        lines=lines,
        next_step=next_step,
        grid_version=grid.version,
        grid_source=grid.source,
        grid_confirmed=grid.confirmed,
        rules_version=rules.version,
    )


def _pays(inputs: Inputs) -> bool:
    return inputs.mode is Mode.PHYSICAL and inputs.receives_lump_sum


def _obstacles(
    inputs: Inputs, rules: Rules, grid: Grid, base: Decimal | None, calendar_days: int
) -> list[Reason]:
    """What stands against the stay, its working days apart."""
    found = []
    if inputs.home_country not in rules.eligible_countries:
        found.append(Reason("home_not_eligible", {"country": inputs.home_country}))
    if inputs.host_country not in rules.eligible_countries:
        found.append(Reason("host_not_eligible", {"country": inputs.host_country}))
    elif base is None and _pays(inputs):
        found.append(Reason("no_rate", {"country": inputs.host_country, "grid": grid.version}))
    if inputs.home_country == inputs.host_country:
        found.append(Reason("same_country", {"country": inputs.host_country}))
    if calendar_days > rules.max_calendar_days:
        found.append(Reason("too_long", {"days": calendar_days, "maximum": rules.max_calendar_days}))
    return found


def _factor(inputs: Inputs, rules: Rules, working_days: int) -> tuple[Decimal, Reason]:
    """The part of the full sum that is paid to an eligible stay, and why. Halved once, never twice."""
    if inputs.mode is Mode.VIRTUAL:
        return ZERO, Reason("virtual")
    if not inputs.receives_lump_sum:
        return ZERO, Reason("kind_without_lump_sum")
    short = working_days < rules.full_sum_working_days
    near = inputs.distance_km < rules.full_sum_km  # type: ignore[operator]  # known for every physical stay
    values: dict[str, str | int] = {
        "days": working_days,
        "full_days": rules.full_sum_working_days,
        "km": _plain(inputs.distance_km),  # type: ignore[arg-type]  # as above
        "full_km": rules.full_sum_km,
        "percent": _plain(rules.reduction * 100),
    }
    if short and near:
        return rules.reduction, Reason("reduced_days_and_distance", values)
    if short:
        return rules.reduction, Reason("reduced_days", values)
    if near:
        return rules.reduction, Reason("reduced_distance", values)
    return ONE, Reason("full", values)


def _sum(base: Decimal, factor: Decimal, rules: Rules) -> Decimal:
    """Rounded half up to the cent, then capped: the cap holds for what one visitor receives."""
    return min(to_cents(base * factor), to_cents(rules.cap))


def _lines(
    inputs: Inputs,
    rules: Rules,
    grid: Grid,
    base: Decimal | None,
    factor: Decimal,
    explanation: Reason,
    obstacles: list[Reason],
) -> tuple[Line, ...]:
    total = NOTHING if obstacles or base is None else _sum(base, factor, rules)
    total_line = Line("total", total, Reason("total", {"amount": str(total)}))
    if obstacles:
        return (*(Line("obstacle", None, reason) for reason in obstacles), total_line)
    if base is None or not _pays(inputs):
        return (Line("no_money", NOTHING, explanation), total_line)
    outermost = (inputs.host_country, inputs.host_region) in OUTERMOST_REGIONS
    place: dict[str, str | int] = {"country": inputs.host_country, "grid": grid.version}
    lines = [Line("base", to_cents(base), Reason("base_outermost" if outermost else "base", place))]
    reduced = to_cents(base * factor)
    if factor != ONE:
        lines.append(Line("reduction", reduced - to_cents(base), explanation))
    if reduced != total:
        lines.append(Line("cap", total - reduced, Reason("capped", {"cap": str(rules.cap)})))
    return (*lines, total_line)


def _hints(inputs: Inputs, days: tuple[CountedDay, ...]) -> list[Reason]:
    """What a person should check although nothing stands against the stay."""
    found = []
    if any(day.reason is DayReason.UNCHECKED for day in days):
        found.append(Reason("no_calendar", {"country": inputs.host_country}))
    if inputs.host_region is None:
        counted = {day.date for day in days if day.counted}
        for day, name, regions in regional_holidays(inputs.start, inputs.end, inputs.host_country):
            if day in counted:
                more = "" if len(regions) <= 3 else " …"
                found.append(
                    Reason(
                        "region_unknown",
                        {"day": day.isoformat(), "holiday": name, "regions": ", ".join(regions[:3]) + more},
                    )
                )
    return found


def _next_step(
    inputs: Inputs,
    rules: Rules,
    base: Decimal | None,
    working_days: int,
    calendar_days: int,
    obstacles: list[Reason],
) -> Reason | None:
    """What some more working days would bring, when days are all that is missing."""
    if any(reason.code != "too_few_days" for reason in obstacles):
        return None
    wanted = rules.min_working_days if obstacles else rules.full_sum_working_days
    more = wanted - working_days
    if more <= 0 or calendar_days + more > rules.max_calendar_days:
        return None
    if base is None or not _pays(inputs):
        return Reason("more_days_eligible", {"more": more}) if obstacles else None
    now = NOTHING if obstacles else _sum(base, _factor(inputs, rules, working_days)[0], rules)
    then = _sum(base, _factor(inputs, rules, wanted)[0], rules)
    return Reason("more_days", {"more": more, "amount": str(then)}) if then > now else None


def _clean_distance(value: Decimal | int | None) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise InvalidInput(_("Enter the distance as a number of kilometres, for example 967."))
    distance = Decimal(value)
    if not distance.is_finite() or not 0 <= distance <= MAX_DISTANCE_KM:
        raise InvalidInput(
            _("Enter a distance from 0 to %(maximum)s kilometres, for example 967.")
            % {"maximum": MAX_DISTANCE_KM}
        )
    return distance


def _plain(value: Decimal | int) -> str:
    """967, 199.6: without exponent and trailing zeros."""
    return f"{Decimal(value).normalize():f}"
