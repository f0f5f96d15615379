"""Organisations by the hundred, for imports: those that are here are found, the others made, in a few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from clusters import places
from clusters.models import Organisation
from clusters.places import Place
from clusters.selectors.duplicates import name_keys, number_key
from clusters.services.placing import degrees
from core import audit, clock
from core.actors import Actor
from core.dates import clean_region
from core.exceptions import InvalidInput

_REGION_LENGTH = 6
Key = tuple[str, str]


@dataclass
class Described:
    """An organisation as a row describes it. `found` is the one that is here; `clash` says what contradicts."""

    name: str
    kind: str
    country: str
    city: str
    registration_number: str = ""
    vat_number: str = ""
    website: str = ""
    sme_size: str = ""
    key: Key = ("", "")
    found: Organisation | None = None
    clash: str = ""


@dataclass
class Directory:
    """Remembers what it has seen and made, so that one name is one organisation over the whole file."""

    by: Actor
    _known: dict[Key, Organisation] = field(default_factory=dict)
    _numbers: dict[Key, Organisation] = field(default_factory=dict)
    _announced: set[Key] = field(default_factory=set)

    def find(self, described: Sequence[Described]) -> None:
        """Set `key` and `found`. By register number in the country, VAT number, else name and country."""
        for one, key in zip(described, name_keys([one.name for one in described]), strict=True):
            one.key = (one.country, key)
        self._load(described)
        for one in described:
            one.found = self._numbered(one) or self._known.get(one.key)

    def _load(self, described: Sequence[Described]) -> None:
        names = {one.key[1] for one in described if one.key not in self._known and one.key[1]}
        numbers = {text for one in described for text in _spellings(one)}
        wanted = Q(name_key__in=names)
        if numbers:
            wanted |= Q(registration_number__in=numbers) | Q(vat_number__in=numbers)
        for row in Organisation.objects.filter(wanted).order_by("-id"):
            self._remember(row, (row.country_id, row.name_key))

    def _remember(self, row: Organisation, key: Key) -> None:
        self._known[key] = row
        if row.registration_number:
            self._numbers[(row.country_id, number_key(row.registration_number))] = row
        if row.vat_number:
            self._numbers[("", number_key(row.vat_number))] = row

    def _numbered(self, one: Described) -> Organisation | None:
        """A name with another register number is another organisation, unless one of them has none."""
        by_number = self._numbers.get((one.country, number_key(one.registration_number)))
        return by_number or (self._numbers.get(("", number_key(one.vat_number))) if one.vat_number else None)

    def is_new(self, one: Described) -> bool:
        """True for the first row that brings an organisation which is not here; later rows mean the same one."""
        if one.found is not None or one.key in self._announced:
            return False
        self._announced.add(one.key)
        return True

    def make(self, described: Iterable[Described]) -> list[Organisation]:
        """Make those that were not found, each name once, and set `found`. Nobody represents them yet."""
        fresh: dict[Key, Described] = {}
        for one in described:
            if one.found is None:
                one.found = self._known.get(one.key)
            if one.found is None:
                fresh.setdefault(one.key, one)
        towns = places.find_many((one.country, one.city) for one in fresh.values())
        made = Organisation.objects.bulk_create(
            [_new(one, towns.get((one.country, one.city))) for one in fresh.values()]
        )
        for key, row in zip(fresh, made, strict=True):
            self._remember(row, key)
        audit.record_many("organisation.import", [(row, {"name": (None, row.name)}) for row in made], self.by)
        for one in described:
            one.found = one.found or self._known[one.key]
        return made


def _spellings(one: Described) -> set[str]:
    """As typed and without signs: how a number may stand in the table."""
    texts = {
        text for number in (one.registration_number, one.vat_number) for text in (number, number_key(number))
    }
    return texts - {""}


def _new(one: Described, known: Place | None) -> Organisation:
    fields: dict[str, Any] = _place(one.country, known)
    return Organisation(
        name=one.name,
        kind=one.kind,
        country_id=one.country,
        city=one.city,
        registration_number=one.registration_number,
        vat_number=one.vat_number[:20],
        website=one.website,
        sme_size=one.sme_size,
        created_at=clock.now(),
        **fields,
    )


def _place(country: str, known: Place | None) -> dict[str, Any]:
    if known is None:
        return {}
    try:
        region = clean_region(country, known.region) or ""
    except InvalidInput:
        region = ""
    return {
        "region": region if len(region) <= _REGION_LENGTH else "",
        "area_id": known.area_id,
        "latitude": degrees(known.latitude),
        "longitude": degrees(known.longitude),
    }
