"""The tables of results, figures, periods and deliverables."""

import core.clock
import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from core.migration_operations import AllAtOnce


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('exchanges', '0001_tables'),
    ]

    replaces = [("reporting", "0021_public_page_counts_earlier_submissions")]

    operations = [
        AllAtOnce(
            operations=[
                migrations.CreateModel(
                    name='Activity',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(max_length=30)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('waiting_for', models.CharField(blank=True, max_length=120)),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('state_since', models.DateTimeField()),
                        ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='clusters.partnership')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster', verbose_name='cluster')),
                        ('kind', models.CharField(choices=[('training', 'Training of cluster staff'), ('strategy_review', 'Review of a cluster strategy'), ('roadmap', 'Roadmap, mission or vision statement'), ('new_service', 'New service'), ('better_service', 'Service improved or adapted'), ('service_pilot', 'Pilot of a service'), ('analysis', 'Analysis'), ('mapping', 'Mapping'), ('foresight', 'Foresight'), ('survey', 'Survey'), ('workshop', 'Workshop'), ('study_visit', 'Study visit of the consortium'), ('study_trip', 'Study trip with members'), ('learning_tandem', 'Learning tandem'), ('twinning', 'Twinning of two clusters'), ('matchmaking', 'Matchmaking event'), ('webinar', 'Webinar'), ('local_event', 'Local event'), ('joint_project', 'Joint project'), ('cooperation', 'Cooperation agreement'), ('business', 'Business agreement'), ('memorandum', 'Memorandum of understanding'), ('partnership', 'Partnership between regions'), ('skills_link', 'Link or contribution to the Pact for Skills')], max_length=20, verbose_name='type')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('held_on', models.DateField(verbose_name='date')),
                        ('count', models.PositiveIntegerField(default=1, verbose_name='number')),
                        ('note', models.TextField(blank=True, verbose_name='what was done, and with whom')),
                        ('mode', models.CharField(blank=True, choices=[('physical', 'Visit on site'), ('virtual', 'Online')], max_length=8, verbose_name='on site or online')),
                        ('place', models.CharField(blank=True, max_length=120, verbose_name='place')),
                        ('participants', models.PositiveIntegerField(blank=True, null=True, verbose_name='people who took part')),
                        ('organisations', models.PositiveIntegerField(blank=True, null=True, verbose_name='organisations that took part')),
                        ('partner', models.CharField(blank=True, max_length=200, verbose_name='with whom')),
                        ('counterpart', models.CharField(blank=True, choices=[('business', 'A business'), ('investor', 'An investor'), ('intermediary', 'An SME intermediary, such as a cluster or chamber'), ('scaling_up', 'A scaling-up organisation, such as a tech centre or incubator'), ('authority', 'A regional authority')], max_length=12, verbose_name='what they are')),
                        ('evidence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('evidence_url', models.URLField(blank=True, verbose_name='address of the evidence')),
                        ('event', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activity', to='exchanges.mission')),
                        ('tandem', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activity', to='exchanges.tandem')),
                        ('import_run', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.importrun')),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('recorded_at', models.DateTimeField()),
                        ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                        ('return_reason', models.TextField(blank=True)),
                        ('clusters', models.ManyToManyField(blank=True, related_name='+', to='clusters.cluster', verbose_name='clusters taking part')),
                        ('terms', models.ManyToManyField(blank=True, related_name='+', to='clusters.term', verbose_name='themes')),
                    ],
                    options={
                        'verbose_name_plural': 'activities',
                        'ordering': ['-held_on', '-id'],
                        'indexes': [
                            models.Index(fields=['partnership', 'state', 'held_on'], name='activity_counted'),
                            models.Index(fields=['kind', 'held_on'], name='activity_kind_day'),
                        ],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('state__in', ['recorded', 'counted', 'returned'])), name='activity_state_known', violation_error_message='This state does not exist.'),
                            models.CheckConstraint(condition=models.Q(('count__gte', 1), ('count__lte', 10000)), name='activity_count_range', violation_error_message='The number lies between 1 and 10,000.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('state', 'counted'), _negated=True), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='activity_counted_is_reviewed', violation_error_message='Only a reviewed activity counts.'),
                            models.CheckConstraint(condition=models.Q(('reviewed_by', None), models.Q(('reviewed_by', models.F('recorded_by')), _negated=True), _connector='OR'), name='activity_second_person', violation_error_message='A second person must review this.'),
                            models.CheckConstraint(condition=models.Q(('participants', None), ('participants__lte', 100000), _connector='OR'), name='activity_participants_range', violation_error_message='At most 100,000 people take part.'),
                            models.CheckConstraint(condition=models.Q(('organisations', None), ('organisations__lte', 100000), _connector='OR'), name='activity_organisations_range', violation_error_message='At most 100,000 organisations take part.'),
                            models.CheckConstraint(condition=models.Q(('event', None), ('tandem', None), _connector='OR'), name='activity_out_of_one_record', violation_error_message='An activity is recorded out of one event or one tandem.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='workflow_edges', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{recorded:counted,recorded:returned,returned:recorded,counted:recorded}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='0046feca2ec5ebe0d99d7495d89c1b457b11eb95', operation='UPDATE', pgid='pgtrigger_workflow_edges_44877', table='reporting_activity', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Deliverable',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(max_length=30)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('waiting_for', models.CharField(blank=True, max_length=120)),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('state_since', models.DateTimeField()),
                        ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliverables', to='clusters.partnership')),
                        ('code', models.CharField(max_length=10, verbose_name='code')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('subject', models.CharField(blank=True, max_length=120, verbose_name='subject')),
                        ('work_package', models.CharField(choices=[('1', 'Project management and monitoring'), ('2', 'Capacity building: skills'), ('3', 'Capacity building: services of one cluster'), ('4', 'Capacity building: joint services'), ('5', 'Joint collaboration activities'), ('6', 'Implementation of the ClusterXchange scheme'), ('7', 'Outreach and awareness raising')], max_length=2, verbose_name='work package')),
                        ('confidential', models.BooleanField(default=False)),
                        ('number', models.PositiveSmallIntegerField(verbose_name='issue')),
                        ('since', models.DateField(blank=True, null=True, verbose_name='from')),
                        ('as_of', models.DateField(verbose_name='until')),
                        ('frozen_at', models.DateTimeField()),
                        ('period', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliverables', to='reporting.reportingperiod')),
                        ('with_corrections', models.BooleanField(default=False)),
                        ('with_changes', models.BooleanField(default=False)),
                        ('begun_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('begun_at', models.DateTimeField()),
                        ('review_asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('review_asked_at', models.DateTimeField(blank=True, null=True)),
                        ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('approved_at', models.DateTimeField(blank=True, null=True)),
                        ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('published_at', models.DateTimeField(blank=True, null=True)),
                        ('submitted_on', models.DateField(blank=True, null=True, verbose_name='submitted on')),
                        ('submission_note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                        ('files_asked_at', models.DateTimeField(blank=True, null=True)),
                        ('files_made_at', models.DateTimeField(blank=True, null=True)),
                        ('files_failed_at', models.DateTimeField(blank=True, null=True)),
                        ('files_problem', models.CharField(blank=True, max_length=300)),
                        ('files_are_final', models.BooleanField(default=False)),
                    ],
                    options={
                        'ordering': ['-id'],
                        'indexes': [
                            models.Index(fields=['partnership', 'state', '-id'], name='deliverable_list'),
                        ],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'approved', 'published', 'withdrawn', 'discarded'])), name='deliverable_state_known', violation_error_message='This state does not exist.'),
                            models.UniqueConstraint(condition=models.Q(('state', 'discarded'), _negated=True), fields=('partnership', 'code', 'number'), name='deliverable_number_once', violation_error_message='This issue is already there.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'published']), _negated=True), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='deliverable_approved_by_somebody', violation_error_message='Somebody must approve it.'),
                            models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('review_asked_by')), _negated=True), _connector='OR'), name='deliverable_second_person', violation_error_message='A second person must approve this.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('confidential', False), ('files_are_final', True), ('files_made_at__isnull', False), ('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='deliverable_published_is_public', violation_error_message='Only a public deliverable can be published, and only with its files.'),
                            models.CheckConstraint(condition=models.Q(('since', None), ('since__lte', models.F('as_of')), _connector='OR'), name='deliverable_days_in_order', violation_error_message='The last day lies before the first day.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('period', None), ('with_corrections', False)), models.Q(('period__isnull', False), ('since', None)), _connector='OR'), name='deliverable_of_a_whole_period', violation_error_message='Figures of a closed period count up to its last day.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='named_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."partnership_id" IS DISTINCT FROM (NEW."partnership_id") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."begun_at" IS DISTINCT FROM (NEW."begun_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='3313fb458f84413eff55b7dbc335899ea5369a69', operation='UPDATE', pgid='pgtrigger_named_once_699bb', table='reporting_deliverable', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='period_kept', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (OLD."state" = \'draft\') AND (OLD."as_of" IS DISTINCT FROM (NEW."as_of") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."frozen_at" IS DISTINCT FROM (NEW."frozen_at") OR OLD."period_id" IS DISTINCT FROM (NEW."period_id") OR OLD."with_corrections" IS DISTINCT FROM (NEW."with_corrections")))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9b427e43791e84003eac619b029db5d44e7aac5c', operation='UPDATE', pgid='pgtrigger_period_kept_2ee3a', table='reporting_deliverable', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='of_a_closed_period', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."period_id" IS NOT NULL)', func="IF NOT EXISTS (SELECT FROM reporting_reportingperiod p WHERE p.id = NEW.period_id AND p.partnership_id = NEW.partnership_id AND p.closed_at IS NOT NULL AND p.last_day = NEW.as_of) THEN RAISE EXCEPTION 'the figures are those of a closed period of the partnership'; END IF; RETURN NEW;", hash='b24f9833d7f63584bbd3ed983a92d3f33c8c0f45', operation='INSERT OR UPDATE', pgid='pgtrigger_of_a_closed_period_0c4a2', table='reporting_deliverable', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='workflow_edges', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:in_review,in_review:draft,in_review:approved,approved:draft,approved:published,published:withdrawn,draft:discarded}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='f05b31637081aa125cdfc9ad524224c81d42488e', operation='UPDATE', pgid='pgtrigger_workflow_edges_3a25b', table='reporting_deliverable', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='DeliverableEdition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('deliverable', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='reporting.deliverable')),
                        ('edition', models.CharField(choices=[('public', 'Public edition'), ('confidential', 'Confidential edition')], max_length=12, verbose_name='edition')),
                        ('snapshot', models.JSONField()),
                        ('snapshot_hash', models.CharField(max_length=64)),
                        ('proof', models.CharField(max_length=14, unique=True)),
                        ('pdf', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('word', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('pages', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['-edition'],
                        'constraints': [
                            models.UniqueConstraint(fields=('deliverable', 'edition'), name='deliverable_edition_once', violation_error_message='This edition is already there.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."deliverable_id" IS DISTINCT FROM (NEW."deliverable_id") OR OLD."edition" IS DISTINCT FROM (NEW."edition") OR OLD."snapshot" IS DISTINCT FROM (NEW."snapshot") OR OLD."snapshot_hash" IS DISTINCT FROM (NEW."snapshot_hash") OR OLD."proof" IS DISTINCT FROM (NEW."proof"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='f5d819b911b59b5f88ab67b79d3133b6e62c1e92', operation='UPDATE', pgid='pgtrigger_frozen_541c8', table='reporting_deliverableedition', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='as_the_period_froze_it', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE of_issue reporting_deliverable%ROWTYPE;', func="""
                SELECT * INTO of_issue FROM reporting_deliverable WHERE id = NEW.deliverable_id;
                IF of_issue.period_id IS NULL THEN RETURN NEW; END IF;
                IF NEW.snapshot #>> '{source,hash}' IS DISTINCT FROM
                    (SELECT snapshot_hash FROM reporting_reportingperiod WHERE id = of_issue.period_id)
                    OR NOT of_issue.with_corrections AND NOT EXISTS (
                        SELECT FROM reporting_frozendocument f
                        WHERE f.period_id = of_issue.period_id AND f.code = of_issue.code AND f.edition = NEW.edition
                        AND NEW.snapshot - '{source,organisations,quotes,practices,opportunities}'::text[]
                            = f.snapshot - '{source,organisations,quotes,practices,opportunities}'::text[])
                THEN RAISE EXCEPTION 'the figures of a closed period stay as they were frozen'; END IF;
                RETURN NEW;
                """, hash='8c96c425dddf1468b3f0a3bf1d04bab6c5e78315', operation='INSERT', pgid='pgtrigger_as_the_period_froze_it_81edc', table='reporting_deliverableedition', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF (SELECT state FROM reporting_deliverable WHERE id = OLD.deliverable_id) <> 'draft' THEN RAISE EXCEPTION 'the figures of an issue are frozen'; END IF; RETURN OLD;", hash='89c3aa0b78e63682c81b5ede7629fc2fbd22189c', operation='DELETE', pgid='pgtrigger_kept_bc982', table='reporting_deliverableedition', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='DoubleClaimDecision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.partnership')),
                        ('first', models.CharField(max_length=40)),
                        ('second', models.CharField(max_length=40)),
                        ('grounds', models.JSONField(default=list)),
                        ('reason', models.TextField(verbose_name='why both count')),
                        ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['-id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('partnership', 'first', 'second'), name='double_claim_decided_once'),
                            models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='double_claim_of_two_records', violation_error_message='A double claim is about two records.'),
                            models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='double_claim_has_reason', violation_error_message='Say why both count.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='75f28a93971ef18ebcd61f1550430dfd709879ad', operation='UPDATE', pgid='pgtrigger_kept_6304b', table='reporting_doubleclaimdecision', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='BestPractice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(max_length=30)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('waiting_for', models.CharField(blank=True, max_length=120)),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('state_since', models.DateTimeField()),
                        ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='practices', to='clusters.partnership')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster', verbose_name='cluster')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('done', models.TextField(blank=True, verbose_name='what was done')),
                        ('audience', models.CharField(blank=True, max_length=200, verbose_name='for whom')),
                        ('result', models.TextField(blank=True, verbose_name='what came of it')),
                        ('copying', models.TextField(blank=True, verbose_name='how others can copy it')),
                        ('contact_role', models.CharField(blank=True, max_length=120, verbose_name='whom to ask')),
                        ('evidence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('evidence_url', models.URLField(blank=True, verbose_name='address of the evidence')),
                        ('may_publish', models.BooleanField(default=False, verbose_name='may be published')),
                        ('report', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='practice', to='exchanges.closingreport')),
                        ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                        ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                        ('return_reason', models.TextField(blank=True)),
                        ('terms', models.ManyToManyField(blank=True, related_name='+', to='clusters.term', verbose_name='topics')),
                    ],
                    options={
                        'ordering': ['-id'],
                        'indexes': [
                            models.Index(fields=['partnership', 'state', '-id'], name='practice_list'),
                        ],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'accepted', 'returned', 'dropped'])), name='practice_state_known', violation_error_message='This state does not exist.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['submitted', 'accepted']), _negated=True), models.Q(models.Q(('done', ''), _negated=True), models.Q(('audience', ''), _negated=True), models.Q(('result', ''), _negated=True), models.Q(('copying', ''), _negated=True)), _connector='OR'), name='practice_sent_is_complete', violation_error_message='Fill in all parts before you send it.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('state', 'accepted'), _negated=True), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='practice_accepted_is_reviewed', violation_error_message='Only a reviewed practice is accepted.'),
                            models.CheckConstraint(condition=models.Q(('reviewed_by', None), models.Q(('reviewed_by', models.F('written_by')), _negated=True), _connector='OR'), name='practice_second_person', violation_error_message='A second person must review this.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='workflow_edges', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:submitted,returned:submitted,submitted:accepted,submitted:returned,accepted:submitted,draft:dropped,returned:dropped}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='2cdac959d7bed8d31a8be26a5e1f0cf1e811eb93', operation='UPDATE', pgid='pgtrigger_workflow_edges_eaa9c', table='reporting_bestpractice', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='TrainingModule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(max_length=30)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('waiting_for', models.CharField(blank=True, max_length=120)),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('state_since', models.DateTimeField()),
                        ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='modules', to='clusters.partnership')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster', verbose_name='cluster')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('provider', models.CharField(max_length=200, verbose_name='provider')),
                        ('languages', models.JSONField(default=list, verbose_name='languages')),
                        ('hours', models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True, verbose_name='hours')),
                        ('level', models.CharField(choices=[('beginner', 'Beginners'), ('intermediate', 'With first knowledge'), ('advanced', 'Advanced'), ('all', 'All levels')], default='all', max_length=12, verbose_name='level')),
                        ('cost', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='cost')),
                        ('link', models.URLField(max_length=300, verbose_name='address')),
                        ('audience', models.CharField(blank=True, max_length=200, verbose_name='for whom')),
                        ('checked_on', models.DateField(verbose_name='last checked on')),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                        ('terms', models.ManyToManyField(blank=True, related_name='+', to='clusters.term', verbose_name='topics')),
                    ],
                    options={
                        'ordering': ['title', 'id'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('state__in', ['listed', 'gone'])), name='module_state_known', violation_error_message='This state does not exist.'),
                            models.UniqueConstraint(fields=('partnership', 'link'), name='module_link_once', violation_error_message='A module with this address is already in the catalogue.'),
                            models.CheckConstraint(condition=models.Q(('hours', None), models.Q(('hours__gt', 0), ('hours__lte', Decimal('2000'))), _connector='OR'), name='module_hours_range', violation_error_message='The length lies between 0.1 and 2,000 hours.'),
                            models.CheckConstraint(condition=models.Q(('cost', None), ('cost__gte', 0), _connector='OR'), name='module_cost_not_negative', violation_error_message='The cost is 0 or more.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='workflow_edges', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{listed:gone,gone:listed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='3c43967444415eed748c09c9ff793621835ab1fa', operation='UPDATE', pgid='pgtrigger_workflow_edges_e683a', table='reporting_trainingmodule', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Opportunity',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(max_length=30)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('waiting_for', models.CharField(blank=True, max_length=120)),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('state_since', models.DateTimeField()),
                        ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opportunities', to='clusters.partnership')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster', verbose_name='cluster that leads')),
                        ('kind', models.CharField(choices=[('project', 'Joint project'), ('service', 'Joint service'), ('call', 'Call for funding')], max_length=10, verbose_name='kind')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('about', models.TextField(verbose_name='what it is about')),
                        ('regions', models.CharField(blank=True, max_length=200, verbose_name='regions')),
                        ('deadline', models.DateField(blank=True, null=True, verbose_name='deadline of the call')),
                        ('next_step', models.CharField(blank=True, max_length=300, verbose_name='next step')),
                        ('next_on', models.DateField(blank=True, null=True, verbose_name='by when')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('outcome', models.TextField(blank=True, verbose_name='what came of it')),
                        ('note', models.TextField(blank=True, verbose_name='note for the partnership')),
                        ('may_publish', models.BooleanField(default=False, verbose_name='may be published')),
                        ('follow_up', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='opportunity', to='exchanges.followup')),
                        ('tandem', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='opportunity', to='exchanges.tandem')),
                        ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                        ('clusters', models.ManyToManyField(blank=True, related_name='+', to='clusters.cluster', verbose_name='other clusters')),
                        ('terms', models.ManyToManyField(blank=True, related_name='+', to='clusters.term', verbose_name='topics')),
                    ],
                    options={
                        'verbose_name_plural': 'opportunities',
                        'ordering': ['-id'],
                        'indexes': [
                            models.Index(fields=['partnership', 'state', '-id'], name='opportunity_list'),
                        ],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('state__in', ['found', 'pursued', 'realised', 'dropped'])), name='opportunity_state_known', violation_error_message='This state does not exist.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('kind', 'call'), _negated=True), ('deadline__isnull', False), _connector='OR'), name='opportunity_call_has_deadline', violation_error_message='A call for funding has a deadline.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('state', 'realised'), _negated=True), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='opportunity_realised_has_outcome', violation_error_message='Say what came of it.'),
                            models.CheckConstraint(condition=models.Q(('follow_up', None), ('tandem', None), _connector='OR'), name='opportunity_one_source', violation_error_message='It came out of a visit or of a tandem, not of both.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='workflow_edges', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{found:pursued,dropped:pursued,found:realised,pursued:realised,found:dropped,pursued:dropped}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='93e25b0f1578be00ac82ca68fcb0cac4db017dd5', operation='UPDATE', pgid='pgtrigger_workflow_edges_8909f', table='reporting_opportunity', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='LedgerEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('subject', models.CharField(max_length=4)),
                        ('subject_id', models.BigIntegerField()),
                        ('lines', models.JSONField(default=list)),
                    ],
                    options={
                        'verbose_name_plural': 'ledger entries',
                        'constraints': [
                            models.UniqueConstraint(fields=('subject', 'subject_id'), name='ledger_entry_once'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='LedgerLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('partnership', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.partnership')),
                        ('section', models.CharField(max_length=20)),
                        ('key', models.CharField(max_length=40)),
                        ('second', models.CharField(max_length=40)),
                        ('member', models.BigIntegerField(null=True)),
                        ('day', models.DateField()),
                        ('number', models.IntegerField()),
                        ('total', models.DecimalField(decimal_places=2, max_digits=16)),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['partnership', 'section'], name='ledger_line_read'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='LedgerCell',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('partnership', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.partnership')),
                        ('span', models.CharField(max_length=1)),
                        ('section', models.CharField(max_length=20)),
                        ('key', models.CharField(max_length=40)),
                        ('second', models.CharField(max_length=40)),
                        ('day', models.DateField()),
                        ('number', models.IntegerField()),
                        ('total', models.DecimalField(decimal_places=2, max_digits=16)),
                    ],
                    options={
                        'indexes': [
                            models.Index(condition=models.Q(('number', 0), ('total', 0)), fields=['id'], name='ledger_cell_empty'),
                        ],
                        'constraints': [
                            models.UniqueConstraint(fields=('partnership', 'span', 'section', 'day', 'key', 'second'), name='ledger_cell_once'),
                            models.CheckConstraint(condition=models.Q(('span__in', ['t', 'm', 'd'])), name='ledger_cell_span', violation_error_message='A cell is of all days, of a month or of a day.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='LedgerMember',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('partnership', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.partnership')),
                        ('section', models.CharField(max_length=20)),
                        ('key', models.CharField(max_length=40)),
                        ('member', models.BigIntegerField()),
                        ('day', models.DateField()),
                        ('number', models.IntegerField()),
                    ],
                    options={
                        'indexes': [
                            models.Index(condition=models.Q(('number', 0)), fields=['id'], name='ledger_member_gone'),
                        ],
                        'constraints': [
                            models.UniqueConstraint(fields=('partnership', 'section', 'key', 'member', 'day'), name='ledger_member_day_once'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ReportingPeriod',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reporting_periods', to='clusters.partnership')),
                        ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                        ('title', models.CharField(max_length=120, verbose_name='title')),
                        ('first_day', models.DateField(verbose_name='first day')),
                        ('last_day', models.DateField(help_text='What counts by this day belongs to the period.', verbose_name='last day')),
                        ('due_on', models.DateField(verbose_name='report due on')),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                        ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('snapshot', models.JSONField(blank=True, null=True)),
                        ('snapshot_hash', models.CharField(blank=True, max_length=64)),
                    ],
                    options={
                        'ordering': ['-first_day', '-id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('partnership', 'number'), name='period_number_once', violation_error_message='This number is taken.'),
                            models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('last_day')), ('first_day__lte', models.F('last_day'))), name='reporting_period_days_in_order', violation_error_message='First day, last day and due date do not stand in this order.'),
                            django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('partnership', '='), (models.Func(models.F('first_day'), models.F('last_day'), models.Value('[]'), function='daterange'), '&&')], name='period_no_overlap', violation_error_message='Another period of this partnership has some of these days.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None), ('snapshot', None), ('snapshot_hash', '')), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('snapshot__isnull', False), models.Q(('snapshot_hash', ''), _negated=True)), _connector='OR'), name='period_closed_has_figures', violation_error_message='A closed period has its figures, and who closed it when.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='closed_is_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."closed_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='540ae5e34cc769058d02b70c7f1095848b2c5b9f', operation='UPDATE OR DELETE', pgid='pgtrigger_closed_is_fixed_ab668', table='reporting_reportingperiod', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='FrozenDocument',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='reporting.reportingperiod')),
                        ('code', models.CharField(max_length=10)),
                        ('edition', models.CharField(choices=[('public', 'Public edition'), ('confidential', 'Confidential edition')], max_length=12)),
                        ('snapshot', models.JSONField()),
                        ('snapshot_hash', models.CharField(max_length=64)),
                    ],
                    options={
                        'ordering': ['code', 'edition'],
                        'constraints': [
                            models.UniqueConstraint(fields=('period', 'code', 'edition'), name='frozen_document_once', violation_error_message='This report is frozen already.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='document_is_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b9d0406e5a2fb9a555012ff434d51e4f6c73f116', operation='UPDATE OR DELETE', pgid='pgtrigger_document_is_fixed_5d001', table='reporting_frozendocument', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='frozen_with_the_period', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF (SELECT closed_at FROM reporting_reportingperiod WHERE id = NEW.period_id) IS NOT NULL THEN RAISE EXCEPTION 'nothing is added to a closed period'; END IF; RETURN NEW;", hash='324ecc25b075350e231a7288c82ce985f9bc4ec3', operation='INSERT', pgid='pgtrigger_frozen_with_the_period_be90f', table='reporting_frozendocument', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Correction',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='reporting.reportingperiod')),
                        ('code', models.CharField(max_length=40, verbose_name='indicator')),
                        ('difference', models.DecimalField(decimal_places=2, max_digits=12, verbose_name='difference')),
                        ('change', models.CharField(max_length=200, verbose_name='what changed')),
                        ('reason', models.TextField(verbose_name='why')),
                        ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('noted_at', models.DateTimeField(default=core.clock.now)),
                        ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                        ('agreed', models.BooleanField(blank=True, null=True)),
                        ('answer', models.TextField(blank=True, verbose_name='why not')),
                    ],
                    options={
                        'ordering': ['-id'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('reviewed_by', None), models.Q(('reviewed_by', models.F('noted_by')), _negated=True), _connector='OR'), name='correction_second_person', violation_error_message='A second person must review this.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('agreed', None), ('reviewed_at', None), ('reviewed_by', None)), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False), models.Q(('agreed', True), models.Q(('agreed', False), models.Q(('answer', ''), _negated=True)), _connector='OR')), _connector='OR'), name='correction_reviewed_pair', violation_error_message='A review needs a person, a moment and, for a no, a reason.'),
                            models.CheckConstraint(condition=models.Q(('difference__gt', -1000000000), ('difference__lt', 1000000000), models.Q(('difference', 0), _negated=True), models.Q(('reason', ''), _negated=True)), name='correction_says_something', violation_error_message='A correction has a difference other than 0, and a reason.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='reviewed_is_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."reviewed_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4e3bee458c1971a432a8595f5c2f6d3f39d798fa', operation='UPDATE OR DELETE', pgid='pgtrigger_reviewed_is_fixed_c466c', table='reporting_correction', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='noted_is_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."period_id" IS DISTINCT FROM (NEW."period_id") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."difference" IS DISTINCT FROM (NEW."difference") OR OLD."change" IS DISTINCT FROM (NEW."change") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."noted_by_id" IS DISTINCT FROM (NEW."noted_by_id") OR OLD."noted_at" IS DISTINCT FROM (NEW."noted_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='fec0aff37b89f5a98c96de30d3ab81b791839cf5', operation='UPDATE', pgid='pgtrigger_noted_is_fixed_796ae', table='reporting_correction', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='LinkedNetwork',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='networks', to='clusters.partnership')),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('location', models.CharField(blank=True, max_length=120, verbose_name='location')),
                        ('kind', models.CharField(choices=[('s3_platform', 'Smart specialisation platform (S3)'), ('vanguard', 'Vanguard Initiative'), ('regional', 'Regional programme or strategy'), ('skills', 'Pact for Skills'), ('clusters', 'Cluster or network of clusters'), ('alliance', 'Industrial alliance'), ('other', 'Other network')], max_length=12, verbose_name='kind of network')),
                        ('relation', models.TextField(blank=True, verbose_name='what the link is')),
                        ('website', models.URLField(blank=True, verbose_name='website')),
                        ('linked_on', models.DateField(blank=True, null=True, verbose_name='linked since')),
                        ('evidence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('evidence_url', models.URLField(blank=True, verbose_name='address of the evidence')),
                        ('activity', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='network', to='reporting.activity')),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('added_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['name', 'id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('partnership', 'name'), name='network_once', violation_error_message='This network is already on the list.'),
                            models.CheckConstraint(condition=models.Q(('activity', None), ('evidence__isnull', False), models.Q(('evidence_url', ''), _negated=True), _connector='OR'), name='network_counts_with_evidence', violation_error_message='A link counts only with a file or an address as evidence.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='NewsItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='news', to='clusters.partnership')),
                        ('kind', models.CharField(choices=[('news', 'News'), ('event', 'Event')], max_length=14, verbose_name='kind')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('text', models.TextField(blank=True, verbose_name='text')),
                        ('link', models.URLField(blank=True, verbose_name='link')),
                        ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('dated_on', models.DateField(verbose_name='date')),
                        ('published_at', models.DateTimeField(blank=True, null=True)),
                        ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['-dated_on', '-id'],
                        'indexes': [
                            models.Index(fields=['partnership', '-dated_on'], name='news_of_partnership'),
                        ],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('link', ''), _negated=True), ('file__isnull', False), _connector='OR'), name='news_says_something', violation_error_message='Write a text, or give a link or a file.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ScheduledExport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.role')),
                        ('title', models.CharField(max_length=120, verbose_name='name')),
                        ('exporter', models.CharField(max_length=40)),
                        ('query', models.CharField(blank=True, max_length=2000)),
                        ('options', models.JSONField(default=dict)),
                        ('file_format', models.CharField(choices=[('xlsx', 'Excel workbook (XLSX), with dates and sums as such'), ('csv', 'Plain table (CSV)'), ('zip', 'Archive (ZIP)')], max_length=4, verbose_name='format')),
                        ('rhythm', models.CharField(choices=[('weekly', 'Every week'), ('monthly', 'Every month')], max_length=8, verbose_name='how often')),
                        ('day', models.PositiveSmallIntegerField(verbose_name='day')),
                        ('timezone', models.CharField(max_length=40)),
                        ('next_at', models.DateTimeField(blank=True, null=True)),
                        ('paused_because', models.CharField(blank=True, max_length=200)),
                        ('failures', models.PositiveSmallIntegerField(default=0)),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['title', 'id'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(models.Q(('day__gte', 0), ('day__lte', 6), ('rhythm', 'weekly')), models.Q(('day__gte', 1), ('day__lte', 28), ('rhythm', 'monthly')), _connector='OR'), name='schedule_day_fits_rhythm', violation_error_message='Choose a weekday, or a day of the month from 1 to 28.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('next_at__isnull', False), ('paused_because', '')), models.Q(models.Q(('paused_because', ''), _negated=True), ('next_at', None)), _connector='OR'), name='schedule_rests_or_is_due', violation_error_message='What rests has a reason and no next day.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ScheduleRecipient',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('schedule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='reporting.scheduledexport')),
                        ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.role')),
                        ('stopped_at', models.DateTimeField(blank=True, null=True)),
                        ('removed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('schedule', 'role'), name='schedule_recipient_once', violation_error_message='This person gets it already.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ScheduledRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('schedule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='reporting.scheduledexport')),
                        ('due_at', models.DateTimeField()),
                        ('by_hand', models.BooleanField(default=False)),
                        ('started_at', models.DateTimeField(default=core.clock.now)),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                        ('result', models.CharField(blank=True, choices=[('made', 'Sent'), ('partly', 'Sent, but not to everybody'), ('failed', 'Did not work')], max_length=8)),
                    ],
                    options={
                        'ordering': ['-due_at', '-id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('schedule', 'due_at'), name='scheduled_run_once', violation_error_message='This run has begun already.'),
                            models.UniqueConstraint(condition=models.Q(('finished_at', None)), fields=('schedule',), name='scheduled_run_one_at_a_time', violation_error_message='It is being made just now.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('result', '')), models.Q(('finished_at__isnull', False), models.Q(('result', ''), _negated=True)), _connector='OR'), name='scheduled_run_finished_has_result', violation_error_message='A run that is over has a result.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='RunShare',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='reporting.scheduledrun')),
                        ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reporting.schedulerecipient')),
                        ('job_number', models.BigIntegerField(blank=True, null=True, unique=True)),
                        ('made_at', models.DateTimeField(blank=True, null=True)),
                        ('problem', models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('run', 'recipient'), name='run_share_once', violation_error_message='This person has a share of this run already.'),
                            models.CheckConstraint(condition=models.Q(('made_at', None), models.Q(('job_number__isnull', False), ('problem', '')), _connector='OR'), name='run_share_made_or_not', violation_error_message='What was made has a job and no problem.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Service',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='clusters.partnership')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster', verbose_name='owner')),
                        ('name', models.CharField(max_length=150, verbose_name='name')),
                        ('novelty', models.CharField(choices=[('new', 'New'), ('adapted', 'Improved or adapted')], max_length=8, verbose_name='new or adapted')),
                        ('stage', models.CharField(choices=[('idea', 'Idea'), ('designed', 'Designed'), ('piloted', 'Piloted'), ('in_use', 'In use')], default='idea', max_length=8, verbose_name='state of development')),
                        ('summary', models.TextField(verbose_name='what it is')),
                        ('for_whom', models.TextField(blank=True, verbose_name='for whom')),
                        ('business_model', models.TextField(blank=True, verbose_name='who pays for it, and how it lasts')),
                        ('price', models.CharField(blank=True, max_length=200, verbose_name='price')),
                        ('website', models.URLField(blank=True, verbose_name='website')),
                        ('offered_on', models.DateField(blank=True, null=True, verbose_name='offered since')),
                        ('pilot_from', models.DateField(blank=True, null=True, verbose_name='pilot from')),
                        ('pilot_until', models.DateField(blank=True, null=True, verbose_name='pilot until')),
                        ('pilot_users', models.PositiveIntegerField(blank=True, null=True, verbose_name='users in the pilot')),
                        ('pilot_result', models.TextField(blank=True, verbose_name='result of the pilot')),
                        ('evidence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('evidence_url', models.URLField(blank=True, verbose_name='address of the evidence')),
                        ('activity', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='service', to='reporting.activity')),
                        ('pilot_activity', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='piloted_service', to='reporting.activity')),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('added_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['name', 'id'],
                        'indexes': [
                            models.Index(fields=['partnership', 'stage'], name='service_list'),
                        ],
                        'constraints': [
                            models.UniqueConstraint(fields=('partnership', 'cluster', 'name'), name='service_once', violation_error_message='This service is already on the list.'),
                            models.CheckConstraint(condition=models.Q(('pilot_until', None), models.Q(('pilot_from__isnull', False), ('pilot_until__gte', models.F('pilot_from'))), _connector='OR'), name='service_pilot_days_in_order', violation_error_message='The pilot ends after it begins.'),
                            models.CheckConstraint(condition=models.Q(('activity', None), models.Q(models.Q(('stage', 'idea'), _negated=True), ('offered_on__isnull', False)), _connector='OR'), name='service_counts_when_it_is_there', violation_error_message='An idea does not count yet. Say since when the service is there.'),
                            models.CheckConstraint(condition=models.Q(('pilot_activity', None), ('pilot_until__isnull', False), _connector='OR'), name='service_pilot_counts_when_done', violation_error_message='A pilot counts when it has ended.'),
                            models.CheckConstraint(condition=models.Q(('pilot_users', None), ('pilot_users__lte', 1000000), _connector='OR'), name='service_pilot_users_range', violation_error_message='A pilot has at most a million users.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='TargetVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='target_versions', to='clusters.partnership')),
                        ('code', models.CharField(max_length=30, verbose_name='indicator')),
                        ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                        ('value', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='target')),
                        ('source', models.CharField(max_length=200, verbose_name='where it is written')),
                        ('valid_from', models.DateField(verbose_name='valid from')),
                        ('reason', models.TextField(blank=True, verbose_name='why it changes')),
                        ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('set_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['-id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('partnership', 'code', 'number'), name='target_version_once'),
                            models.CheckConstraint(condition=models.Q(('value', None), models.Q(('value__gte', 0), ('value__lte', Decimal('100000000'))), _connector='OR'), name='target_version_range', violation_error_message='A target lies between 0 and 100 million.'),
                            models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='target_change_has_reason', violation_error_message='Say why the target changes.'),
                            models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='target_has_source', violation_error_message='Say where the target is written.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='587c84463f05993e70f82b41203a3eaf32ab43cf', operation='UPDATE OR DELETE', pgid='pgtrigger_kept_49af0', table='reporting_targetversion', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='TextPart',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('deliverable', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='reporting.deliverable')),
                        ('key', models.CharField(max_length=40)),
                        ('heading', models.CharField(max_length=120)),
                        ('position', models.PositiveSmallIntegerField()),
                        ('required', models.BooleanField(default=False)),
                        ('text', models.TextField(blank=True, verbose_name='text')),
                        ('number', models.PositiveIntegerField(default=0)),
                        ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster', verbose_name='written by')),
                        ('finished', models.BooleanField(default=False)),
                    ],
                    options={
                        'ordering': ['position'],
                        'constraints': [
                            models.UniqueConstraint(fields=('deliverable', 'key'), name='text_part_once', violation_error_message='This part is already there.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='written_in_drafts', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF (SELECT state FROM reporting_deliverable WHERE id = NEW.deliverable_id) <> 'draft' THEN RAISE EXCEPTION 'texts change in a draft only'; END IF; RETURN NEW;", hash='d57670c76c88198433328fd60e12cef8b31f9d98', operation='UPDATE OF "text", "number"', pgid='pgtrigger_written_in_drafts_590ca', table='reporting_textpart', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='TextVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('part', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='reporting.textpart')),
                        ('number', models.PositiveIntegerField()),
                        ('text', models.TextField(blank=True)),
                        ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('written_at', models.DateTimeField()),
                        ('page', models.CharField(blank=True, max_length=16)),
                        ('restored', models.PositiveIntegerField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['-number'],
                        'constraints': [
                            models.UniqueConstraint(fields=('part', 'number'), name='text_version_once', violation_error_message='This version is already there.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ReviewComment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('deliverable', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='reporting.deliverable')),
                        ('key', models.CharField(max_length=40)),
                        ('text', models.TextField(verbose_name='comment')),
                        ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('written_at', models.DateTimeField()),
                        ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('settled_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['id'],
                        'indexes': [
                            models.Index(fields=['deliverable', 'key'], name='review_comment_part'),
                        ],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settled_by', None)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='review_comment_settled_by_somebody', violation_error_message='Somebody settles a comment.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='PlannedIssue',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='planned_issues', to='clusters.partnership')),
                        ('code', models.CharField(max_length=10)),
                        ('number', models.PositiveSmallIntegerField(default=1)),
                        ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                        ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster', verbose_name='lead')),
                        ('wanted', models.BooleanField(default=True, verbose_name='part of our plan')),
                        ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                        ('submitted_on', models.DateField(blank=True, null=True, verbose_name='submitted on')),
                        ('submitted_title', models.CharField(blank=True, max_length=200, verbose_name='title')),
                        ('submitted_link', models.URLField(blank=True, max_length=500, verbose_name='link')),
                        ('submitted_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('submitted_public', models.BooleanField(default=False)),
                    ],
                    options={
                        'ordering': ['code', 'number'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('submitted_on__isnull', False), models.Q(('submitted_file', None), ('submitted_link', ''), ('submitted_public', False), ('submitted_title', '')), _connector='OR'), name='planned_issue_submitted_with_a_day', violation_error_message='Say on which day it was submitted.'),
                            models.UniqueConstraint(fields=('partnership', 'code', 'number'), name='planned_issue_once', violation_error_message='This issue is already in the plan.'),
                        ],
                    },
                ),
            ],
        ),
    ]
