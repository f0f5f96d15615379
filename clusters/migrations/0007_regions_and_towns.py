from typing import Any

from django.db import migrations

from clusters import gazetteer
from clusters.reference_loading import levels
from clusters.region_data import LEVELS_EDITION, REGIONS, source_of


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
    level.objects.bulk_create(
        level(
            country_id=country,
            region=made.get((country, code)),
            level=name,
            edition=LEVELS_EDITION,
            source=source_of(country),
        )
        for country, code, name in levels()
    )
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
