"""What the database keeps by itself for exchanges: their part of the directory, the turn of a file, counts of changes."""

from django.db import migrations

from clusters.directory_columns import COLUMNS

SOURCES = f"""
-- An offer whose contact has restricted the use of their data is kept and not shown; `HostOfferQuerySet.open` says the
-- same for every other page.
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
      AND NOT EXISTS (
          SELECT FROM clusters_user u WHERE u.email = h.contact_email AND u.restricted_at IS NOT NULL)
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

DIRECTORY = """
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

CREATE FUNCTION directory_after_restriction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM directory_refresh('offer', h.id) FROM exchanges_hostoffer h WHERE h.contact_email = OLD.email;
    END IF;
    IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW.email <> OLD.email) THEN
        PERFORM directory_refresh('offer', h.id) FROM exchanges_hostoffer h WHERE h.contact_email = NEW.email;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER directory_restricted AFTER UPDATE ON clusters_user FOR EACH ROW
    WHEN ((OLD.restricted_at IS NULL) <> (NEW.restricted_at IS NULL)
          OR (NEW.restricted_at IS NOT NULL AND OLD.email <> NEW.email))
    EXECUTE FUNCTION directory_after_restriction();
CREATE TRIGGER directory_restricted_new AFTER INSERT ON clusters_user FOR EACH ROW
    WHEN (NEW.restricted_at IS NOT NULL) EXECUTE FUNCTION directory_after_restriction();
CREATE TRIGGER directory_restricted_gone AFTER DELETE ON clusters_user FOR EACH ROW
    WHEN (OLD.restricted_at IS NOT NULL) EXECUTE FUNCTION directory_after_restriction();
"""

# Who must act next on a file, kept on the file for lists; ADR 0025.
TURN = """
CREATE FUNCTION exchanges_set_turn() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    state text := NEW.state;
    kind text := 'application';
    source record;
BEGIN
    NEW.turn_since := NEW.state_since;
    NEW.turn_waiting := NEW.waiting_for;
    NEW.turn_due := NEW.due_on;
    IF NEW.current_exchange_id IS NOT NULL THEN
        SELECT other.state, other.state_since, other.waiting_for, other.due_on INTO source
            FROM exchanges_exchange other WHERE other.id = NEW.current_exchange_id AND other.state <> 'cancelled';
        IF FOUND THEN kind := 'exchange'; END IF;
    END IF;
    IF kind = 'application' AND NEW.state = 'accepted' AND TG_OP = 'UPDATE' THEN
        SELECT other.state, other.state_since, other.waiting_for, other.due_on INTO source
            FROM exchanges_proposal other
            WHERE other.application_id = NEW.id
                AND other.state IN ('proposed', 'accepted_by_visitor', 'accepted_by_host', 'agreed')
            ORDER BY other.id LIMIT 1;
        IF FOUND THEN kind := 'proposal'; END IF;
    END IF;
    IF kind <> 'application' THEN
        state := source.state;
        NEW.turn_since := source.state_since;
        NEW.turn_waiting := source.waiting_for;
        NEW.turn_due := source.due_on;
    END IF;
    NEW.turn_state := kind || '.' || state;
    IF NEW.turn_waiting = '' THEN NEW.turn_due := NULL; END IF;
    RETURN NEW;
END $$;

-- Whatever is written into these columns, the trigger above sets them anew.
CREATE FUNCTION exchanges_pass_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE exchanges_application SET turn_due = NULL WHERE id = NEW.application_id;
    RETURN NULL;
END $$;

CREATE TRIGGER turn_new BEFORE INSERT ON exchanges_application
    FOR EACH ROW EXECUTE FUNCTION exchanges_set_turn();
CREATE TRIGGER turn_set BEFORE UPDATE OF state, state_since, waiting_for, due_on, current_exchange_id,
    turn_state, turn_since, turn_waiting, turn_due ON exchanges_application
    FOR EACH ROW EXECUTE FUNCTION exchanges_set_turn();
CREATE TRIGGER turn_passed AFTER UPDATE OF state, state_since, waiting_for, due_on ON exchanges_exchange
    FOR EACH ROW
    WHEN ((OLD.state, OLD.state_since, OLD.waiting_for, OLD.due_on)
        IS DISTINCT FROM (NEW.state, NEW.state_since, NEW.waiting_for, NEW.due_on))
    EXECUTE FUNCTION exchanges_pass_turn();
