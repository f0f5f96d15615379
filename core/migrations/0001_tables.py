"""Extensions, and the tables of core."""

import core.clock
import core.models.files
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
from django.conf import settings
from django.contrib.postgres.operations import CreateExtension
from django.db import migrations, models

from core.migration_operations import AllAtOnce


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('clusters', '0001_accounts'),
    ]

    replaces = [("core", "0009_changes_of_several_topics")]

    operations = [
        CreateExtension("btree_gist"),
        CreateExtension("pg_trgm"),
        CreateExtension("unaccent"),
        CreateExtension("fuzzystrmatch"),
        AllAtOnce(
            operations=[
                migrations.CreateModel(
                    name='AuditLink',
                    fields=[
                        ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                        ('event_id', models.BigIntegerField(unique=True)),
                        ('hash', models.CharField(max_length=64)),
                    ],
                    options={
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only_rows', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d97f815606570568b50530f0e0070960e87b75a0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_rows_2060a', table='core_auditlink', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: % is append-only', TG_TABLE_NAME;", hash='62db5225184815ba78d320c3fb5f27a576f283f0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_1b434', table='core_auditlink', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='AuditEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('action', models.CharField(max_length=80)),
                        ('object_type', models.CharField(max_length=60)),
                        ('object_id', models.BigIntegerField(null=True)),
                        ('object_label', models.CharField(blank=True, max_length=200)),
                        ('actor_id', models.BigIntegerField(null=True)),
                        ('actor_label', models.CharField(blank=True, max_length=80)),
                        ('actor_hat', models.CharField(blank=True, max_length=120)),
                        ('digests', models.JSONField(default=dict)),
                        ('occurred_at', models.DateTimeField()),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['object_type', 'object_id', 'id'], name='audit_object'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='append_only_rows', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='db2bcd1218f72624c3075dd16819a59d5c6ccccc', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_rows_ab1f5', table='core_auditevent', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: % is append-only', TG_TABLE_NAME;", hash='623b24c0dcb00308f67068f0aead5521012e6346', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_c4c6f', table='core_auditevent', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='chain', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="""
    DECLARE
        previous core_auditlink%ROWTYPE;
    BEGIN
        -- One writer at a time from here to the commit; deferred, so it is the last lock a transaction takes.
        PERFORM pg_advisory_xact_lock(7305160142);
        SELECT * INTO previous FROM core_auditlink ORDER BY seq DESC LIMIT 1;
        INSERT INTO core_auditlink (seq, event_id, hash) VALUES (
            coalesce(previous.seq, 0) + 1,
            NEW.id,
            encode(sha256(convert_to(coalesce(previous.hash, '') || '|' || concat_ws('|', NEW.id, NEW.action, NEW.object_type, NEW.object_id, NEW.object_label, NEW.actor_id, NEW.actor_label, NEW.actor_hat, extract(epoch from NEW.occurred_at), extract(epoch from NEW.recorded_at), NEW.digests::text), 'UTF8')), 'hex')
        );
        RETURN NULL;
    END;
""", hash='fa325ec6b7f3520ae60903090f4304ab34ca3734', operation='INSERT', pgid='pgtrigger_chain_59bb9', table='core_auditevent', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='AuditValue',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('event_id', models.BigIntegerField(db_index=True)),
                        ('field', models.CharField(max_length=80)),
                        ('before', models.TextField(blank=True)),
                        ('after', models.TextField(blank=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='ChangeCount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('topic', models.CharField(max_length=20)),
                        ('number', models.BigIntegerField()),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['topic', 'id'], name='change_count_topic'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ExportJob',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('exporter', models.CharField(max_length=40)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('hat_id', models.BigIntegerField()),
                        ('query', models.CharField(blank=True, max_length=2000)),
                        ('options', models.JSONField(default=dict)),
                        ('file_format', models.CharField(choices=[('xlsx', 'Excel workbook (XLSX), with dates and sums as such'), ('csv', 'Plain table (CSV)'), ('zip', 'Archive (ZIP)')], max_length=4, verbose_name='format')),
                        ('exclusive', models.CharField(blank=True, max_length=40)),
                        ('language', models.CharField(default='en', max_length=8)),
                        ('requested_at', models.DateTimeField(default=core.clock.now)),
                        ('row_count', models.PositiveIntegerField(default=0)),
                        ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('made_at', models.DateTimeField(blank=True, null=True)),
                        ('expires_at', models.DateTimeField(blank=True, null=True)),
                        ('failed_at', models.DateTimeField(blank=True, null=True)),
                        ('problem', models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        'ordering': ['-id'],
                        'indexes': [
                            models.Index(fields=['user', '-id'], name='export_job_own'),
                        ],
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('failed_at', None), ('made_at', None), models.Q(('exclusive', ''), _negated=True)), fields=('exclusive',), name='export_job_exclusive', violation_error_message='This is being made already. Wait until it is ready.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('expires_at', None), ('file', None), ('made_at', None)), models.Q(('expires_at__isnull', False), ('failed_at', None), ('file__isnull', False), ('made_at__isnull', False)), _connector='OR'), name='export_job_made_has_file', violation_error_message='A table that is made has a file and an end.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='DownloadLog',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('hat', models.CharField(max_length=200)),
                        ('what', models.CharField(max_length=120)),
                        ('subject_type', models.CharField(max_length=60)),
                        ('subject_id', models.BigIntegerField()),
                        ('sha256', models.CharField(max_length=64)),
                        ('at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['-id'],
                        'indexes': [
                            models.Index(fields=['subject_type', 'subject_id', 'id'], name='download_subject'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='StoredFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('file', models.FileField(upload_to=core.models.files.stored_path)),
                        ('name', models.CharField(max_length=200)),
                        ('content_type', models.CharField(max_length=100)),
                        ('size', models.PositiveBigIntegerField()),
                        ('sha256', models.CharField(max_length=64)),
                        ('verdict', models.CharField(choices=[('clean', 'clean'), ('refused', 'refused'), ('not_scanned', 'not scanned')], default='not_scanned', max_length=12)),
                        ('uploaded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('uploaded_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['sha256'], name='stored_file_hash'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='TransitionLog',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('subject_type', models.CharField(max_length=60)),
                        ('subject_id', models.BigIntegerField()),
                        ('name', models.CharField(max_length=60)),
                        ('source', models.CharField(blank=True, max_length=30)),
                        ('target', models.CharField(max_length=30)),
                        ('actor_kind', models.CharField(max_length=12)),
                        ('actor_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('actor_label', models.CharField(max_length=200)),
                        ('actor_hat', models.CharField(blank=True, max_length=200)),
                        ('comment', models.TextField(blank=True)),
                        ('data', models.JSONField(default=dict)),
                        ('occurred_at', models.DateTimeField()),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['subject_type', 'subject_id', 'id'], name='transition_subject'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ImportRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(max_length=30)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('waiting_for', models.CharField(blank=True, max_length=120)),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('state_since', models.DateTimeField()),
                        ('importer', models.CharField(max_length=40)),
                        ('scope', models.BigIntegerField()),
                        ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('header', models.JSONField(default=list)),
                        ('mapping', models.JSONField(default=dict)),
                        ('options', models.JSONField(default=dict)),
                        ('language', models.CharField(default='en', max_length=8)),
                        ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('hat_id', models.BigIntegerField(blank=True, null=True)),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                        ('row_count', models.PositiveIntegerField(default=0)),
                        ('counts', models.JSONField(default=dict)),
                        ('problem_count', models.PositiveIntegerField(default=0)),
                        ('cancel_asked_at', models.DateTimeField(blank=True, null=True)),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                        ('forgotten_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['-id'],
                        'indexes': [
                            models.Index(fields=['importer', 'scope', '-id'], name='import_place'),
                        ],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(models.Q(('state', 'imported'), _negated=True), ('problem_count', 0), _connector='OR'), name='import_only_without_problems', violation_error_message='Nothing is imported while a row is wrong.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='workflow_edges', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{uploaded:checking,checked:checking,checking:checked,checking:uploaded,checked:importing,importing:imported,importing:checked,uploaded:cancelled,checked:cancelled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='bcacf43aa1db96bcad6d58afd866d21993976680', operation='UPDATE', pgid='pgtrigger_workflow_edges_ed2d7', table='core_importrun', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ImportRow',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='core.importrun')),
                        ('number', models.PositiveIntegerField()),
                        ('values', models.JSONField(default=dict)),
                        ('action', models.CharField(max_length=12)),
                        ('label', models.CharField(blank=True, max_length=250)),
                        ('note', models.CharField(blank=True, max_length=300)),
                        ('object_type', models.CharField(blank=True, max_length=60)),
                        ('object_id', models.BigIntegerField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['number'],
                        'indexes': [
                            models.Index(fields=['object_type', 'object_id'], name='import_row_object'),
                        ],
                        'constraints': [
                            models.UniqueConstraint(fields=('run', 'number'), name='import_row_once'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ImportProblem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='problems', to='core.importrun')),
                        ('number', models.PositiveIntegerField()),
                        ('kind', models.CharField(max_length=20)),
                        ('column', models.CharField(blank=True, max_length=60)),
                        ('value', models.CharField(blank=True, max_length=300)),
                        ('sentence', models.CharField(max_length=500)),
                    ],
                    options={
                        'ordering': ['number', 'id'],
                        'indexes': [
                            models.Index(fields=['run', 'kind'], name='import_problem_kind'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ImportMapping',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('importer', models.CharField(max_length=40)),
                        ('scope', models.BigIntegerField()),
                        ('title', models.CharField(max_length=120)),
                        ('column', models.CharField(max_length=60)),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('importer', 'scope', 'title'), name='import_title_once'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='OutboxItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=60)),
                        ('key', models.CharField(max_length=200)),
                        ('payload', models.JSONField(default=dict)),
                        ('due_at', models.DateTimeField()),
                        ('claimed_until', models.DateTimeField(blank=True, null=True)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('done_at', models.DateTimeField(blank=True, null=True)),
                        ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                        ('failed_at', models.DateTimeField(blank=True, null=True)),
                        ('last_error', models.TextField(blank=True)),
                        ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ],
                    options={
                        'indexes': [
                            models.Index(condition=models.Q(('cancelled_at', None), ('done_at', None), ('failed_at', None)), fields=['due_at', 'id'], name='outbox_open'),
                        ],
                        'constraints': [
                            models.UniqueConstraint(fields=('kind', 'key'), name='outbox_one_effect'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Counter',
                    fields=[
                        ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                        ('value', models.PositiveIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name='ClockOffset',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('seconds', models.BigIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name='AccessLink',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('token_hash', models.CharField(max_length=64, unique=True)),
                        ('purpose', models.CharField(max_length=40)),
                        ('subject_type', models.CharField(max_length=60)),
                        ('subject_id', models.BigIntegerField()),
                        ('address', models.EmailField(max_length=254)),
                        ('name', models.CharField(blank=True, max_length=200)),
                        ('created_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                        ('last_used_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['subject_type', 'subject_id', 'purpose'], name='link_subject'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Mail',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('event', models.CharField(max_length=80)),
                        ('subject_type', models.CharField(blank=True, max_length=60)),
                        ('subject_id', models.BigIntegerField(blank=True, null=True)),
                        ('to_address', models.EmailField(max_length=254)),
                        ('to_name', models.CharField(blank=True, max_length=200)),
                        ('language', models.CharField(default='en', max_length=8)),
                        ('subject', models.CharField(max_length=250)),
                        ('text_body', models.TextField()),
                        ('html_body', models.TextField(blank=True)),
                        ('message_id', models.CharField(max_length=120, unique=True)),
                        ('sensitive', models.BooleanField(default=False)),
                        ('send_state', models.CharField(choices=[('queued', 'queued'), ('sent', 'sent'), ('failed', 'failed'), ('held', 'held back')], default='queued', max_length=10)),
                        ('queued_at', models.DateTimeField()),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('last_error', models.TextField(blank=True)),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['subject_type', 'subject_id', 'id'], name='mail_subject'),
                            models.Index(fields=['-queued_at', '-id'], name='mail_newest'),
                        ],
                    },
                ),
            ],
        ),
    ]
