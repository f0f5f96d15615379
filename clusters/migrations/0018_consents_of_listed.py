from django.db import migrations


def keep_consents(apps, schema_editor):
    """Whoever was listed had said so: from now on the permission is a row with a date."""
    Consent = apps.get_model("clusters", "Consent")
    Organisation = apps.get_model("clusters", "Organisation")
    Consent.objects.bulk_create(
        Consent(purpose="catalogue", organisation=organisation, given_at=organisation.created_at)
        for organisation in Organisation.objects.filter(listed=True).iterator()
    )


class Migration(migrations.Migration):
    dependencies = [("clusters", "0017_privacy")]

    operations = [migrations.RunPython(keep_consents, migrations.RunPython.noop)]
