from importlib import import_module

from django.db import migrations

from clusters.directory_columns import COLUMNS

# An offer whose contact has restricted the use of their data is kept and not shown; `HostOfferQuerySet.open` says the
# same for every other page.
SOURCE = f"""
CREATE OR REPLACE FUNCTION directory_offer(only_id bigint) RETURNS TABLE ({COLUMNS}) LANGUAGE sql STABLE AS $$
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
"""

TRIGGERS = """
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

FILL = """
SELECT directory_refresh('offer', h.id) FROM exchanges_hostoffer h
    JOIN clusters_user u ON u.email = h.contact_email AND u.restricted_at IS NOT NULL;
"""

_before = import_module("exchanges.migrations.0011_directory_of_offers_and_missions").SOURCES
BACK = (
    """
DROP TRIGGER directory_restricted_gone ON clusters_user;
DROP TRIGGER directory_restricted_new ON clusters_user;
DROP TRIGGER directory_restricted ON clusters_user;
DROP FUNCTION directory_after_restriction, directory_offer;
"""
    + _before[: _before.index("-- Drafts and cancelled")]
)


class Migration(migrations.Migration):
    dependencies = [
        ("clusters", "0023_directory_knows_words_towns_logos"),
        ("exchanges", "0018_town_in_mind"),
    ]

    operations = [migrations.RunSQL([SOURCE, TRIGGERS, FILL], BACK)]
