from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchanges", "0017_print_failed_at")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="wished_town",
            field=models.BigIntegerField(blank=True, null=True, verbose_name="town you have in mind"),
        ),
    ]
