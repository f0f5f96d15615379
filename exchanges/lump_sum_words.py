"""The sentences of a lump sum, by the code of its reason, made when read: in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.countries import country_name
from core.dates import human
from core.money import format_eur

Values = Mapping[str, str | int]
Sentence = Callable[[Values], str]


def _country(values: Values) -> dict[str, str | int]:
    return {**values, "country": country_name(str(values["country"]))}


def _eur(value: str | int) -> str:
    return format_eur(Decimal(value))


def _part(values: Values) -> dict[str, str | int]:
    percent = str(values["percent"])
    part = _("Half the sum") if percent == "50" else _("%(percent)s %% of the sum") % {"percent": percent}
    return {**values, "part": part}


def _too_few_days(values: Values) -> str:
    return ngettext(
        "%(days)s working day is counted. A visit needs at least %(minimum)s.",
        "%(days)s working days are counted. A visit needs at least %(minimum)s.",
        int(values["days"]),
    ) % dict(values)


def _ask_cluster(values: Values) -> str:
    days = [human(date.fromisoformat(day)) for day in str(values["days"]).split(", ")]
    return ngettext(
        "Is there a programme on %(days)s? Ask your cluster whether this day can be counted.",
        "Is there a programme on one of these days: %(days)s? Ask your cluster whether they can be counted.",
        len(days),
    ) % {"days": ", ".join(days)}


def _more_days(values: Values) -> str:
    return ngettext(
        "One more working day: %(amount)s.", "%(more)s more working days: %(amount)s.", int(values["more"])
    ) % {"more": values["more"], "amount": _eur(values["amount"])}


def _more_days_eligible(values: Values) -> str:
    return ngettext(
        "One more working day makes the visit eligible.",
        "%(more)s more working days make the visit eligible.",
        int(values["more"]),
    ) % dict(values)


def _region_unknown(values: Values) -> str:
    return _(
        "%(day)s is a day off in some regions (%(holiday)s: %(regions)s). Give the host's region to count it right."
    ) % {**values, "day": human(date.fromisoformat(str(values["day"])))}


SENTENCES: Mapping[str, Sentence] = {
    # what stands against a stay
    "home_not_eligible": lambda v: (
        _("%(country)s does not take part in the scheme, so a visit from there is not paid.") % _country(v)
    ),
    "host_not_eligible": lambda v: (
        _("%(country)s does not take part in the scheme. Choose a host in another country.") % _country(v)
    ),
    "no_rate": lambda v: (
        _("The grid %(grid)s has no lump sum for %(country)s. Ask the coordinator to add it.") % _country(v)
    ),
    "same_country": lambda v: (
        _("Both organisations are in %(country)s. A visit goes to another country.") % _country(v)
    ),
    "too_long": lambda v: (
        _("The stay has %(days)s calendar days. One month, %(maximum)s days, is the longest.") % dict(v)
    ),
    "too_few_days": _too_few_days,
    # why the sum is what it is
    "full": lambda v: (
        _(
            "The full sum: %(days)s working days (at least %(full_days)s) and %(km)s km (at least %(full_km)s)."
        )
        % dict(v)
    ),
    "reduced_days": lambda v: (
        _("%(part)s, because %(days)s working days are fewer than %(full_days)s.") % _part(v)
    ),
    "reduced_distance": lambda v: _("%(part)s, because %(km)s km are less than %(full_km)s km.") % _part(v),
    "reduced_days_and_distance": lambda v: (
        _(
            "%(part)s: %(days)s working days (fewer than %(full_days)s) and %(km)s km (less than %(full_km)s)."
            " It is reduced only once."
        )
        % _part(v)
    ),
    "virtual": lambda v: _("A virtual visit ends with a certificate. No lump sum is paid for it."),
    "kind_without_lump_sum": lambda v: _("This kind of organisation takes part without a lump sum."),
    "capped": lambda v: _("One visitor receives at most %(cap)s.") % {"cap": _eur(v["cap"])},
    "base": lambda v: _("Full sum for %(country)s in grid %(grid)s.") % _country(v),
    "base_outermost": lambda v: _("Full sum for the outermost regions of the EU in grid %(grid)s.") % dict(v),
    "total": lambda v: _("The lump sum is %(amount)s.") % {"amount": _eur(v["amount"])},
    # what to check, what to do next
    "no_calendar": lambda v: (
        _(
            "No public-holiday calendar is known for %(country)s on these dates. Please check the days with your host."
        )
        % _country(v)
    ),
    "region_unknown": _region_unknown,
    "ask_cluster": _ask_cluster,
    "more_days": _more_days,
    "more_days_eligible": _more_days_eligible,
}

LABELS: Mapping[str, Callable[[], str]] = {
    "obstacle": lambda: _("Not eligible"),
    "base": lambda: _("Full sum"),
    "reduction": lambda: _("Reduction"),
    "cap": lambda: _("Highest sum"),
    "no_money": lambda: _("No lump sum"),
    "total": lambda: _("Lump sum"),
}
