from django.contrib.postgres.operations import CreateExtension
from django.db import migrations, models

# `core_changed(topic)` is for row triggers: it counts a transaction once. `core_changes(topic)` reads the count; inside
# a transaction that wrote it makes the next change count again, so that a page read between two changes is not kept.
FUNCTIONS = """
CREATE FUNCTION core_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    about text := TG_ARGV[0];
    mark text := 'portal.changed_' || about;
BEGIN
    IF current_setting(mark, true) = pg_current_xact_id()::text THEN
        RETURN NULL;
    END IF;
    UPDATE core_changecount SET number = number + 1 WHERE id = (
        SELECT c.id FROM core_changecount c WHERE c.topic = about ORDER BY c.id LIMIT 1 FOR UPDATE SKIP LOCKED);
    IF NOT FOUND THEN
        INSERT INTO core_changecount (topic, number) VALUES (about, 1);
    END IF;
    PERFORM set_config(mark, pg_current_xact_id()::text, true);
    RETURN NULL;
END $$;
CREATE FUNCTION core_changes(about text) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('portal.changed_' || about, '', true);
    RETURN (SELECT coalesce(sum(c.number), 0) FROM core_changecount c WHERE c.topic = about);
END $$;
"""
BACK = "DROP FUNCTION core_changed, core_changes(text);"


class Migration(migrations.Migration):
    dependencies = [("core", "0004_mails_held_back")]

    operations = [
        # For the distance between two words; trusted, as those before it.
        CreateExtension("fuzzystrmatch"),
        migrations.CreateModel(
            name="ChangeCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField(max_length=20)),
                ("number", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["topic", "id"], name="change_count_topic")],
            },
        ),
        migrations.RunSQL(FUNCTIONS, BACK),
    ]
