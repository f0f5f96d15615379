"""Snapshot and files stand with the editions now; the database knows the new workflow."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('reporting', '0013_move_editions')]

    operations = [
        migrations.RemoveField(
            model_name='deliverable',
            name='edition',
        ),
        migrations.RemoveField(
            model_name='deliverable',
            name='pages',
        ),
        migrations.RemoveField(
            model_name='deliverable',
            name='pdf',
        ),
        migrations.RemoveField(
            model_name='deliverable',
            name='snapshot',
        ),
        migrations.RemoveField(
            model_name='deliverable',
            name='snapshot_hash',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='deliverable',
            trigger=pgtrigger.compiler.Trigger(name='named_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."partnership_id" IS DISTINCT FROM (NEW."partnership_id") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."begun_at" IS DISTINCT FROM (NEW."begun_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='3313fb458f84413eff55b7dbc335899ea5369a69', operation='UPDATE', pgid='pgtrigger_named_once_699bb', table='reporting_deliverable', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='deliverable',
            trigger=pgtrigger.compiler.Trigger(name='period_kept', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (OLD."state" = \'draft\') AND (OLD."as_of" IS DISTINCT FROM (NEW."as_of") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."frozen_at" IS DISTINCT FROM (NEW."frozen_at")))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e483d37b53b38ba70f5b51a12630e3b034e8dc6f', operation='UPDATE', pgid='pgtrigger_period_kept_2ee3a', table='reporting_deliverable', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='deliverable',
            trigger=pgtrigger.compiler.Trigger(name='workflow_edges', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:in_review,in_review:draft,in_review:approved,approved:draft,approved:published,published:withdrawn,draft:discarded}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='f05b31637081aa125cdfc9ad524224c81d42488e', operation='UPDATE', pgid='pgtrigger_workflow_edges_3a25b', table='reporting_deliverable', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='deliverable',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'approved', 'published', 'withdrawn', 'discarded'])), name='deliverable_state_known', violation_error_message='This state does not exist.'),
        ),
        migrations.AddConstraint(
            model_name='deliverable',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'discarded'), _negated=True), fields=('partnership', 'code', 'number'), name='deliverable_number_once', violation_error_message='This issue is already there.'),
        ),
        migrations.AddConstraint(
            model_name='deliverable',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'published']), _negated=True), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='deliverable_approved_by_somebody', violation_error_message='Somebody must approve it.'),
        ),
        migrations.AddConstraint(
            model_name='deliverable',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('review_asked_by')), _negated=True), _connector='OR'), name='deliverable_second_person', violation_error_message='A second person must approve this.'),
        ),
        migrations.AddConstraint(
            model_name='deliverable',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('confidential', False), ('files_are_final', True), ('files_made_at__isnull', False), ('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='deliverable_published_is_public', violation_error_message='Only a public deliverable can be published, and only with its files.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='deliverableedition',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."deliverable_id" IS DISTINCT FROM (NEW."deliverable_id") OR OLD."edition" IS DISTINCT FROM (NEW."edition") OR OLD."snapshot" IS DISTINCT FROM (NEW."snapshot") OR OLD."snapshot_hash" IS DISTINCT FROM (NEW."snapshot_hash") OR OLD."proof" IS DISTINCT FROM (NEW."proof"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='f5d819b911b59b5f88ab67b79d3133b6e62c1e92', operation='UPDATE', pgid='pgtrigger_frozen_541c8', table='reporting_deliverableedition', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='deliverableedition',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF (SELECT state FROM reporting_deliverable WHERE id = OLD.deliverable_id) <> 'draft' THEN RAISE EXCEPTION 'the figures of an issue are frozen'; END IF; RETURN OLD;", hash='89c3aa0b78e63682c81b5ede7629fc2fbd22189c', operation='DELETE', pgid='pgtrigger_kept_bc982', table='reporting_deliverableedition', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='textpart',
            trigger=pgtrigger.compiler.Trigger(name='written_in_drafts', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF (SELECT state FROM reporting_deliverable WHERE id = NEW.deliverable_id) <> 'draft' THEN RAISE EXCEPTION 'texts change in a draft only'; END IF; RETURN NEW;", hash='d57670c76c88198433328fd60e12cef8b31f9d98', operation='UPDATE OF "text", "number"', pgid='pgtrigger_written_in_drafts_590ca', table='reporting_textpart', when='BEFORE')),
        ),
    ]
