"""The public directory: an index that the database keeps beside its sources (ADR 0010).

Each kind of entry has one function `directory_<kind>(only)` that says what is published; all else follows from it.
Functions in text form look up columns when they run, so later migrations may change the tables they read.
"""

from django.db import migrations

from clusters.directory_columns import COLUMNS

# What a typed word may have meant: a word of the directory that sounds the same, or nearly so.
#
# Whether any entry has a word is asked with a value that the planner does not know. It would read the whole table to
# find a common word fast, and take a second at 100,000 entries for a word that stands nowhere: so without seqscan.
WORDS = r"""
CREATE FUNCTION directory_plain(words text) RETURNS text LANGUAGE sql STABLE AS $$ SELECT lower(unaccent(words)) $$;

-- "fotonics" and "photonics", "drezden" and "dresden", "sofia" and "sophia" are heard alike.
CREATE FUNCTION directory_sound(word text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT regexp_replace(translate(
        regexp_replace(regexp_replace(regexp_replace(regexp_replace(
            word, 'ph', 'f', 'g'), 'ck', 'k', 'g'), 'c(?=[eiy])', 's', 'g'), 'th', 't', 'g'),
        'cqzyw', 'kksiv'), '(.)\1+', '\1', 'g')
$$;

-- The words that are nearest, all equally near, the most alike first. Two letters changed over count as one mistake.
CREATE FUNCTION directory_near(typed text) RETURNS SETOF text LANGUAGE plpgsql STABLE
    SET pg_trgm.similarity_threshold = 0.3 SET enable_seqscan = off AS $$
DECLARE
    heard text := directory_sound(typed);
    swapped text[] := ARRAY(
        SELECT overlay(typed PLACING reverse(substr(typed, at, 2)) FROM at FOR 2)
        FROM generate_series(1, length(typed) - 1) AS at WHERE length(typed) > 3);
BEGIN
    RETURN QUERY
        WITH found AS (
            SELECT w.word, similarity(w.word, typed) AS alike,
                   CASE WHEN w.word = ANY (swapped) THEN 1
                        ELSE levenshtein_less_equal(w.sound, heard, 2) END AS mistakes
            FROM clusters_directoryword w WHERE w.sound % heard OR w.word = ANY (swapped)
        ), near AS (
            SELECT f.*, min(f.mistakes) OVER () AS fewest FROM found f
            WHERE f.mistakes <= CASE WHEN greatest(length(f.word), length(typed)) < 4 THEN 0
                                     WHEN greatest(length(f.word), length(typed)) < 6 THEN 1 ELSE 2 END
        )
        SELECT n.word FROM near n WHERE n.mistakes = n.fewest
        GROUP BY n.word ORDER BY max(n.alike) DESC, n.word LIMIT 8;
END $$;

-- The query for some words. Where no entry has them all, `near` says by which words others were replaced: first those
-- that stand nowhere, and if that does not help, each.
CREATE FUNCTION directory_query(typed text[]) RETURNS TABLE (query tsquery, near text[]) LANGUAGE plpgsql STABLE
    SET enable_seqscan = off AS $$
DECLARE
    words text[] := ARRAY(SELECT directory_plain(w) FROM unnest(typed) WITH ORDINALITY AS t (w, n) ORDER BY n);
    word text;
    meant text[];
    parts text[];
    each_one boolean;
BEGIN
    near := '{}';
    query := to_tsquery('simple', (SELECT string_agg(quote_literal(w) || ':*', ' & ') FROM unnest(words) AS w));
    IF EXISTS (SELECT FROM clusters_directoryentry e WHERE e.search @@ query) THEN
        RETURN NEXT;
        RETURN;
    END IF;
    FOREACH each_one IN ARRAY ARRAY[false, true] LOOP
        near := '{}';
        parts := '{}';
        FOREACH word IN ARRAY words LOOP
            meant := '{}';
            IF each_one OR NOT EXISTS (
                SELECT FROM clusters_directoryentry e
                WHERE e.search @@ to_tsquery('simple', quote_literal(word) || ':*'))
            THEN
                meant := ARRAY(SELECT directory_near(word));
            END IF;
            near := near || array_remove(meant, word);
            parts := parts || CASE WHEN meant = '{}' THEN quote_literal(word) || ':*' ELSE
                '(' || (SELECT string_agg(quote_literal(m), ' | ') FROM unnest(meant) AS m) || ')' END;
        END LOOP;
        query := to_tsquery('simple', array_to_string(parts, ' & '));
        EXIT WHEN EXISTS (SELECT FROM clusters_directoryentry e WHERE e.search @@ query);
    END LOOP;
    RETURN NEXT;
END $$;

-- Learn the words of an entry and forget those of its earlier version that stand in no entry any more. Nothing here
-- waits for another transaction.
CREATE FUNCTION directory_learn(earlier text, later text) RETURNS void LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
DECLARE
    old_words text[] := tsvector_to_array(to_tsvector('simple', coalesce(earlier, '')));
    new_words text[] := tsvector_to_array(to_tsvector('simple', coalesce(later, '')));
BEGIN
    INSERT INTO clusters_directoryword (word, sound)
        SELECT w, directory_sound(w) FROM unnest(new_words) AS w
        WHERE length(w) BETWEEN 3 AND 40 AND w !~ '^[0-9.,/-]+$'
          AND NOT EXISTS (SELECT FROM clusters_directoryword k WHERE k.word = w);
    DELETE FROM clusters_directoryword WHERE id IN (
        SELECT k.id FROM clusters_directoryword k
        WHERE k.word = ANY (old_words) AND NOT k.word = ANY (new_words) AND NOT EXISTS (
            SELECT FROM clusters_directoryentry e WHERE e.search @@ to_tsquery('simple', quote_literal(k.word)))
        FOR UPDATE SKIP LOCKED);
END $$;
CREATE FUNCTION directory_learn_all() RETURNS void LANGUAGE sql AS $$
    DELETE FROM clusters_directoryword;
    INSERT INTO clusters_directoryword (word, sound)
        SELECT w, directory_sound(w) FROM (
            SELECT DISTINCT unnest(tsvector_to_array(to_tsvector('simple', e.fuzzy))) AS w FROM clusters_directoryentry e
        ) x WHERE length(w) BETWEEN 3 AND 40 AND w !~ '^[0-9.,/-]+$'
$$;
"""

