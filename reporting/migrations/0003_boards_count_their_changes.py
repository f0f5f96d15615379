"""Counts the changes of all that kept boards and public pages of results print (ADR 0037).

Figures are counted for each partnership, as `figures_<number>`; what else a board prints as `boards`, and what only the
public page of a partnership prints as `results`.
"""

from django.db import migrations

_FIGURES = """
CREATE FUNCTION reporting_figures_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    partnership bigint;
BEGIN
    FOR partnership IN SELECT DISTINCT f.partnership_id FROM fresh f LOOP
        PERFORM core_count_change('figures_' || partnership);
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER figures_changed AFTER INSERT ON reporting_ledgerline REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION reporting_figures_changed();
-- A ledger that is made anew starts with taking its entries away.
CREATE TRIGGER ledger_renewed AFTER DELETE ON reporting_ledgerentry
    FOR EACH STATEMENT EXECUTE FUNCTION core_changed('boards');
"""
_BACK = """
DROP TRIGGER ledger_renewed ON reporting_ledgerentry;
DROP TRIGGER figures_changed ON reporting_ledgerline;
DROP FUNCTION reporting_figures_changed();
"""
# Topic -> table -> the columns that are printed; "" where any change counts. With columns, new rows count where they could
# be printed at once, without another row that counts.
TOLD = {
    "boards": {
        "clusters_partnership": "",
        "clusters_partnershipcluster": "",
        "clusters_cluster": "",
        "clusters_country": "",
        "clusters_regionlevel": "",
        "clusters_target": "",
        "reporting_targetversion": "",
        "reporting_activity": "",
        "reporting_reportingperiod": "",
        # Where a visit belongs to; the rest of it is in the ledger.
        "exchanges_exchange": "visitor_cluster_id, host_cluster_id",
        "exchanges_pastexchange": "home_cluster_id, host_cluster_id, home_cluster_name",
    },
    "results": {
        "clusters_partnership_terms": "",
        "clusters_term": "",
        "clusters_consent": "",
        "clusters_user": "restricted_at, is_active",
        "clusters_organisation": "name, city, country_id",
        "core_storedfile": "name, size, sha256",
        "exchanges_application": "contact_name, anonymised_on",
        "exchanges_closingreport": "quote",
        "exchanges_exchange": "visitor_id, credited_on",
        "exchanges_mission": "",
        "exchanges_meeting": "state, round_id",
        "exchanges_meetinground": "mission_id",
        "reporting_bestpractice": "",
        "reporting_deliverable": "",
        "reporting_deliverableedition": "",
        "reporting_linkednetwork": "",
        "reporting_newsitem": "",
        "reporting_plannedissue": "",
    },
}
_NEW_COUNT = {"exchanges_closingreport", "exchanges_meeting"}


def _triggers() -> list[str]:
    made = []
    for topic, tables in TOLD.items():
        for table, columns in tables.items():
            if columns:
                old, new = (
                    ", ".join(f"{row}.{name.strip()}" for name in columns.split(",")) for row in ("OLD", "NEW")
                )
                rows = "INSERT OR DELETE" if table in _NEW_COUNT else "DELETE"
                made.append(
                    f"CREATE TRIGGER {topic}_changed AFTER UPDATE OF {columns} ON {table} FOR EACH ROW "
                    f"WHEN (({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION core_changed('{topic}');"
                    f"CREATE TRIGGER {topic}_rows AFTER {rows} ON {table} "
                    f"FOR EACH STATEMENT EXECUTE FUNCTION core_changed('{topic}');"
                )
            else:
                made.append(
                    f"CREATE TRIGGER {topic}_changed AFTER INSERT OR UPDATE OR DELETE ON {table} "
                    f"FOR EACH STATEMENT EXECUTE FUNCTION core_changed('{topic}');"
                )
    return made


def _taken_away() -> list[str]:
    made = []
    for topic, tables in TOLD.items():
        for table, columns in tables.items():
            made.append(f"DROP TRIGGER {topic}_changed ON {table};")
            if columns:
                made.append(f"DROP TRIGGER {topic}_rows ON {table};")
    return made


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_ledger"), ("core", "0002_change_counts")]
    replaces = [("reporting", "0020_earlier_submissions")]
    operations = [migrations.RunSQL("\n".join([_FIGURES, *_triggers()]), "\n".join([*_taken_away(), _BACK]))]
