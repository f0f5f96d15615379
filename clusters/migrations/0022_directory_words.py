import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clusters", "0021_contact_permission"), ("core", "0005_change_counts")]

    operations = [
        migrations.AddField("directoryentry", "also", models.TextField(blank=True, db_default="")),
        migrations.AddField("directoryentry", "logo_id", models.BigIntegerField(null=True)),
        migrations.RemoveIndex("directoryentry", "directory_fuzzy"),
        migrations.CreateModel(
            name="DirectoryWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.TextField()),
                ("sound", models.TextField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["word"], name="directory_word"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("sound", name="gin_trgm_ops"),
                        name="directory_word_sound",
                    ),
                ],
            },
        ),
    ]
