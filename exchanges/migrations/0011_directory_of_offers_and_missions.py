from django.db import migrations

from clusters.directory_columns import COLUMNS

SOURCES = f"""
CREATE FUNCTION directory_offer(only_id bigint) RETURNS TABLE ({COLUMNS}) LANGUAGE sql STABLE AS $$
    SELECT h.id, o.id, ''::text, h.title::text, o.name::text, o.city::text, o.country_id::text, h.description,
           2::smallint, h.available_from, h.available_until, h.available_until,
           coalesce(
               (SELECT range_agg(daterange(p.first_day, p.last_day, '[]'))
                FROM exchanges_offerperiod p WHERE p.offer_id = h.id),
               datemultirange(daterange(h.available_from, h.available_until, '[]'))), o.latitude, o.longitude,
           ARRAY['o:' || o.kind] || t.codes || ARRAY(SELECT 'l:' || jsonb_array_elements_text(h.languages)),
           ''::text, t.labels, h.description, h.created_at
    FROM exchanges_hostoffer h JOIN clusters_organisation o ON o.id = h.organisation_id, LATERAL (
        SELECT coalesce(array_agg('t:' || f.id), '{{}}') AS codes, coalesce(string_agg(f.label, ' '), '') AS labels
        FROM directory_terms(ARRAY(SELECT m.term_id FROM exchanges_hostoffer_terms m WHERE m.hostoffer_id = h.id)) f
    ) t
    WHERE h.active AND o.hidden_at IS NULL AND (only_id IS NULL OR h.id = only_id)
$$;

-- Drafts and cancelled missions are nobody's business; open ones come first, past ones last.
CREATE FUNCTION directory_mission(only_id bigint) RETURNS TABLE ({COLUMNS}) LANGUAGE sql STABLE AS $$
    SELECT m.id, m.host_id, m.slug::text, m.title::text, c.short_name::text, m.city::text, m.country_id::text,
           m.summary, CASE m.state WHEN 'open' THEN 1 WHEN 'closed' THEN 2 ELSE 5 END::smallint,
           m.start_on, m.end_on, NULL::date,
           CASE WHEN m.state = 'open' THEN datemultirange(daterange(m.start_on, m.end_on, '[]')) END,
           CASE WHEN o.city = m.city THEN o.latitude END, CASE WHEN o.city = m.city THEN o.longitude END,
           ARRAY['s:' || m.state] || t.codes, o.name::text, t.labels, m.summary || ' ' || m.call_text, m.created_at
    FROM exchanges_mission m JOIN clusters_cluster c ON c.id = m.host_cluster_id
    JOIN clusters_organisation o ON o.id = m.host_id, LATERAL (
        SELECT coalesce(array_agg('t:' || f.id), '{{}}') AS codes, coalesce(string_agg(f.label, ' '), '') AS labels
        FROM directory_terms(ARRAY(SELECT x.term_id FROM exchanges_mission_terms x WHERE x.mission_id = m.id)) f
    ) t
    WHERE m.state IN ('open', 'closed', 'finished') AND (only_id IS NULL OR m.id = only_id)
$$;
"""

TRIGGERS = """
CREATE FUNCTION directory_after_offer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM directory_refresh('offer', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);
    RETURN NULL;
END $$;
CREATE FUNCTION directory_after_period() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM directory_refresh('offer', CASE WHEN TG_OP = 'DELETE' THEN OLD.offer_id ELSE NEW.offer_id END);
    RETURN NULL;
END $$;
CREATE FUNCTION directory_after_offer_term() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM directory_refresh('offer', CASE WHEN TG_OP = 'DELETE' THEN OLD.hostoffer_id ELSE NEW.hostoffer_id END);
    RETURN NULL;
END $$;
CREATE FUNCTION directory_after_mission_term() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM directory_refresh('mission', CASE WHEN TG_OP = 'DELETE' THEN OLD.mission_id ELSE NEW.mission_id END);
    RETURN NULL;
END $$;
CREATE FUNCTION directory_after_mission() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM directory_refresh('mission', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);
    RETURN NULL;
END $$;
-- An offer shows its host's name and town, a mission those of host and cluster.
CREATE FUNCTION directory_after_host() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM directory_refresh('offer', h.id) FROM exchanges_hostoffer h WHERE h.organisation_id = NEW.id;
    PERFORM directory_refresh('mission', m.id) FROM exchanges_mission m WHERE m.host_id = NEW.id;
    RETURN NULL;
END $$;
CREATE FUNCTION directory_after_host_cluster() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM directory_refresh('mission', m.id) FROM exchanges_mission m WHERE m.host_cluster_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER directory_insert AFTER INSERT OR DELETE ON exchanges_hostoffer
    FOR EACH ROW EXECUTE FUNCTION directory_after_offer();
CREATE TRIGGER directory_update AFTER UPDATE ON exchanges_hostoffer
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION directory_after_offer();
CREATE TRIGGER directory_terms AFTER INSERT OR UPDATE OR DELETE ON exchanges_hostoffer_terms
    FOR EACH ROW EXECUTE FUNCTION directory_after_offer_term();
CREATE TRIGGER directory_periods AFTER INSERT OR UPDATE OR DELETE ON exchanges_offerperiod
    FOR EACH ROW EXECUTE FUNCTION directory_after_period();
CREATE TRIGGER directory_insert AFTER INSERT OR DELETE ON exchanges_mission
    FOR EACH ROW EXECUTE FUNCTION directory_after_mission();
CREATE TRIGGER directory_update AFTER UPDATE ON exchanges_mission
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION directory_after_mission();
CREATE TRIGGER directory_terms AFTER INSERT OR UPDATE OR DELETE ON exchanges_mission_terms
    FOR EACH ROW EXECUTE FUNCTION directory_after_mission_term();
CREATE TRIGGER directory_of_host AFTER UPDATE ON clusters_organisation
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION directory_after_host();
CREATE TRIGGER directory_of_host_cluster AFTER UPDATE ON clusters_cluster
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION directory_after_host_cluster();
"""

FIRST_FILL = """
SELECT directory_refresh('offer', id) FROM exchanges_hostoffer;
SELECT directory_refresh('mission', id) FROM exchanges_mission;
"""

BACK = """
DROP TRIGGER directory_of_host_cluster ON clusters_cluster;
DROP TRIGGER directory_of_host ON clusters_organisation;
DROP TRIGGER directory_terms ON exchanges_mission_terms;
DROP TRIGGER directory_update ON exchanges_mission;
DROP TRIGGER directory_insert ON exchanges_mission;
DROP TRIGGER directory_periods ON exchanges_offerperiod;
DROP TRIGGER directory_terms ON exchanges_hostoffer_terms;
DROP TRIGGER directory_update ON exchanges_hostoffer;
DROP TRIGGER directory_insert ON exchanges_hostoffer;
DROP FUNCTION directory_after_host_cluster, directory_after_host, directory_after_mission_term;
DROP FUNCTION directory_after_mission;
DROP FUNCTION directory_after_period, directory_after_offer_term, directory_after_offer, directory_mission, directory_offer;
DELETE FROM clusters_directoryentry WHERE kind IN ('offer', 'mission');
"""


class Migration(migrations.Migration):

    dependencies = [
        ("clusters", "0011_directory_follows_its_sources"),
        ("exchanges", "0010_mission_terms"),
    ]

    operations = [migrations.RunSQL([SOURCES, TRIGGERS, FIRST_FILL], BACK)]
