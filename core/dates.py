"""Days, counted one by one: which are working days at a place, and why the others are not.

Dates are plain dates without a time zone. Holidays come from the `holidays` library, with the subdivision of the
place where it has one: Saxony has a day off that Germany as a whole has not.
"""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

import holidays
from django.utils import dateformat
from django.utils.translation import gettext as _

from core.countries import country_name
from core.exceptions import InvalidInput

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)  # outside, a date is a typing error or "infinity"
MAX_SPAN_DAYS = 366
MONTH_DAYS = 31  # "one month" of the scheme, first and last day included
MAX_WORKING_DAYS_AHEAD = 400
SATURDAY = 5
# Days off are suspended under martial law since then; the library has no calendar for later days.
CALENDAR_ENDS = {"UA": date(2022, 3, 15)}
# Zones of the school year, which have no public holidays of their own.
SCHOOL_ZONES = frozenset({"Zone A", "Zone B", "Zone C", "Noord", "Midden", "Zuid"})


class DayReason(StrEnum):
    WORKING_DAY = "working_day"
    UNCHECKED = "working_day_unchecked"
    BY_DECISION = "counted_by_decision"
    TRAVEL_DAY = "travel_day"
    WEEKEND = "weekend"
    WORKING_SATURDAY = "working_saturday"
    HOLIDAY = "public_holiday"


# A person may decide to count these when a programme really took place. Travel days are never counted.
COUNTABLE_BY_DECISION = frozenset({DayReason.WEEKEND, DayReason.WORKING_SATURDAY, DayReason.HOLIDAY})


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day of a stay. `holiday` is the day off's name in English, `note` the reason of a decision."""

    date: date
    counted: bool
    reason: DayReason
    holiday: str = ""
    note: str = ""

    @property
    def sentence(self) -> str:
        match self.reason:
            case DayReason.WORKING_DAY:
                return _("Working day")
            case DayReason.UNCHECKED:
                return _("Counted as a working day. No public-holiday calendar is known here: please check.")
            case DayReason.BY_DECISION:
                return _("Counted by decision: %(note)s") % {"note": self.note}
            case DayReason.TRAVEL_DAY:
                return _("Travel day, not counted")
            case DayReason.WORKING_SATURDAY:
                return _(
                    "Weekend, but an official working day in this country. Ask your cluster to count it."
                )
            case DayReason.HOLIDAY:
                return _("Public holiday: %(name)s") % {"name": self.holiday}
        return _("Saturday") if self.date.weekday() == SATURDAY else _("Sunday")


def count_days(
    start: date,
    end: date,
    country: str,
    region: str | None = None,
    travel_days: Collection[date] = frozenset(),
    overrides: Mapping[date, str] | Iterable[tuple[date, str]] = (),
) -> list[CountedDay]:
    """Every day from `start` to `end`, both included, counted or not.

    `overrides` maps a weekend day or public holiday that is counted after all to the reason for that. Travel days
    and overrides outside the stay are ignored. Raises InvalidInput for dates that cannot be a stay.
    """
    check_range(start, end)
    decisions = dict(overrides)
    place = clean_region(country, region)
    days = []
    for offset in range((end - start).days + 1):
        day = start + timedelta(days=offset)
        found = _plain_day(day, country, place)
        if day in travel_days:
            if day in decisions:
                raise InvalidInput(
                    _("%(day)s is a travel day and cannot be counted. Remove one of the two.")
                    % {"day": human(day)}
                )
            found = CountedDay(day, False, DayReason.TRAVEL_DAY)
        elif day in decisions and found.reason in COUNTABLE_BY_DECISION:
            note = decisions[day].strip()
            if not note:
                raise InvalidInput(_("Say why %(day)s is counted.") % {"day": human(day)})
            found = CountedDay(day, True, DayReason.BY_DECISION, found.holiday, note)
        days.append(found)
    return days


def _plain_day(day: date, country: str, region: str | None) -> CountedDay:
    calendar = _calendar(country, region, day.year)
    if day.weekday() >= SATURDAY:
        official = day in calendar.working_weekend_days
        return CountedDay(day, False, DayReason.WORKING_SATURDAY if official else DayReason.WEEKEND)
    if name := calendar.days_off.get(day):
        return CountedDay(day, False, DayReason.HOLIDAY, name)
    known = calendar.known and day < CALENDAR_ENDS.get(country, date.max)
    return CountedDay(day, True, DayReason.WORKING_DAY if known else DayReason.UNCHECKED)


def max_end(start: date) -> date:
    """The last possible day of a stay of one month: 31 calendar days, first and last included."""
    return _checked(start) + timedelta(days=MONTH_DAYS - 1)


def add_calendar_days(day: date, number: int) -> date:
    try:
        return _checked(_checked(day) + timedelta(days=number))
    except OverflowError:
        raise InvalidInput(_("Choose a smaller number of days.")) from None


def add_months(moment: datetime, number: int) -> datetime:
    """The same time so many months later; on the month's last day where that day does not exist."""
    years, month = divmod(moment.month - 1 + number, 12)
    last = monthrange(moment.year + years, month + 1)[1]
    return moment.replace(year=moment.year + years, month=month + 1, day=min(moment.day, last))


