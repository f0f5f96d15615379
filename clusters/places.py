"""Towns by name: what a person typed, found in the gazetteer (`clusters.gazetteer`). Reads only.

A name may fit several towns; then `matches` gives all, and the person chooses by region. `find` guesses only where one
town bears that very name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from clusters.gazetteer import plain
from clusters.models import Country, Town
from clusters.selectors.reference import eligible_on
from core.prepared import Prepared

MOST_MATCHES = 12
MOST_SUGGESTIONS = 8
# Below this a name only looks a little like what was typed.
ALIKE = 0.5
# People write these for letters they do not have on their keyboard.
_SPELLINGS = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"))


@dataclass(frozen=True, slots=True)
class Place:
    """`region` is the code of its public holidays, `area` the region by name."""

    id: int
    country: str
    name: str
    latitude: float
    longitude: float
    region: str = ""
    area_id: int | None = None
    area: str = ""

    @property
    def label(self) -> str:
        """ "Neustadt in Holstein (Schleswig-Holstein)"."""
        return f"{self.name} ({self.area})" if self.area else self.name


def find(country: str, town: str) -> Place | None:
    """The one town meant, by any of its names; None where there is none, or where several could be meant."""
    found = matches(country, town)
    return found[0] if len(found) == 1 else None


def matches(country: str, town: str) -> list[Place]:
    """Every town of a country that bears the name, largest first; only one where it is that town's first name."""
    wanted = plain(town)
    if not wanted:
        return []
    found = _named(country, wanted)
    if not found:
        found = next(filter(None, (_named(country, other) for other in _other_spellings(wanted))), [])
    own = [town for town in found if plain(town.name) == wanted]
    return _places(own if len(own) == 1 else found)


def find_many(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Place]:
    """As `find`, for many (country, town) in two statements; other spellings are not tried."""
    pairs = {pair: plain(pair[1]) for pair in wanted if plain(pair[1])}
    if not pairs:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_MANY, [[country for country, _town in pairs], list(pairs.values())])
        found: dict[tuple[str, str], list[int]] = {}
        for country, name, pk in cursor.fetchall():
            found.setdefault((country, name), []).append(pk)
    rows = Town.objects.filter(pk__in=[pk for pks in found.values() for pk in pks]).select_related("region")
    towns = {town.pk: town for town in rows}
    places: dict[tuple[str, str], Place] = {}
    for pair, name in pairs.items():
        named = [towns[pk] for pk in found.get((pair[0], name), ())]
        own = [town for town in named if plain(town.name) == name]
        meant = own if len(own) == 1 else named
        if len(meant) == 1:
            places[pair] = _places(meant)[0]
    return places


_MANY = """
    SELECT wanted.country, wanted.name, town.id
    FROM unnest(%s::text[], %s::text[]) AS wanted (country, name)
    JOIN clusters_town town ON town.country_id = wanted.country AND town.names LIKE '%%|' || wanted.name || '|%%'
    ORDER BY town.population DESC, town.id
"""


def alike(country: str, town: str) -> list[Place]:
    """Towns whose name is nearly the one typed: for a spelling mistake."""
    wanted = plain(town)
    if not wanted:
        return []
    rows = _towns(country).annotate(alike=TrigramWordSimilarity(wanted, "names")).filter(alike__gte=ALIKE)
    return _places(rows.order_by("-alike", "-population", "id")[:MOST_SUGGESTIONS])


def suggestions(country: str, start: str) -> list[Place]:
    """Towns with a name that begins so, largest first; for typing."""
    wanted = plain(start)
    if len(wanted) < 2:
        return []
    return _places(_towns(country).filter(names__contains=f"|{wanted}")[:MOST_SUGGESTIONS])


def by_id(country: str, pk: int | str) -> Place | None:
    """A town that a form posts by its number; None for anything that is no town of this country."""
    try:
        number = int(pk)
    except (TypeError, ValueError):
        return None
    return next(iter(_places(_towns(country).filter(pk=number)[:1])), None) if abs(number) < 2**63 else None


def by_number(pk: int) -> Place | None:
    """A town that was kept by its number."""
    return next(iter(_places(Town.objects.filter(pk=pk).select_related("region"))), None)


def main_towns(countries: Iterable[str]) -> dict[str, Place]:
    """The largest town of each country, the countries with the largest ones first."""
    return _ranked(_largest_of(Country.objects.filter(pk__in=list(countries))))


def main_towns_abroad(home: str, day: date) -> dict[str, Place]:
    """As `main_towns`, of the other countries that take part on a day."""
    return _ranked(_abroad(home=home, day=day))


def _towns_abroad(*, home: Any, day: Any) -> QuerySet[Town]:
    return _largest_of(eligible_on(day).exclude(pk=home))


_abroad = Prepared("towns", _towns_abroad)


def _largest_of(countries: QuerySet[Country]) -> QuerySet[Town]:
    # A look into the index for each country; DISTINCT ON would sort every town of theirs.
    largest = Town.objects.filter(country=OuterRef("pk")).order_by("-population", "id").values("pk")[:1]
    wanted = countries.order_by().values(largest=Subquery(largest))
    return Town.objects.filter(pk__in=wanted).select_related("region").order_by()


def _ranked(towns: Iterable[Town]) -> dict[str, Place]:
    ranked = sorted(towns, key=lambda town: (-town.population, town.country_id))
    return {place.country: place for place in _places(ranked)}


def _named(country: str, wanted: str) -> list[Town]:
    return list(_towns(country).filter(names__contains=f"|{wanted}|")[:MOST_MATCHES])


def _towns(country: str) -> QuerySet[Town]:
    return Town.objects.filter(country=country).select_related("region").order_by("-population", "id")


def _other_spellings(wanted: str) -> list[str]:
    every = wanted
    for long, short in _SPELLINGS:
        every = every.replace(long, short)
    found = [wanted.replace(long, short) for long, short in _SPELLINGS if long in wanted]
    return [*found, every] if every != wanted else []


def _places(towns: Iterable[Town] | Sequence[Town]) -> list[Place]:
    return [
        Place(
            id=town.pk,
            country=town.country_id,
            name=town.name,
            latitude=float(town.latitude),
            longitude=float(town.longitude),
            region=town.holiday_code or (town.region.holiday_code if town.region else ""),
            area_id=town.region_id,
            area=town.region.name if town.region else "",
        )
        for town in towns
    ]
