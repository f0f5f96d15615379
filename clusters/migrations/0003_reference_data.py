from typing import Any

from babel import Locale
from django.db import migrations

from clusters.reference_data import ELIGIBLE_FROM, KOSOVO_FOOTNOTE, NOT_ELIGIBLE, PARENTS, TERMS, TIMEZONES


def load(apps: Any, schema_editor: Any) -> None:
    names = Locale("en").territories
    country, term = apps.get_model("clusters", "Country"), apps.get_model("clusters", "Term")
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
    for taxonomy, rows in TERMS.items():
        made = {}
        for code, label in rows:
            parent = made.get(PARENTS.get((taxonomy, code), ""))
            made[code] = term.objects.create(taxonomy=taxonomy, code=code, label=label, parent=parent)


class Migration(migrations.Migration):
    """Countries with their time zones, and the taxonomies."""

    dependencies = [("clusters", "0002_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
