"""How often something changed, counted by triggers, for pages that are kept while nothing changes (ADR 0019, 0037)."""

from django.db import migrations

# `core_changed(topic)` is for row triggers, `core_count_change(topic)` for triggers that know more than the name of a
# topic: they count a transaction once. `core_changes(topics)` adds up the topics whose names are LIKE one of them; inside
# a transaction that wrote, it makes the next change count again, so that a page read between two changes is not kept.
# Read beside other columns it sees what the statement sees.
FUNCTIONS = """
CREATE FUNCTION core_count_change(about text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    mark text := 'portal.changed_' || about;
BEGIN
    IF current_setting(mark, true) = pg_current_xact_id()::text THEN
        RETURN;
    END IF;
    UPDATE core_changecount SET number = number + 1 WHERE id = (
        SELECT c.id FROM core_changecount c WHERE c.topic = about ORDER BY c.id LIMIT 1 FOR UPDATE SKIP LOCKED);
    IF NOT FOUND THEN
        INSERT INTO core_changecount (topic, number) VALUES (about, 1);
    END IF;
    PERFORM set_config(mark, pg_current_xact_id()::text, true);
END $$;
CREATE FUNCTION core_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM core_count_change(TG_ARGV[0]);
    RETURN NULL;
END $$;
CREATE FUNCTION core_changes(about text[]) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    known record;
    found bigint := 0;
BEGIN
    FOR known IN SELECT c.topic, sum(c.number) AS number FROM core_changecount c WHERE c.topic LIKE ANY (about) GROUP BY c.topic
    LOOP
        PERFORM set_config('portal.changed_' || known.topic, '', true);
        found := found + known.number;
    END LOOP;
    RETURN found;
END $$;
"""
BACK = "DROP FUNCTION core_changes, core_changed, core_count_change;"


class Migration(migrations.Migration):
    dependencies = [("core", "0001_tables")]
    replaces = [
        ("core", "0001_extensions"),
        ("core", "0002_initial"),
        ("core", "0003_imports"),
        ("core", "0004_mails_held_back"),
        ("core", "0005_change_counts"),
        ("core", "0006_tables_taken_away"),
        ("core", "0007_archives_and_downloads"),
        ("core", "0008_files_by_hash"),
    ]
    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