ENTRIES = """
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
    latitude numeric, longitude numeric, facets text[], fuzzy text, search tsvector, created_at timestamptz, also text,
    logo_id bigint
) LANGUAGE plpgsql STABLE AS $$
BEGIN
    -- Clusters and organisations are found by each of their towns; a logo is shown where its owner is listed.
    RETURN QUERY EXECUTE format($query$
        SELECT %1$L::text, s.subject_id, s.organisation_id, s.slug, s.title, s.owner, s.city, s.country,
               left(s.blurb, 400), s.rank, directory_plain(s.title), s.starts_on, s.ends_on, s.shown_until, s.free,
               s.latitude, s.longitude,
               ARRAY(SELECT DISTINCT code FROM unnest(
                   ARRAY['k:' || %1$L, 'c:' || s.country, 'p:' || s.country || '/' || s.city] || w.codes || s.facets)
                     AS f (code) ORDER BY code),
               directory_plain(concat_ws(' ', s.title, s.owner, s.city, w.names, n.name, s.words_c)),
               setweight(to_tsvector('simple', directory_plain(s.title)), 'A')
               || setweight(to_tsvector('simple', directory_plain(
                      concat_ws(' ', s.owner, s.city, w.names, n.name, s.words_b))), 'B')
               || setweight(to_tsvector('simple', directory_plain(s.words_c)), 'C')
               || setweight(to_tsvector('simple', directory_plain(left(s.words_d, 20000))), 'D'),
               s.created_at, coalesce(w.names, ''),
               CASE WHEN %1$L = 'cluster' OR (%1$L IN ('organisation', 'offer') AND o.listed AND o.hidden_at IS NULL)
                    THEN o.logo_id END
        FROM directory_%1$s($1) s JOIN clusters_country n ON n.code = s.country
        LEFT JOIN clusters_organisation o ON o.id = s.organisation_id, LATERAL (
            SELECT string_agg(x.city, ', ' ORDER BY x.city) AS names,
                   coalesce(array_agg('p:' || x.country_id || '/' || x.city), '{}') AS codes
            FROM (SELECT DISTINCT y.city, y.country_id FROM clusters_establishment y
                  WHERE %1$L IN ('cluster', 'organisation') AND y.organisation_id = s.organisation_id
                    AND y.city <> '' AND (y.city, y.country_id) <> (s.city, s.country)) x
        ) w
    $query$, of_kind) USING only_id;
END $$;

-- Write the entry about one row anew where it is another now, or take it away, and keep the words. The lock puts two
-- changes of one row one after the other, so that the later one sees both.
CREATE FUNCTION directory_refresh(of_kind text, only_id bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    earlier text;
    later text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('directory:' || of_kind), (only_id % 2147483647)::int);
    SELECT e.fuzzy INTO earlier FROM clusters_directoryentry e WHERE e.kind = of_kind AND e.subject_id = only_id;
    INSERT INTO clusters_directoryentry AS e (
        kind, subject_id, organisation_id, slug, title, owner, city, country, blurb, rank, sort_key, starts_on, ends_on,
        shown_until, free, latitude, longitude, facets, fuzzy, search, created_at, also, logo_id)
    SELECT * FROM directory_rows(of_kind, only_id)
    ON CONFLICT (kind, subject_id) DO UPDATE SET
        organisation_id = excluded.organisation_id, slug = excluded.slug, title = excluded.title,
        owner = excluded.owner, city = excluded.city, country = excluded.country, blurb = excluded.blurb,
        rank = excluded.rank, sort_key = excluded.sort_key, starts_on = excluded.starts_on,
        ends_on = excluded.ends_on, shown_until = excluded.shown_until, free = excluded.free,
        latitude = excluded.latitude, longitude = excluded.longitude, facets = excluded.facets,
        fuzzy = excluded.fuzzy, search = excluded.search, created_at = excluded.created_at, also = excluded.also,
        logo_id = excluded.logo_id
    WHERE (e.organisation_id, e.slug, e.title, e.owner, e.city, e.country, e.blurb, e.rank, e.sort_key, e.starts_on,
           e.ends_on, e.shown_until, e.free, e.latitude, e.longitude, e.facets, e.fuzzy, e.search, e.created_at, e.also,
           e.logo_id)
        IS DISTINCT FROM
          (excluded.organisation_id, excluded.slug, excluded.title, excluded.owner, excluded.city, excluded.country,
           excluded.blurb, excluded.rank, excluded.sort_key, excluded.starts_on, excluded.ends_on, excluded.shown_until,
           excluded.free, excluded.latitude, excluded.longitude, excluded.facets, excluded.fuzzy, excluded.search,
           excluded.created_at, excluded.also, excluded.logo_id);
    IF NOT FOUND THEN
        DELETE FROM clusters_directoryentry e WHERE e.kind = of_kind AND e.subject_id = only_id
            AND NOT EXISTS (SELECT FROM directory_rows(of_kind, only_id));
    END IF;
    SELECT e.fuzzy INTO later FROM clusters_directoryentry e WHERE e.kind = of_kind AND e.subject_id = only_id;
    IF later IS DISTINCT FROM earlier THEN
        PERFORM directory_learn(earlier, later);
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

CREATE FUNCTION directory_after_site() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.organisation_id ELSE NEW.organisation_id END;
BEGIN
    PERFORM directory_refresh('organisation', o.id) FROM clusters_organisation o WHERE o.id = changed AND o.listed;
    PERFORM directory_refresh('cluster', c.id) FROM clusters_cluster c WHERE c.organisation_id = changed;
    IF TG_OP = 'UPDATE' AND OLD.organisation_id <> changed THEN
        PERFORM directory_refresh('organisation', o.id) FROM clusters_organisation o
            WHERE o.id = OLD.organisation_id AND o.listed;
        PERFORM directory_refresh('cluster', c.id) FROM clusters_cluster c WHERE c.organisation_id = OLD.organisation_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER directory_sites AFTER INSERT OR UPDATE OR DELETE ON clusters_establishment
    FOR EACH ROW EXECUTE FUNCTION directory_after_site();
-- What pages of the directory print: the entries and the names of the terms.
CREATE TRIGGER directory_changed AFTER INSERT OR UPDATE OR DELETE ON clusters_directoryentry
    FOR EACH ROW EXECUTE FUNCTION core_changed('directory');
CREATE TRIGGER directory_changed AFTER UPDATE OR DELETE ON clusters_term
    FOR EACH ROW EXECUTE FUNCTION core_changed('directory');
"""

BACK = """
DROP FUNCTION directory_after_site, directory_after_organisation_term, directory_after_cluster, directory_after_organisation
    CASCADE;
DROP TRIGGER directory_changed ON clusters_term;
DROP TRIGGER directory_changed ON clusters_directoryentry;
DROP FUNCTION directory_cluster, directory_organisation, directory_refresh, directory_rows, directory_terms;
DROP FUNCTION directory_learn_all, directory_learn, directory_query, directory_near, directory_sound, directory_plain;
"""


class Migration(migrations.Migration):
    dependencies = [("clusters", "0002_tables"), ("core", "0002_change_counts")]
    replaces = [("clusters", "0025_reference_data_compared")]
    operations = [migrations.RunSQL([WORDS, ENTRIES, SOURCES, TRIGGERS], BACK)]