CREATE TRIGGER turn_passed AFTER UPDATE OF state, state_since, waiting_for, due_on ON exchanges_proposal
    FOR EACH ROW
    WHEN ((OLD.state, OLD.state_since, OLD.waiting_for, OLD.due_on)
        IS DISTINCT FROM (NEW.state, NEW.state_since, NEW.waiting_for, NEW.due_on))
    EXECUTE FUNCTION exchanges_pass_turn();
CREATE TRIGGER turn_new AFTER INSERT ON exchanges_proposal
    FOR EACH ROW WHEN (NEW.state IN ('proposed', 'accepted_by_visitor', 'accepted_by_host', 'agreed'))
    EXECUTE FUNCTION exchanges_pass_turn();
"""

# What the public list of missions prints: the missions and the names of their countries.
COUNTS = """
CREATE TRIGGER missions_changed AFTER INSERT OR UPDATE OR DELETE ON exchanges_mission
    FOR EACH ROW EXECUTE FUNCTION core_changed('missions');
CREATE TRIGGER missions_changed AFTER UPDATE ON clusters_country
    FOR EACH ROW EXECUTE FUNCTION core_changed('missions');
"""

BACK = """
DROP TRIGGER missions_changed ON clusters_country;
DROP TRIGGER missions_changed ON exchanges_mission;
DROP FUNCTION exchanges_pass_turn, exchanges_set_turn CASCADE;
DROP FUNCTION directory_after_restriction, directory_after_host_cluster, directory_after_host, directory_after_mission,
    directory_after_mission_term, directory_after_offer_term, directory_after_period, directory_after_offer CASCADE;
DROP FUNCTION directory_mission, directory_offer;
"""


class Migration(migrations.Migration):
    dependencies = [("exchanges", "0001_tables"), ("clusters", "0003_directory")]
    replaces = [
        ("exchanges", "0001_initial"),
        ("exchanges", "0002_reference_data"),
        ("exchanges", "0003_stays_within_a_century"),
        ("exchanges", "0004_documents_and_signatures_are_fixed"),
        ("exchanges", "0005_same_host_after_a_cancel"),
        ("exchanges", "0006_answer_deadline"),
        ("exchanges", "0007_numbers_have_bounds"),
        ("exchanges", "0008_profiles_and_free_periods"),
        ("exchanges", "0009_periods_of_offers"),
        ("exchanges", "0010_mission_terms"),
        ("exchanges", "0011_directory_of_offers_and_missions"),
        ("exchanges", "0012_past_exchanges"),
        ("exchanges", "0013_indexes_of_lists"),
        ("exchanges", "0014_ask_the_silent"),
        ("exchanges", "0015_application_anonymised_on"),
        ("exchanges", "0016_quotes_by_consent"),
        ("exchanges", "0017_print_failed_at"),
        ("exchanges", "0018_town_in_mind"),
        ("exchanges", "0019_directory_honours_restriction"),
        ("exchanges", "0020_missions_count_their_changes"),
        ("exchanges", "0021_rules_as_versions"),
        ("exchanges", "0022_messages_on_files"),
        ("exchanges", "0023_views_of_the_list"),
        ("exchanges", "0024_host_invitations"),
        ("exchanges", "0025_page_that_saved"),
        ("exchanges", "0026_acts_on_several_files"),
        ("exchanges", "0027_kinds_of_events"),
        ("exchanges", "0028_participants_of_events"),
        ("exchanges", "0029_travellers_are_participants"),
        ("exchanges", "0030_indexes_of_the_review"),
        ("exchanges", "0031_turn_of_a_file"),
        ("exchanges", "0032_answer_draft"),
        ("exchanges", "0033_due_last_first"),
        ("exchanges", "0034_presence"),
        ("exchanges", "0035_host_answers"),
        ("exchanges", "0036_matching_runs"),
        ("exchanges", "0037_mission_invitations"),
        ("exchanges", "0038_agenda_from_programme"),
        ("exchanges", "0039_matching_weights"),
        ("exchanges", "0040_meetings_of_events"),
        ("exchanges", "0041_tandems"),
        ("exchanges", "0042_materials_and_certificates"),
        ("exchanges", "0043_cancelled_events"),
        ("exchanges", "0044_feedback_and_reports_of_events"),
        ("exchanges", "0045_runs_are_jobs"),
        ("exchanges", "0046_counterpart_of_follow_ups"),
        ("exchanges", "0047_documents_by_hash"),
    ]
    operations = [migrations.RunSQL([SOURCES, DIRECTORY, TURN, COUNTS], BACK)]
