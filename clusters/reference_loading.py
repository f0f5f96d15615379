"""Brings the reference data of a running portal to what the data modules say; safe to run again.

Nothing is taken away that a profile may have: a region or a term that left the data stays. Only levels follow the data
row by row, since a wrong one must go. `get_model` is that of the apps, or of a migration.
"""

from collections.abc import Callable, Iterator
from typing import Any

from clusters.reference_data import EDITIONS, PARENTS, TERMS
from clusters.region_data import LEVELS, LEVELS_EDITION, LEVELS_OF_COUNTRIES, REGIONS, source_of

GetModel = Callable[[str, str], Any]


def load_terms(get_model: GetModel) -> int:
    """Add terms, and correct labels and parents within their editions. Returns how many rows changed."""
    term, changed = get_model("clusters", "Term"), 0
    for taxonomy, rows in TERMS.items():
        edition = EDITIONS[taxonomy]
        known = {row.code: row for row in term.objects.filter(taxonomy=taxonomy, edition=edition)}
        for code, label in rows:
            parent = known.get(PARENTS.get((taxonomy, code), ""))
            row = known.setdefault(code, term(taxonomy=taxonomy, edition=edition, code=code))
            if row.pk is None or row.label != label or row.parent_id != (parent.pk if parent else None):
                row.label, row.parent = label, parent
                row.save()
                changed += 1
    return changed


def load_regions(get_model: GetModel) -> int:
    """Add regions, and correct their names and holidays. Returns how many rows changed."""
    region, changed = get_model("clusters", "Region"), 0
    known = {(row.country_id, row.code): row for row in region.objects.all()}
    for country, rows in REGIONS.items():
        for code, name, *more in rows:
            holiday_code = more[0] if more else ""
            row = known.get((country, code)) or region(country_id=country, code=code)
            if row.pk is None or (row.name, row.holiday_code) != (name, holiday_code):
                row.name, row.holiday_code = name, holiday_code
                row.save()
                changed += 1
    return changed


def load_levels(get_model: GetModel) -> int:
    """Make the levels of the current edition those of the data. Returns how many rows changed."""
    level, region = get_model("clusters", "RegionLevel"), get_model("clusters", "Region")
    regions = {(row.country_id, row.code): row.pk for row in region.objects.all()}
    known = {(row.country_id, row.region_id): row for row in level.objects.filter(edition=LEVELS_EDITION)}
    changed = 0
    for country, code, name in levels():
        key = (country, regions[country, code] if code else None)
        row = known.pop(key, None) or level(country_id=country, region_id=key[1], edition=LEVELS_EDITION)
        if row.pk is None or (row.level, row.source) != (name, source_of(country)):
            row.level, row.source = name, source_of(country)
            row.save()
            changed += 1
    gone = [row.pk for row in known.values()]
    level.objects.filter(pk__in=gone).delete()
    return changed + len(gone)


def levels() -> Iterator[tuple[str, str, str]]:
    """(country, region's code or "" for the whole country, level) of the current edition."""
    yield from ((country, "", name) for country, name in LEVELS_OF_COUNTRIES.items())
    for country, named in LEVELS.items():
        by_code = {code: name for name, codes in named.items() if codes != "rest" for code in codes.split()}
        rest = next((name for name, codes in named.items() if codes == "rest"), None)
        for code, *_name in REGIONS[country]:
            if found := by_code.get(code, rest):
                yield country, code, found
