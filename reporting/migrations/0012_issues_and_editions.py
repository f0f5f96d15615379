"""An issue of a deliverable has editions, text parts, comments and a place in the plan."""

import datetime
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('clusters', '0027_weekly_mail'),
        ('core', '0006_tables_taken_away'),
        ('reporting', '0011_ledger_knows_counterparts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='deliverable',
            name='frozen',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='deliverable',
            name='workflow_edges',
        ),
        migrations.RemoveConstraint(
            model_name='deliverable',
            name='deliverable_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='deliverable',
            name='deliverable_number_once',
        ),
        migrations.RemoveConstraint(
            model_name='deliverable',
            name='deliverable_published_is_public',
        ),
        migrations.CreateModel(
            name='DeliverableEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.CharField(choices=[('public', 'Public edition'), ('confidential', 'Confidential edition')], max_length=12, verbose_name='edition')),
                ('snapshot', models.JSONField()),
                ('snapshot_hash', models.CharField(max_length=64)),
                ('proof', models.CharField(max_length=14, unique=True)),
                ('pages', models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-edition'],
            },
        ),
        migrations.CreateModel(
            name='PlannedIssue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=10)),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                ('wanted', models.BooleanField(default=True, verbose_name='part of our plan')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
            ],
            options={
                'ordering': ['code', 'number'],
            },
        ),
        migrations.CreateModel(
            name='ReviewComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('text', models.TextField(verbose_name='comment')),
                ('written_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='TextPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('heading', models.CharField(max_length=120)),
                ('position', models.PositiveSmallIntegerField()),
                ('required', models.BooleanField(default=False)),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('number', models.PositiveIntegerField(default=0)),
                ('finished', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='TextVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('text', models.TextField(blank=True)),
                ('written_at', models.DateTimeField()),
                ('page', models.CharField(blank=True, max_length=16)),
                ('restored', models.PositiveIntegerField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.RenameField(
            model_name='deliverable',
            old_name='requested_at',
            new_name='begun_at',
        ),
        migrations.RenameField(
            model_name='deliverable',
            old_name='made_at',
            new_name='files_made_at',
        ),
        migrations.RenameField(
            model_name='deliverable',
            old_name='requested_by',
            new_name='begun_by',
        ),
        migrations.AlterField(
            model_name='deliverable',
            name='begun_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='deliverable',
            name='approved_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='deliverable',
            name='approved_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='deliverable',
            name='confidential',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='deliverable',
            name='files_are_final',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='deliverable',
            name='files_asked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='deliverable',
            name='files_failed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='deliverable',
            name='files_problem',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='deliverable',
            name='frozen_at',
            field=models.DateTimeField(default=datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='deliverable',
            name='review_asked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='deliverable',
            name='review_asked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='deliverable',
            name='subject',
            field=models.CharField(blank=True, max_length=120, verbose_name='subject'),
        ),
        migrations.AddField(
            model_name='deliverable',
            name='submission_note',
            field=models.CharField(blank=True, max_length=300, verbose_name='note'),
        ),
        migrations.AddField(
            model_name='deliverable',
            name='submitted_on',
            field=models.DateField(blank=True, null=True, verbose_name='submitted on'),
        ),
        migrations.AddField(
            model_name='deliverable',
            name='with_changes',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='deliverableedition',
            name='deliverable',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='reporting.deliverable'),
        ),
        migrations.AddField(
            model_name='deliverableedition',
            name='pdf',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile'),
        ),
        migrations.AddField(
            model_name='deliverableedition',
            name='word',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile'),
        ),
        migrations.AddField(
            model_name='plannedissue',
            name='lead',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster', verbose_name='lead'),
        ),
        migrations.AddField(
            model_name='plannedissue',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='planned_issues', to='clusters.partnership'),
        ),
        migrations.AddField(
            model_name='reviewcomment',
            name='deliverable',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='reporting.deliverable'),
        ),
        migrations.AddField(
            model_name='reviewcomment',
            name='settled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reviewcomment',
            name='written_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='textpart',
            name='cluster',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster', verbose_name='written by'),
        ),
        migrations.AddField(
            model_name='textpart',
            name='deliverable',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='reporting.deliverable'),
        ),
        migrations.AddField(
            model_name='textversion',
            name='part',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='reporting.textpart'),
        ),
        migrations.AddField(
            model_name='textversion',
            name='written_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='deliverableedition',
            constraint=models.UniqueConstraint(fields=('deliverable', 'edition'), name='deliverable_edition_once', violation_error_message='This edition is already there.'),
        ),
        migrations.AddConstraint(
            model_name='plannedissue',
            constraint=models.UniqueConstraint(fields=('partnership', 'code', 'number'), name='planned_issue_once', violation_error_message='This issue is already in the plan.'),
        ),
        migrations.AddIndex(
            model_name='reviewcomment',
            index=models.Index(fields=['deliverable', 'key'], name='review_comment_part'),
        ),
        migrations.AddConstraint(
            model_name='reviewcomment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settled_by', None)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='review_comment_settled_by_somebody', violation_error_message='Somebody settles a comment.'),
        ),
        migrations.AddConstraint(
            model_name='textpart',
            constraint=models.UniqueConstraint(fields=('deliverable', 'key'), name='text_part_once', violation_error_message='This part is already there.'),
        ),
        migrations.AddConstraint(
            model_name='textversion',
            constraint=models.UniqueConstraint(fields=('part', 'number'), name='text_version_once', violation_error_message='This version is already there.'),
        ),
    ]
