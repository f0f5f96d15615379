from django.db import migrations

from clusters.directory_columns import COLUMNS

# Each kind of entry has one function `directory_<kind>(only)` that says what is published; all else follows from it.
# Functions in text form look up columns when they run, so later migrations may change the tables they read.

TOOLS = """
CREATE FUNCTION directory_plain(words text) RETURNS text LANGUAGE sql STABLE AS $$ SELECT lower(unaccent(words)) $$;

-- The ids of the terms and of all that stand above them.
CREATE FUNCTION directory_terms(ids bigint[]) RETURNS TABLE (id bigint, label text) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE up AS (
        SELECT t.id, t.label, t.parent_id FROM clusters_term t WHERE t.id = ANY (ids)
        UNION
        SELECT t.id, t.label, t.parent_id FROM clusters_term t JOIN up ON t.id = up.parent_id
    )
    SELECT up.id, up.label FROM up
$$;

-- What the entries of a kind must be; all of them, or the one about a row.
CREATE FUNCTION directory_rows(of_kind text, only_id bigint DEFAULT NULL) RETURNS TABLE (
    kind text, subject_id bigint, organisation_id bigint, slug text, title text, owner text, city text, country text,
    blurb text, rank smallint, sort_key text, starts_on date, ends_on date, shown_until date, free datemultirange,
    latitude numeric, longitude numeric, facets text[], fuzzy text, search tsvector, created_at timestamptz
) LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY EXECUTE format($query$
        SELECT %1$L::text, s.subject_id, s.organisation_id, s.slug, s.title, s.owner, s.city, s.country,
               left(s.blurb, 400), s.rank, directory_plain(s.title), s.starts_on, s.ends_on, s.shown_until, s.free,
               s.latitude, s.longitude,
               ARRAY(SELECT DISTINCT code FROM unnest(
                   ARRAY['k:' || %1$L, 'c:' || s.country, 'p:' || s.country || '/' || s.city] || s.facets) AS f (code)
                     ORDER BY code),
               directory_plain(concat_ws(' ', s.title, s.owner, s.city, n.name)),
               setweight(to_tsvector('simple', directory_plain(s.title)), 'A')
               || setweight(to_tsvector('simple', directory_plain(concat_ws(' ', s.owner, s.city, n.name, s.words_b))), 'B')
               || setweight(to_tsvector('simple', directory_plain(s.words_c)), 'C')
               || setweight(to_tsvector('simple', directory_plain(left(s.words_d, 20000))), 'D'),
               s.created_at
        FROM directory_%1$s($1) s JOIN clusters_country n ON n.code = s.country
    $query$, of_kind) USING only_id;
END $$;

-- Write the entry about one row anew, or take it away. The lock puts two changes of one row one after the other, so
-- that the later one sees both.
CREATE FUNCTION directory_refresh(of_kind text, only_id bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('directory:' || of_kind), (only_id % 2147483647)::int);
    INSERT INTO clusters_directoryentry (
        kind, subject_id, organisation_id, slug, title, owner, city, country, blurb, rank, sort_key, starts_on, ends_on,
        shown_until, free, latitude, longitude, facets, fuzzy, search, created_at)
    SELECT * FROM directory_rows(of_kind, only_id)
    ON CONFLICT (kind, subject_id) DO UPDATE SET
        organisation_id = excluded.organisation_id, slug = excluded.slug, title = excluded.title,
        owner = excluded.owner, city = excluded.city, country = excluded.country, blurb = excluded.blurb,
        rank = excluded.rank, sort_key = excluded.sort_key, starts_on = excluded.starts_on,
        ends_on = excluded.ends_on, shown_until = excluded.shown_until, free = excluded.free,
        latitude = excluded.latitude, longitude = excluded.longitude, facets = excluded.facets,
        fuzzy = excluded.fuzzy, search = excluded.search, created_at = excluded.created_at;
    IF NOT FOUND THEN
        DELETE FROM clusters_directoryentry e WHERE e.kind = of_kind AND e.subject_id = only_id;
    END IF;
END $$;
"""

