from django.db import migrations


class Migration(migrations.Migration):
    """Every offer starts with the one period it had."""

    dependencies = [("exchanges", "0008_profiles_and_free_periods")]
    operations = [
        migrations.RunSQL(
            """
            INSERT INTO exchanges_offerperiod (offer_id, first_day, last_day, capacity)
            SELECT id, available_from, available_until, capacity FROM exchanges_hostoffer
            """,
            migrations.RunSQL.noop,
        )
    ]
