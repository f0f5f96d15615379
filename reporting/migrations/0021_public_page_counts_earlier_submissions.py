"""The public page prints what was submitted without the portal, so it is drawn anew when that changes (ADR 0037)."""

from django.db import migrations

_COUNTED = """
CREATE TRIGGER results_changed AFTER INSERT OR UPDATE OR DELETE ON reporting_plannedissue
    FOR EACH STATEMENT EXECUTE FUNCTION core_changed('results');
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0020_earlier_submissions")]

    operations = [migrations.RunSQL(_COUNTED, "DROP TRIGGER results_changed ON reporting_plannedissue;")]
