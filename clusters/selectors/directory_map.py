"""The directory as a map: one dot for each town, sized by how many entries are there, linked to the list of them."""

from dataclasses import dataclass
from math import sqrt

from django.http import QueryDict
from django.utils.translation import ngettext

from clusters.selectors.directory import CAP, Counts
from clusters.selectors.directory_words import country_label, url_of
from core import europe

SMALLEST, LARGEST = 9.0, 30.0


@dataclass(frozen=True)
class Dot:
    x: str
    y: str
    radius: str
    label: str
    url: str
    number: int


@dataclass(frozen=True)
class Picture:
    """`unplaced` entries, of those that were looked at, have no town on this map; they stand in the list only."""

    dots: list[Dot]
    unplaced: int
    width: int = europe.WIDTH
    height: int = europe.HEIGHT


def picture(counts: Counts, query: QueryDict) -> Picture:
    towns = sorted(counts.towns, key=lambda town: (-town.number, town.city, town.country))
    most = max((town.number for town in towns), default=1)
    dots = []
    for town in towns:  # the largest first, so that small dots lie on top
        x, y = europe.point(town.latitude, town.longitude)
        if not europe.is_on_map(x, y):
            continue
        radius = SMALLEST + (LARGEST - SMALLEST) * sqrt(town.number / most) * (most > 1)
        where = f"{town.city}, {country_label(town.country)}"
        label = ngettext("%(where)s: %(number)d entry", "%(where)s: %(number)d entries", town.number) % {
            "where": where,
            "number": town.number,
        }
        url = url_of(query, town=f"{town.country}/{town.city}", view=None)
        dots.append(Dot(f"{x:.0f}", f"{y:.0f}", f"{radius:.0f}", label, url, town.number))
    shown = sum(dot.number for dot in dots)
    return Picture(dots, min(counts.total, CAP) - shown)
