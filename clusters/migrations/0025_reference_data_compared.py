from typing import Any

from django.db import migrations

from clusters import reference_loading


def load(apps: Any, schema_editor: Any) -> None:
    reference_loading.load_terms(apps.get_model)
    reference_loading.load_levels(apps.get_model)


class Migration(migrations.Migration):
    """What a comparison with published sources corrected: a level in Spain, one alliance more, a source per country."""

    dependencies = [("clusters", "0024_hold_of_one_file")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
