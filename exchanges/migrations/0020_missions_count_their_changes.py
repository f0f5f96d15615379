from django.db import migrations

# What the public list of missions prints: the missions and the names of their countries.
TRIGGERS = """
CREATE TRIGGER missions_changed AFTER INSERT OR UPDATE OR DELETE ON exchanges_mission
    FOR EACH ROW EXECUTE FUNCTION core_changed('missions');
CREATE TRIGGER missions_changed AFTER UPDATE ON clusters_country
    FOR EACH ROW EXECUTE FUNCTION core_changed('missions');
"""
BACK = """
DROP TRIGGER missions_changed ON clusters_country;
DROP TRIGGER missions_changed ON exchanges_mission;
"""


class Migration(migrations.Migration):
    dependencies = [("exchanges", "0019_directory_honours_restriction"), ("core", "0005_change_counts")]

    operations = [migrations.RunSQL(TRIGGERS, BACK)]
