from typing import Any

from django.db import migrations

from clusters.reference_data import EDITIONS, PARENTS, TERMS


def load(apps: Any, schema_editor: Any) -> None:
    """A portal that is new has the rows already; an older one has some of them, under shorter labels."""
    term = apps.get_model("clusters", "Term")
    for taxonomy, edition in EDITIONS.items():
        term.objects.filter(taxonomy=taxonomy, edition="2020").update(edition=edition)
    for taxonomy, rows in TERMS.items():
        known = {row.code: row for row in term.objects.filter(taxonomy=taxonomy, edition=EDITIONS[taxonomy])}
        for code, label in rows:
            parent = known.get(PARENTS.get((taxonomy, code), ""))
            row = known.setdefault(code, term(taxonomy=taxonomy, edition=EDITIONS[taxonomy], code=code))
            if row.pk is None or row.label != label or row.parent != parent:
                row.label, row.parent = label, parent
                row.save()


class Migration(migrations.Migration):
    """Divisions of NACE, second levels, alliances and themes; each taxonomy with its edition."""

    dependencies = [("clusters", "0008_cluster_and_partnership_profiles")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
