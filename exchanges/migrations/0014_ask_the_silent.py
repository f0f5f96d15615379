from django.db import migrations


class Migration(migrations.Migration):
    """Organisations that have people here already are looked at like new ones."""

    dependencies = [("exchanges", "0013_indexes_of_lists"), ("clusters", "0014_memberships_and_leads_hold"), ("core", "0002_initial")]
    operations = [
        migrations.RunSQL(
            """
            INSERT INTO core_outboxitem (kind, key, payload, due_at, attempts, last_error)
            SELECT 'organisation.represented', id::text, jsonb_build_object('id', id), created_at, 0, ''
            FROM clusters_organisation WHERE id IN (SELECT organisation_id FROM clusters_role WHERE ended_at IS NULL)
            ON CONFLICT (kind, key) DO NOTHING
            """,
            migrations.RunSQL.noop,
        )
    ]