def add_working_days(day: date, number: int, country: str, region: str | None = None) -> date:
    """The `number`-th working day after `day`; `day` itself is never counted, and 0 returns it."""
    if not 0 <= number <= MAX_WORKING_DAYS_AHEAD:
        raise InvalidInput(
            _("Choose a number of working days from 0 to %(most)s.") % {"most": MAX_WORKING_DAYS_AHEAD}
        )
    place = clean_region(country, region)
    found = _checked(day)
    while number:
        found += timedelta(days=1)
        number -= _plain_day(found, country, place).counted
    return found


def check_range(start: date, end: date) -> None:
    """InvalidInput for missing, reversed, infinite or absurdly long ranges."""
    _checked(start)
    _checked(end)
    if end < start:
        raise InvalidInput(_("The last day is before the first day. Swap the two dates."))
    if (end - start).days >= MAX_SPAN_DAYS:
        raise InvalidInput(_("These dates are more than a year apart. Check the year of both."))


def _checked(day: date) -> date:
    if not isinstance(day, date) or isinstance(day, datetime):
        raise InvalidInput(_("Enter a day as year, month and day, for example 2026-03-16."))
    if not FIRST_DAY <= day <= LAST_DAY:
        raise InvalidInput(_("Enter a day between the years 2000 and 2099."))
    return day


def human(day: date) -> str:
    """ "11 October 2022", with the month in the active language."""
    return dateformat.format(day, "j F Y")


@dataclass(frozen=True, slots=True)
class _Calendar:
    days_off: Mapping[date, str]
    working_weekend_days: frozenset[date]
    known: bool


@cache
def _calendar(country: str, region: str | None, year: int) -> _Calendar:
    try:
        found: Any = holidays.country_holidays(
            country, subdiv=region, years=year, expand=False, language="en_US"
        )
    except NotImplementedError:
        return _Calendar(MappingProxyType({}), frozenset(), known=False)
    days_off = {day: name for day, name in found.items() if day.year == year}
    extra = frozenset(day for day in getattr(found, "weekend_workdays", ()) if day.year == year)
    return _Calendar(MappingProxyType(days_off), extra, known=bool(days_off))


def has_calendar(country: str, day: date) -> bool:
    """Whether public holidays of this country are known for that day's year."""
    return _calendar(country, None, day.year).known and day < CALENDAR_ENDS.get(country, date.max)


def public_holidays(start: date, end: date, country: str, region: str | None = None) -> dict[date, str]:
    """The days off of a place from `start` to `end`, weekends aside: day -> name. A region without own days has the country's."""
    known = region if region in holiday_regions(country) else None
    found: dict[date, str] = {}
    for year in range(start.year, end.year + 1):
        found |= _calendar(country, known, year).days_off
    return {day: found[day] for day in sorted(found) if start <= day <= end and day.weekday() < SATURDAY}


@cache
def holiday_regions(country: str) -> Mapping[str, str]:
    """The regions of a country that have a calendar of their own: code -> name."""
    library = getattr(holidays, country, None)
    if library is None or not hasattr(library, "subdivisions"):
        return MappingProxyType({})
    names: dict[str, str] = {}
    for name, code in (getattr(library, "subdivisions_aliases", None) or {}).items():
        if len(name) > len(names.get(code, "")):
            names[code] = name
    return MappingProxyType(
        {code: names.get(code, code) for code in library.subdivisions if code not in SCHOOL_ZONES}
    )


def has_own_days(country: str, region: str, year: int) -> bool:
    """Whether a region's days off in a year differ from those of the whole country."""
    return _calendar(country, region, year).days_off != _calendar(country, None, year).days_off


def clean_region(country: str, region: str | None, *, field: str | None = None) -> str | None:
    """The code of a region with its own holidays, for "SN", "DE-SN" or "Sachsen"; None for none; else InvalidInput."""
    typed = (region or "").strip()
    if not typed:
        return None
    known = holiday_regions(country)
    wanted = typed.casefold().removeprefix(f"{country.casefold()}-")
    for code in known:
        if wanted == code.casefold():
            return code
    aliases = getattr(getattr(holidays, country, None), "subdivisions_aliases", None) or {}
    for name, code in aliases.items():
        if wanted == name.casefold():
            return str(code)
    place = {"region": typed[:40], "country": country_name(country), "known": ", ".join(known)}
    if known:
        message = _("“%(region)s” is no region of %(country)s. Use one of: %(known)s.") % place
    else:
        message = _("%(country)s has the same public holidays everywhere. Leave the region empty.") % place
    raise InvalidInput(message, field)


def regional_holidays(start: date, end: date, country: str) -> list[tuple[date, str, tuple[str, ...]]]:
    """Weekdays of a stay that are a day off in some regions only: (day, name, names of the regions).

    For stays whose region is not known: these days are counted, and a person should be asked about them.
    """
    check_range(start, end)
    regions = holiday_regions(country)
    found = []
    for offset in range((end - start).days + 1):
        day = start + timedelta(days=offset)
        if day.weekday() >= SATURDAY or day in _calendar(country, None, day.year).days_off:
            continue
        off = {code: _calendar(country, code, day.year).days_off.get(day) for code in regions}
        there = {code: name for code, name in off.items() if name}
        if there:
            found.append((day, next(iter(there.values())), tuple(regions[code] for code in there)))
    return found
