from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchanges", "0014_ask_the_silent")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="anonymised_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
