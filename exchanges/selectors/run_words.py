"""What a matching run found, in sentences: why a host fits, why a file has no host, which limits fight."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clusters.models import Country, Organisation
from core.money import format_eur
from exchanges.matching.pairing import label
from exchanges.matching.problem import Conflict
from exchanges.matching.run_answer import Frozen, has_days
from exchanges.models import Application


@dataclass
class Names:
    """Names of files, hosts and countries by their numbers and codes, read in three statements."""

    files: Mapping[int, Application]
    hosts: Mapping[int, Organisation]
    countries: Mapping[str, str]

    def file(self, number: int) -> str:
        row = self.files.get(number)
        return row.organisation.name if row is not None else _("a file that is gone")

    def host(self, number: int) -> str:
        row = self.hosts.get(number)
        return row.name if row is not None else _("a host that is gone")

    def country(self, code: str) -> str:
        return self.countries.get(code, code)


def names_of(files: Iterable[int], hosts: Iterable[int]) -> Names:
    found = Application.objects.filter(pk__in=set(files)).select_related("organisation__country")
    organisations = Organisation.objects.filter(pk__in=set(hosts)).select_related("country")
    return Names(
        {row.pk: row for row in found.order_by("pk")},
        {row.pk: row for row in organisations.order_by("pk")},
        dict(Country.objects.order_by("code").values_list("code", "name")),
    )


def reasons(parts: Sequence[int], codes: Sequence[str]) -> list[str]:
    """What the points were given for, the most first; `codes` as the frozen input names the parts."""
    given = sorted(zip(codes, parts, strict=False), key=lambda pair: -pair[1])
    return [
        _("%(part)s: %(points)d") % {"part": label(code), "points": points}
        for code, points in given
        if points
    ] or [_("Shares nothing that was asked for")]


def why_unplaced(why: Mapping[str, int]) -> list[str]:
    """The most frequent reason first."""
    return [
        _why(code, number) for code, number in sorted(why.items(), key=lambda pair: (-pair[1], pair[0]))
    ] or [_("There is no open host.")]


def _why(code: str, number: int) -> str:
    sentences = {
        "past": _("The first day has come. The file needs new days."),
        "earlier_visit": _("The visitor has another visit, and may visit only once in the scheme."),
        "inactive": _("The visitor has not said that it is still interested."),
        "limit_places": _("All places at the hosts that suit are taken by others of this run."),
        "limit_per_host": _("The hosts that suit have as many visitors as one host may get."),
        "limit_host_country": _(
            "The hosts that suit lie in countries that have as many visits as you allow."
        ),
        "limit_home_country": _("The visitor's country has as many visits as you allow."),
        "limit_budget": _("The money of this run is used up."),
        "limit_sme_share": _("One more who is no SME would break the share of SMEs."),
        "limit_must_not": _("You have forbidden this match."),
    }
    if code in sentences:
        return sentences[code]
    counted = {
        "rules": ngettext(
            "%(number)d host is not allowed by country or kind.",
            "%(number)d hosts are not allowed by country or kind.",
            number,
        ),
        "language": ngettext(
            "%(number)d host has no language in common with the visitor.",
            "%(number)d hosts have no language in common with the visitor.",
            number,
        ),
        "days": ngettext(
            "%(number)d host is not free on these days.",
            "%(number)d hosts are not free on these days.",
            number,
        ),
        "taken": ngettext(
            "%(number)d host is full on these days.", "%(number)d hosts are full on these days.", number
        ),
        "asked": ngettext("%(number)d host is asked already.", "%(number)d hosts are asked already.", number),
        "no_sum": ngettext(
            "At %(number)d host the stay has too few working days.",
            "At %(number)d hosts the stay has too few working days.",
            number,
        ),
    }
    return counted[code] % {"number": number}


def conflict_sentences(conflicts: Iterable[Mapping[str, Any]], names: Names, frozen: Frozen) -> list[str]:
    """`conflicts` as a run keeps them: `limit` and `values`."""
    return [_conflict(one["limit"], one["values"], names, frozen) for one in conflicts]


def plain(conflicts: Iterable[Conflict]) -> list[dict[str, Any]]:
    return [{"limit": one.limit, "values": dict(one.values)} for one in conflicts]


def people_in(conflicts: Iterable[Mapping[str, Any]]) -> tuple[set[int], set[int]]:
    """The files and the hosts that the conflicts name."""
    values = [one["values"] for one in conflicts]
    return {row["visitor"] for row in values if "visitor" in row}, {
        row["host"] for row in values if "host" in row
    }


def _conflict(limit: str, values: Mapping[str, Any], names: Names, frozen: Frozen) -> str:
    said = dict(values)
    if "visitor" in said:
        said["visitor"] = names.file(values["visitor"])
    if "host" in said:
        said["host"] = names.host(values["host"])
    if "country" in said:
        said["country"] = names.country(values["country"])
    if limit == "impossible":
        if has_days(frozen, values["visitor"], values["host"]):
            return (
                _("%(visitor)s must go to %(host)s, but a rule of the scheme or a taken place forbids it.")
                % said
            )
        return _("%(visitor)s must go to %(host)s, but %(host)s has no place in these days.") % said
    if limit == "budget" and "cost" in said:
        sums = {name: format_eur(Decimal(values[name]) / 100) for name in ("cost", "most")}
        return _("The matches that must be cost %(cost)s, but the budget is %(most)s.") % sums
    if not said:
        return _("The matches that must be and this limit cannot both be kept: %(limit)s.") % {
            "limit": LIMIT_WORDS.get(limit, limit)
        }
    return str(_SENTENCES[limit]) % said


def stop_word(limit: str) -> str:
    """Why an alternate is not open, in a word or two; empty where it is."""
    words = {
        "": "",
        "places": _("taken"),
        "per_host": _("has enough visits"),
        "budget": _("too dear"),
        "sme_share": _("breaks the share of SMEs"),
    }
    return words.get(limit, _("country has enough visits"))


LIMIT_WORDS = {
    "budget": gettext_lazy("the budget"),
    "sme_share": gettext_lazy("the share of SMEs"),
    "places": gettext_lazy("the places of the hosts"),
    "per_host": gettext_lazy("visitors for each host"),
    "host_country": gettext_lazy("visits for each host country"),
    "home_country": gettext_lazy("visits for each home country"),
}
_SENTENCES = {
    "must_and_must_not": gettext_lazy(
        "%(visitor)s must go to %(host)s, and must not. Take one of the two back."
    ),
    "two_hosts": gettext_lazy("%(visitor)s must go to two hosts, but a visitor has one."),
    "places": gettext_lazy("More visitors must go to %(host)s than its %(places)s places on the same days."),
    "per_host": gettext_lazy("%(number)s visitors must go to %(host)s, but a host may get %(most)s."),
    "host_country": gettext_lazy("%(number)s visits must go to %(country)s, but %(most)s are allowed there."),
    "home_country": gettext_lazy(
        "%(number)s visitors from %(country)s must be matched, but %(most)s are allowed."
    ),
    "sme_share": gettext_lazy(
        "%(others)s who are no SMEs must be matched, but only %(smes)s SMEs can be. That breaks the share of SMEs."
    ),
}
