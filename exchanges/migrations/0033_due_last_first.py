from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchanges", "0032_answer_draft")]

    operations = [
        migrations.AddIndex(
            "application",
            models.Index(
                models.F("turn_due").desc(nulls_last=True), models.F("id").desc(), name="application_turn_due_down"
            ),
        ),
    ]
