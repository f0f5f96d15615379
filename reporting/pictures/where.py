"""Between which countries people went, and through whom: matrix, map, flow diagram, bars."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from core import charts
from core.charts import Arc, Bar, Chart
from core.europe_places import PLACES
from reporting.pictures.common import as_of

Flows = Mapping[tuple[str, str], int]
Names = Mapping[str, str]
MOST_COUNTRIES = 12
# More arrows than these would hide the map; the table has them all.
MOST_ARROWS = 60


def countries(flows: Flows, names: Names, until: date) -> Chart:
    """From which country to which, as a matrix; the smallest countries are put together."""
    homes = _largest(flows, 0)
    hosts = _largest(flows, 1)
    other = _("Other")
    cells: dict[tuple[str, str], int] = {}
    for (home, host), number in flows.items():
        key = (names[home] if home in homes else other, names[host] if host in hosts else other)
        cells[key] = cells.get(key, 0) + number
    all_homes, all_hosts = {home for home, _host in flows}, {host for _home, host in flows}
    return charts.matrix(
        _("From country to country"),
        _countries_sentence(flows, names),
        cells,
        row_names=[names[code] for code in homes] + ([other] if len(all_homes) > len(homes) else []),
        column_names=[names[code] for code in hosts] + ([other] if len(all_hosts) > len(hosts) else []),
        corner=_("From"),
        as_of=as_of(until),
    )


def flow_map(flows: Flows, names: Names, until: date) -> Chart:
    """The same as arrows on the map of Europe; its table is the whole matrix."""
    homes, hosts = _ordered(flows, 0), _ordered(flows, 1)
    largest = sorted(flows.items(), key=lambda item: (-item[1], item[0]))[:MOST_ARROWS]
    reading = _countries_sentence(flows, names)
    if len(flows) > MOST_ARROWS:
        reading += " " + _("The map draws the %(number)d largest flows.") % {"number": MOST_ARROWS}
    return charts.flow_map(
        _("The flows on the map"),
        reading,
        [Arc(home, host, number) for (home, host), number in largest],
        {code: PLACES[code] for code in {*homes, *hosts} if code in PLACES},
        columns=(_("From"), *(names[code] for code in hosts)),
        rows=tuple((names[home], *(flows.get((home, host), 0) for host in hosts)) for home in homes),
        as_of=as_of(until),
    )


def through_clusters(ways: Mapping[tuple[str, ...], int], reading: str, until: date) -> Chart:
    """(home country, home cluster, host country) -> exchanges, as names."""
    return charts.sankey(
        _("From country through cluster to country"),
        reading,
        ways,
        columns=[_("Home country"), _("Home cluster"), _("Host country")],
        value_label=_("Exchanges"),
        as_of=as_of(until),
    )


def through_clusters_sentence(ways: Mapping[tuple[str, ...], int]) -> str:
    """Which cluster sent most, and from how many clusters people came."""
    sums: dict[str, int] = {}
    for way, number in ways.items():
        sums[way[1]] = sums.get(way[1], 0) + number
    if not sums:
        return _("No exchange has been credited yet.")
    name = min(sums, key=lambda name: (-sums[name], name))
    return _("%(clusters)d clusters sent visitors; most came through %(name)s (%(number)d).") % {
        "clusters": len(sums),
        "name": name,
        "number": sums[name],
    }


def outcomes(ways: Mapping[tuple[str, ...], int], reading: str, until: date) -> Chart:
    """(kind of organisation, outcome) -> exchanges, as names."""
    return charts.sankey(
        _("From kind of organisation to outcome"),
        reading,
        ways,
        columns=[_("Kind of visitor"), _("Outcome")],
        value_label=_("Exchanges"),
        as_of=as_of(until),
    )


def levels(sides: Mapping[str, Mapping[str, int]], order: Sequence[str], until: date) -> Chart:
    """Visitors and hosts by the level of development of their region; `order` ends with what is not known."""
    used = [name for name in order if any(parts.get(name) for parts in sides.values())]
    bars = [(side, parts) for side, parts in sides.items() if sum(parts.values())]
    reading = " ".join(
        _("%(side)s: the level is known for %(known)d of %(all)d.")
        % {"side": side, "known": sum(parts.get(name, 0) for name in order[:-1]), "all": sum(parts.values())}
        for side, parts in bars
    )
    return charts.stacked(
        _("Regions by level of development"),
        reading or _("No exchange has been credited yet."),
        bars,
        series=used,
        row_label=_("Side"),
        as_of=as_of(until),
    )


def _ordered(flows: Flows, side: int) -> list[str]:
    """The countries of one side, those with most exchanges first."""
    sums: dict[str, int] = {}
    for pair, number in flows.items():
        sums[pair[side]] = sums.get(pair[side], 0) + number
    return sorted(sums, key=lambda code: (-sums[code], code))


def _largest(flows: Flows, side: int) -> list[str]:
    ordered = _ordered(flows, side)
    return ordered if len(ordered) <= MOST_COUNTRIES else ordered[: MOST_COUNTRIES - 1]


def _countries_sentence(flows: Flows, names: Names) -> str:
    if not flows:
        return _("No exchange has been credited yet.")
    (home, host), number = max(flows.items(), key=lambda item: (item[1], item[0]))
    covered = len({code for pair in flows for code in pair})
    return _("%(countries)d countries; most often from %(home)s to %(host)s (%(number)d).") % {
        "countries": covered,
        "home": names[home],
        "host": names[host],
        "number": number,
    }


def country_bars(title: str, parts: Mapping[str, int], until: date) -> Chart:
    """Exchanges by country, on one side."""
    first = next(iter(parts.items()), None)
    reading = _("No country can be shown.") if first is None else _("Most: %(name)s (%(number)d).") % {
        "name": first[0], "number": first[1]
    }  # fmt: skip
    return charts.bar(
        title,
        reading,
        [Bar(name, number) for name, number in parts.items()],
        columns=(_("Country"), _("Exchanges"), _("Target")),
        as_of=as_of(until),
    )