SOURCES = f"""
CREATE FUNCTION directory_organisation(only_id bigint) RETURNS TABLE ({COLUMNS}) LANGUAGE sql STABLE AS $$
    SELECT o.id, o.id, ''::text, o.name::text, ''::text, o.city::text, o.country_id::text, o.about, 4::smallint,
           NULL::date, NULL::date, NULL::date, NULL::datemultirange, o.latitude, o.longitude,
           ARRAY['o:' || o.kind] || t.codes || ARRAY(SELECT 'l:' || jsonb_array_elements_text(o.languages)),
           ''::text, t.labels, o.about, o.created_at
    FROM clusters_organisation o, LATERAL (
        SELECT coalesce(array_agg('t:' || f.id), '{{}}') AS codes, coalesce(string_agg(f.label, ' '), '') AS labels
        FROM directory_terms(ARRAY(
            SELECT m.term_id FROM clusters_organisation_terms m WHERE m.organisation_id = o.id)) f
    ) t
    WHERE o.listed AND o.hidden_at IS NULL AND (only_id IS NULL OR o.id = only_id)
      AND NOT EXISTS (SELECT FROM clusters_cluster c WHERE c.organisation_id = o.id)
$$;

-- A cluster that works in the portal is public; one that was only named in an application is not.
CREATE FUNCTION directory_cluster(only_id bigint) RETURNS TABLE ({COLUMNS}) LANGUAGE sql STABLE AS $$
    SELECT c.id, o.id, c.slug::text, c.name::text,
           CASE WHEN c.short_name = c.name THEN '' ELSE c.short_name END::text, o.city::text, o.country_id::text,
           c.about, 3::smallint, NULL::date, NULL::date, NULL::date, NULL::datemultirange, o.latitude, o.longitude,
           ARRAY['o:' || o.kind] || t.codes || ARRAY(SELECT 'l:' || jsonb_array_elements_text(o.languages)), o.name::text, t.labels,
           concat_ws(' ', c.about, c.mission, c.objectives, c.collaborations, c.challenges, c.services), c.created_at
    FROM clusters_cluster c JOIN clusters_organisation o ON o.id = c.organisation_id, LATERAL (
        SELECT coalesce(array_agg('t:' || f.id), '{{}}') AS codes, coalesce(string_agg(f.label, ' '), '') AS labels
        FROM directory_terms(ARRAY(
            SELECT m.term_id FROM clusters_organisation_terms m WHERE m.organisation_id = o.id)) f
    ) t
    WHERE c.in_portal AND (only_id IS NULL OR c.id = only_id)
$$;
"""

TRIGGERS = """
CREATE FUNCTION directory_after_organisation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END;
BEGIN
    IF TG_OP = 'INSERT' AND NOT NEW.listed THEN
        RETURN NULL;
    END IF;
    PERFORM directory_refresh('organisation', changed);
    PERFORM directory_refresh('cluster', c.id) FROM clusters_cluster c WHERE c.organisation_id = changed;
    RETURN NULL;
END $$;
CREATE FUNCTION directory_after_cluster() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed clusters_cluster%ROWTYPE;
BEGIN
    changed := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    PERFORM directory_refresh('cluster', changed.id);
    PERFORM directory_refresh('organisation', changed.organisation_id);
    RETURN NULL;
END $$;
CREATE FUNCTION directory_after_organisation_term() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.organisation_id ELSE NEW.organisation_id END;
BEGIN
    PERFORM directory_refresh('organisation', o.id) FROM clusters_organisation o WHERE o.id = changed AND o.listed;
    PERFORM directory_refresh('cluster', c.id) FROM clusters_cluster c WHERE c.organisation_id = changed;
    RETURN NULL;
END $$;

CREATE TRIGGER directory_insert AFTER INSERT OR DELETE ON clusters_organisation
    FOR EACH ROW EXECUTE FUNCTION directory_after_organisation();
CREATE TRIGGER directory_update AFTER UPDATE ON clusters_organisation
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION directory_after_organisation();
CREATE TRIGGER directory_insert AFTER INSERT OR DELETE ON clusters_cluster
    FOR EACH ROW EXECUTE FUNCTION directory_after_cluster();
CREATE TRIGGER directory_update AFTER UPDATE ON clusters_cluster
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION directory_after_cluster();
CREATE TRIGGER directory_terms AFTER INSERT OR UPDATE OR DELETE ON clusters_organisation_terms
    FOR EACH ROW EXECUTE FUNCTION directory_after_organisation_term();
"""

FIRST_FILL = """
SELECT directory_refresh('organisation', id) FROM clusters_organisation WHERE listed;
SELECT directory_refresh('cluster', id) FROM clusters_cluster;
"""

BACK = """
DROP TRIGGER directory_terms ON clusters_organisation_terms;
DROP TRIGGER directory_update ON clusters_cluster;
DROP TRIGGER directory_insert ON clusters_cluster;
DROP TRIGGER directory_update ON clusters_organisation;
DROP TRIGGER directory_insert ON clusters_organisation;
DROP FUNCTION directory_after_organisation_term, directory_after_cluster, directory_after_organisation;
DROP FUNCTION directory_cluster, directory_organisation, directory_refresh, directory_rows, directory_terms, directory_plain;
DELETE FROM clusters_directoryentry;
"""


class Migration(migrations.Migration):

    dependencies = [("clusters", "0010_directory_index")]

    operations = [migrations.RunSQL([TOOLS, SOURCES, TRIGGERS, FIRST_FILL], BACK)]
