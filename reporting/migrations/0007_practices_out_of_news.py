from django.db import migrations, models


def move_practices(apps, schema_editor):
    """Best practices were news of a kind. They become drafts of the coordinating cluster, to be completed and reviewed;
    their log says so.
    """
    BestPractice = apps.get_model("reporting", "BestPractice")
    NewsItem = apps.get_model("reporting", "NewsItem")
    TransitionLog = apps.get_model("core", "TransitionLog")
    for item in NewsItem.objects.filter(kind="best_practice").select_related("partnership").order_by("id"):
        practice = BestPractice.objects.create(
            state="draft",
            waiting_for="owner",
            state_since=item.created_at,
            partnership=item.partnership,
            cluster_id=item.partnership.coordinator_id,
            title=item.title,
            done=item.text,
            evidence=item.file,
            evidence_url=item.link,
            written_by_id=item.written_by_id,
            created_at=item.created_at,
        )
        TransitionLog.objects.create(
            subject_type="reporting.bestpractice",
            subject_id=practice.pk,
            name="write",
            target="draft",
            actor_kind="system",
            actor_label="",
            occurred_at=item.created_at,
        )
        item.delete()


class Migration(migrations.Migration):
    dependencies = [("reporting", "0006_knowledge"), ("core", "0006_tables_taken_away")]

    operations = [
        migrations.RunPython(move_practices, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="newsitem",
            name="kind",
            field=models.CharField(choices=[("news", "News"), ("event", "Event")], max_length=14, verbose_name="kind"),
        ),
    ]
