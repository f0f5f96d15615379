"""Countries with their time zones, the taxonomies, regions with their level of development, and towns."""

from typing import Any

from babel import Locale
from django.db import migrations

from clusters import gazetteer, reference_loading
from clusters.reference_data import ELIGIBLE_FROM, KOSOVO_FOOTNOTE, NOT_ELIGIBLE, TIMEZONES


def load(apps: Any, schema_editor: Any) -> None:
    names = Locale("en").territories
    country = apps.get_model("clusters", "Country")
    country.objects.bulk_create(
        country(
            code=code,
            name="Kosovo*" if code == "XK" else names[code],
            timezone=timezone,
            eligible_from=None if code in NOT_ELIGIBLE else ELIGIBLE_FROM,
            footnote=KOSOVO_FOOTNOTE if code == "XK" else "",
        )
        for code, timezone in TIMEZONES.items()
    )
    reference_loading.load_terms(apps.get_model)
    reference_loading.load_regions(apps.get_model)
    reference_loading.load_levels(apps.get_model)
    with schema_editor.connection.cursor() as cursor:
        gazetteer.load(cursor)


class Migration(migrations.Migration):
    dependencies = [("clusters", "0003_directory")]
    replaces = [("clusters", "0026_directory_words_by_index")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
