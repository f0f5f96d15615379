from django.db import migrations

# `core_count_change(topic)` is for triggers that know more than the name of a topic. `core_changes(topics)` adds up the
# topics whose names are LIKE one of them; read beside other columns it sees what the statement sees.
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
CREATE OR REPLACE FUNCTION core_changed() RETURNS trigger LANGUAGE plpgsql AS $$
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
DROP FUNCTION core_changes(text);
"""
BACK = """
DROP FUNCTION core_changes(text[]);
CREATE FUNCTION core_changes(about text) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('portal.changed_' || about, '', true);
    RETURN (SELECT coalesce(sum(c.number), 0) FROM core_changecount c WHERE c.topic = about);
END $$;
CREATE OR REPLACE FUNCTION core_changed() RETURNS trigger LANGUAGE plpgsql AS $$
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
DROP FUNCTION core_count_change(text);
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0008_files_by_hash")]

    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
