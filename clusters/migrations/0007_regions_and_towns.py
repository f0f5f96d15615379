from typing import Any

from django.db import migrations

from clusters import gazetteer
from clusters.region_data import LEVELS, LEVELS_EDITION, LEVELS_OF_COUNTRIES, LEVELS_SOURCE, REGIONS


def load(apps: Any, schema_editor: Any) -> None:
    region, level = apps.get_model("clusters", "Region"), apps.get_model("clusters", "RegionLevel")
    made = {
        (row.country_id, row.code): row
        for row in region.objects.bulk_create(
            region(country_id=country, code=row[0], name=row[1], holiday_code=(*row, "")[2])
            for country, rows in REGIONS.items()
            for row in rows
        )
    }
    edition = {"edition": LEVELS_EDITION, "source": LEVELS_SOURCE}
    rows = [level(country_id=country, level=name, **edition) for country, name in LEVELS_OF_COUNTRIES.items()]
    for country, levels in LEVELS.items():
        named = {code: name for name, codes in levels.items() if codes != "rest" for code in codes.split()}
        rest = next((name for name, codes in levels.items() if codes == "rest"), None)
        for code, *_name in REGIONS[country]:
            if found := named.get(code, rest):
                rows.append(level(country_id=country, region=made[country, code], level=found, **edition))
    level.objects.bulk_create(rows)
    with schema_editor.connection.cursor() as cursor:
        gazetteer.load(cursor)


def unload(apps: Any, schema_editor: Any) -> None:
    for name in ("Town", "RegionLevel", "Region"):
        apps.get_model("clusters", name).objects.all().delete()


def name_regions(apps: Any, schema_editor: Any) -> None:
    """Organisations that have a region with holidays of its own have it by name too."""
    organisation, region = apps.get_model("clusters", "Organisation"), apps.get_model("clusters", "Region")
    for row in region.objects.exclude(holiday_code=""):
        organisation.objects.filter(country=row.country_id, region=row.holiday_code).update(area=row)


class Migration(migrations.Migration):
    """Regions with their level of development, and the towns of the gazetteer."""

    dependencies = [("clusters", "0006_organisation_profile")]
    operations = [
        migrations.RunPython(load, unload),
        migrations.RunPython(name_regions, migrations.RunPython.noop),
    ]
