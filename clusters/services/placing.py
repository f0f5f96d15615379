"""Puts an organisation or a further site where it is: what is not given comes from the gazetteer."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from clusters import places
from clusters.models import Country, Region
from clusters.models.place import Located
from clusters.places import Place
from core.dates import clean_region
from core.exceptions import InvalidInput

PLACE_FIELDS = ("country", "city", "area", "region", "street", "postal_code", "latitude", "longitude")
_REGION_LENGTH = 6


def put(located: Located, fields: Mapping[str, Any]) -> None:
    """Country, town, region by name and by its holidays, and coordinates. Raises InvalidInput; does not save.

    `fields` has `country` and `city`; the rest is optional. `town` may be the `Place` the person chose.
    """
    country = fields["country"]
    located.country_id = country.pk if isinstance(country, Country) else str(country).upper()
    located.city = str(fields["city"]).strip()
    for name in ("street", "postal_code"):
        if name in fields:
            setattr(located, name, str(fields[name] or "").strip())
    known = fields.get("town") or places.find(located.country_id, located.city)
    _put_region(located, fields, known)
    latitude, longitude = fields.get("latitude"), fields.get("longitude")
    if (latitude is None) != (longitude is None):
        raise InvalidInput(_("Give both latitude and longitude, or neither."), "latitude")
    if latitude is None and known is not None:
        latitude, longitude = known.latitude, known.longitude
    located.latitude = None if latitude is None else degrees(latitude)
    located.longitude = None if longitude is None else degrees(longitude)


def kept(located: Located, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What of the place stays as it is when `fields` change; in another town nothing but the country does."""
    moved = any(name in fields and _changed(located, name, fields[name]) for name in ("country", "city"))
    staying = {name: getattr(located, name) for name in (("country", "city") if moved else PLACE_FIELDS)}
    if "area" in fields and "region" not in fields:
        staying.pop("region", None)
    return staying


def _changed(located: Located, name: str, value: Any) -> bool:
    if name == "country":
        return (value.pk if isinstance(value, Country) else value) != located.country_id
    return bool(value != getattr(located, name))


def degrees(value: Decimal | float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.00001"))


def _put_region(located: Located, fields: Mapping[str, Any], known: Place | None) -> None:
    """The region by name decides the holidays, unless they are given, or the town has its own."""
    country, area = located.country_id, fields.get("area")
    if area is not None and area.country_id != country:
        raise InvalidInput(_("This region lies in another country."), "area")
    typed = fields.get("region") or ""
    if area is None and typed:
        area = Region.objects.filter(country=country, holiday_code=clean_region(country, typed)).first()
    if area is None and known is not None and known.area_id is not None:
        area = Region.objects.get(pk=known.area_id)
    if not typed and known is not None and (area is None or area.pk == known.area_id):
        typed = known.region
    if not typed and area is not None:
        typed = area.holiday_code
    code = clean_region(country, typed, field="region") or ""
    located.area = area
    located.region = code if len(code) <= _REGION_LENGTH else ""
