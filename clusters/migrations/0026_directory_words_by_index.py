from django.db import migrations

# Whether any entry has a word is asked with a value that the planner does not know. It would read the whole table to
# find a common word fast, and take a second at 100,000 entries for a word that stands nowhere.
FORWARD = """
ALTER FUNCTION directory_query(text[]) SET enable_seqscan = off;
ALTER FUNCTION directory_near(text) SET enable_seqscan = off;
ALTER FUNCTION directory_learn(text, text) SET enable_seqscan = off;
"""
BACK = """
ALTER FUNCTION directory_learn(text, text) RESET enable_seqscan;
ALTER FUNCTION directory_near(text) RESET enable_seqscan;
ALTER FUNCTION directory_query(text[]) RESET enable_seqscan;
"""


class Migration(migrations.Migration):
    dependencies = [("clusters", "0025_reference_data_compared")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
