import datetime
from typing import Any

import core.clock
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from exchanges.reason_data import POINTS, REASONS

SOURCE = "What was published about ClusterXchange up to 2022. Where nothing was published, an assumption of this portal."


def fill(apps: Any, schema_editor: Any) -> None:
    """Versions that files went by so far are published, and get the shipped reasons and points."""
    rulebook = apps.get_model("exchanges", "Rulebook")
    reason, point = apps.get_model("exchanges", "DecisionReason"), apps.get_model("exchanges", "ReviewPoint")
    for version in rulebook.objects.all():
        start = datetime.datetime.combine(version.valid_from, datetime.time(), tzinfo=datetime.UTC)
        rulebook.objects.filter(pk=version.pk).update(created_at=start, published_at=start, source=SOURCE)
        reason.objects.bulk_create(
            reason(rulebook=version, decision=row.decision.value, title=row.title, texts=row.texts, position=number)
            for number, row in enumerate(REASONS)
        )
        point.objects.bulk_create(
            point(rulebook=version, text=row.text, required=row.required, position=number)
            for number, row in enumerate(POINTS)
        )


class Migration(migrations.Migration):

    dependencies = [
        ('clusters', '0019_town_says_where_it_may_lie'),
        ('exchanges', '0020_missions_count_their_changes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DecisionReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.CharField(choices=[('accept', 'Accept'), ('hold', 'Ask a question'), ('reject', 'Reject')], max_length=8, verbose_name='decision')),
                ('title', models.CharField(max_length=80, verbose_name='title')),
                ('texts', models.JSONField(default=dict)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['rulebook', 'decision', 'position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='DeclaredConflict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='reason')),
                ('declared_at', models.DateTimeField(default=core.clock.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ReviewPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=200, verbose_name='point')),
                ('required', models.BooleanField(default=False, verbose_name='needed for an acceptance')),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['rulebook', 'position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ReviewTick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ticked_at', models.DateTimeField(default=core.clock.now)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='rulebook',
            name='used_version_is_fixed',
        ),
        migrations.AddField(
            model_name='rulebook',
            name='agreement_clause',
            field=models.TextField(blank=True, verbose_name='further clause of the Financial Agreement'),
        ),
        migrations.AddField(
            model_name='rulebook',
            name='based_on',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchanges.rulebook'),
        ),
        migrations.AddField(
            model_name='rulebook',
            name='countries',
            field=models.JSONField(blank=True, default=list, verbose_name='countries'),
        ),
        migrations.AddField(
            model_name='rulebook',
            name='created_at',
            field=models.DateTimeField(default=core.clock.now),
        ),
        migrations.AddField(
            model_name='rulebook',
            name='note_for_applicants',
            field=models.TextField(blank=True, verbose_name='note for applicants'),
        ),
        migrations.AddField(
            model_name='rulebook',
            name='partnership',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rulebooks', to='clusters.partnership'),
        ),
        migrations.AddField(
            model_name='rulebook',
            name='published_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='rulebook',
            name='published_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='grid',
            trigger=pgtrigger.compiler.Trigger(name='published_sums_are_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (SELECT 1 FROM exchanges_rulebook r WHERE r.grid_id = OLD.id AND r.published_at IS NOT NULL) THEN\n            RAISE EXCEPTION 'This version of the rules is published; make a new version.';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='5ddd0102d63a86e4ed612e472b9ffa41fcaa1fbb', operation='UPDATE OF "code", "valid_from", "source", "outermost_amount" OR DELETE', pgid='pgtrigger_published_sums_are_fixed_e3f63', table='exchanges_grid', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gridamount',
            trigger=pgtrigger.compiler.Trigger(name='published_amount_is_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (SELECT 1 FROM exchanges_rulebook r WHERE r.grid_id = OLD.grid_id AND r.published_at IS NOT NULL) THEN\n            RAISE EXCEPTION 'This version of the rules is published; make a new version.';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='879e29d955af167ec518770a24ab3556c88c1e9a', operation='UPDATE OR DELETE', pgid='pgtrigger_published_amount_is_fixed_0e52b', table='exchanges_gridamount', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='kindrule',
            trigger=pgtrigger.compiler.Trigger(name='published_kind_is_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (SELECT 1 FROM exchanges_rulebook r WHERE r.id = OLD.rulebook_id AND r.published_at IS NOT NULL) THEN\n            RAISE EXCEPTION 'This version of the rules is published; make a new version.';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='4da0f56b8878579d617509498c44a344904f39c0', operation='UPDATE OR DELETE', pgid='pgtrigger_published_kind_is_fixed_b2c4f', table='exchanges_kindrule', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rulebook',
            trigger=pgtrigger.compiler.Trigger(name='published_version_is_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (SELECT 1 FROM exchanges_rulebook r WHERE r.id = OLD.id AND r.published_at IS NOT NULL) THEN\n            RAISE EXCEPTION 'This version of the rules is published; make a new version.';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='ac11a063c5dae9bd150972030aa85b3852b45135', operation='UPDATE OR DELETE', pgid='pgtrigger_published_version_is_fixed_3668e', table='exchanges_rulebook', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='decisionreason',
            name='rulebook',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reasons', to='exchanges.rulebook'),
        ),
        migrations.AddField(
            model_name='declaredconflict',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to='exchanges.application'),
        ),
        migrations.AddField(
            model_name='declaredconflict',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewpoint',
            name='rulebook',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='exchanges.rulebook'),
        ),
        migrations.AddField(
            model_name='reviewtick',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ticks', to='exchanges.application'),
        ),
        migrations.AddField(
            model_name='reviewtick',
            name='point',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ticks', to='exchanges.reviewpoint'),
        ),
        migrations.AddField(
            model_name='reviewtick',
            name='ticked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='decisionreason',
            constraint=models.UniqueConstraint(fields=('rulebook', 'decision', 'title'), name='decision_reason_once', violation_error_message='There is already a reason with this title.'),
        ),
        migrations.AddConstraint(
            model_name='decisionreason',
            constraint=models.CheckConstraint(condition=models.Q(('decision__in', ['accept', 'hold', 'reject'])), name='decision_reason_decision_known', violation_error_message='This decision does not exist.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decisionreason',
            trigger=pgtrigger.compiler.Trigger(name='published_reason_is_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (SELECT 1 FROM exchanges_rulebook r WHERE r.id = OLD.rulebook_id AND r.published_at IS NOT NULL) THEN\n            RAISE EXCEPTION 'This version of the rules is published; make a new version.';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='6443b896d679215d0138a4c9c2824c7a6b12b49d', operation='UPDATE OR DELETE', pgid='pgtrigger_published_reason_is_fixed_e5bad', table='exchanges_decisionreason', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='declaredconflict',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('application', 'user'), name='declared_conflict_once', violation_error_message='You have declared this already.'),
        ),
        migrations.AddConstraint(
            model_name='reviewpoint',
            constraint=models.UniqueConstraint(fields=('rulebook', 'text'), name='review_point_once', violation_error_message='This point stands on the list already.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewpoint',
            trigger=pgtrigger.compiler.Trigger(name='published_point_is_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (SELECT 1 FROM exchanges_rulebook r WHERE r.id = OLD.rulebook_id AND r.published_at IS NOT NULL) THEN\n            RAISE EXCEPTION 'This version of the rules is published; make a new version.';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='637d42be2d42aef506233bfe2f97785f3e68f622', operation='UPDATE OR DELETE', pgid='pgtrigger_published_point_is_fixed_61b8e', table='exchanges_reviewpoint', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='reviewtick',
            constraint=models.UniqueConstraint(fields=('application', 'point'), name='review_tick_once', violation_error_message='This point is ticked already.'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
