"""The tables of files, visits, events, matching and rules."""

import core.clock
import datetime
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import exchanges.addresses
import pgtrigger.compiler
import psycopg2.extras
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from core.migration_operations import AllAtOnce


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('clusters', '0002_tables'),
    ]

    replaces = [("exchanges", "0049_called_off_tandem_sessions")]

    operations = [
        AllAtOnce(
            operations=[
                migrations.CreateModel(
                    name='Application',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(max_length=30)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('waiting_for', models.CharField(blank=True, max_length=120)),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('state_since', models.DateTimeField()),
                        ('reference', models.CharField(blank=True, max_length=20, null=True, unique=True, verbose_name='reference')),
                        ('partnership', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='clusters.partnership')),
                        ('rulebook', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchanges.rulebook')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='clusters.organisation')),
                        ('organisation_kind', models.CharField(blank=True, max_length=24)),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                        ('contact_name', models.CharField(max_length=200, verbose_name='contact person')),
                        ('contact_email', models.EmailField(max_length=254, verbose_name='e-mail')),
                        ('contact_phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                        ('contact_user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('home_cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster')),
                        ('visitor_cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster')),
                        ('decider', models.CharField(choices=[('manager', 'Manager of the contact cluster'), ('coordinator', 'Coordinator of the partnership'), ('deputy', 'Manager of the deputy cluster')], default='manager', max_length=12)),
                        ('responsible', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('entered_for_applicant', models.BooleanField(default=False)),
                        ('uses', models.JSONField(blank=True, default=list, verbose_name='what the visit is for')),
                        ('activity_types', models.JSONField(blank=True, default=list, verbose_name='activities')),
                        ('motivation', models.TextField(blank=True, verbose_name='why you want to go')),
                        ('expected_results', models.TextField(blank=True, verbose_name='what you want to bring home')),
                        ('planned_start', models.DateField(blank=True, null=True, verbose_name='first day at the host')),
                        ('planned_end', models.DateField(blank=True, null=True, verbose_name='last day at the host')),
                        ('travel_days', models.JSONField(blank=True, default=list, verbose_name='travel days within the stay')),
                        ('host_choice', models.CharField(blank=True, choices=[('mission', 'Join a group mission'), ('listed', 'Visit a host from the list'), ('invite', 'I know a host: invite them'), ('find', 'Find a host for me')], max_length=8)),
                        ('mission', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='exchanges.mission')),
                        ('host_offer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchanges.hostoffer')),
                        ('preferred_countries', models.JSONField(blank=True, default=list, verbose_name='countries you prefer')),
                        ('wished_town', models.BigIntegerField(blank=True, null=True, verbose_name='town you have in mind')),
                        ('languages', models.JSONField(blank=True, default=list, verbose_name='languages you can work in')),
                        ('earlier_visit', models.BooleanField(blank=True, null=True, verbose_name='visited with ClusterXchange before')),
                        ('earlier_visit_note', models.TextField(blank=True)),
                        ('residence_confirmed', models.BooleanField(default=False)),
                        ('no_double_funding', models.BooleanField(default=False)),
                        ('privacy_version', models.CharField(blank=True, max_length=20)),
                        ('privacy_read_at', models.DateTimeField(blank=True, null=True)),
                        ('saved_by_page', models.CharField(blank=True, max_length=40)),
                        ('question', models.TextField(blank=True)),
                        ('answer', models.TextField(blank=True)),
                        ('answer_draft', models.TextField(blank=True)),
                        ('decision_reason', models.TextField(blank=True)),
                        ('submitted_at', models.DateTimeField(blank=True, null=True)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('current_exchange', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchanges.exchange')),
                        ('turn_state', models.CharField(default='', editable=False, max_length=44)),
                        ('turn_since', models.DateTimeField(editable=False, null=True)),
                        ('turn_waiting', models.CharField(default='', editable=False, max_length=120)),
                        ('turn_due', models.DateField(editable=False, null=True)),
                        ('anonymised_on', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['-id'],
                        'indexes': [
                            models.Index(fields=['partnership', 'state', '-id'], name='application_queue'),
                            models.Index(fields=['visitor_cluster', 'state', '-id'], name='application_cluster_queue'),
                            models.Index(fields=['organisation', '-id'], name='application_organisation'),
                            models.Index(fields=['state', 'due_on'], name='application_due'),
                            models.Index(fields=['turn_due', 'id'], name='application_turn_due'),
                            models.Index(models.OrderBy(models.F('turn_due'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='application_turn_due_down'),
                            models.Index(fields=['turn_state', '-id'], name='application_turn_state'),
                            models.Index(condition=models.Q(('state__in', ['submitted', 'in_review'])), fields=['decider', 'visitor_cluster'], include=('partnership', 'waiting_for'), name='application_undecided'),
                        ],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'in_review', 'on_hold', 'accepted', 'rejected', 'withdrawn', 'expired'])), name='application_state_known', violation_error_message='This state does not exist.'),
                            models.CheckConstraint(condition=models.Q(('planned_start', None), ('planned_end', None), ('planned_end__gte', models.F('planned_start')), _connector='OR'), name='application_days_in_order', violation_error_message='The last day lies before the first day.'),
                            models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'expired']), models.Q(('partnership__isnull', False), ('reference__isnull', False), ('rulebook__isnull', False), ('submitted_at__isnull', False), ('visitor_cluster__isnull', False)), _connector='OR'), name='application_sent_is_complete', violation_error_message='A sent application has a reference, a partnership and its rules.'),
                            models.CheckConstraint(condition=models.Q(('answer_draft', ''), ('state', 'on_hold'), _connector='OR'), name='application_answer_draft_on_hold', violation_error_message='An unfinished answer is kept only while a question is open.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='workflow_edges', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:submitted,submitted:in_review,in_review:accepted,in_review:rejected,in_review:on_hold,on_hold:in_review,submitted:withdrawn,in_review:withdrawn,on_hold:withdrawn,accepted:withdrawn,draft:expired,on_hold:expired,accepted:expired}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='9e1a7465fd3b450257c78f4c2343bd28285701ff', operation='UPDATE', pgid='pgtrigger_workflow_edges_3fc5d', table='exchanges_application', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Traveller',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='travellers', to='exchanges.application')),
                        ('first_name', models.CharField(max_length=100, verbose_name='first name')),
                        ('last_name', models.CharField(max_length=100, verbose_name='last name')),
                        ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                        ('position', models.CharField(blank=True, max_length=120, verbose_name='position')),
                        ('stay', django.contrib.postgres.fields.ranges.DateRangeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['id'],
                        'indexes': [
                            models.Index(exchanges.addresses.PlainAddress('email'), name='traveller_plain_address'),
                        ],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='traveller_email_lower_case', violation_error_message='Please write the e-mail address in lower case.'),
                            models.UniqueConstraint(fields=('application', 'email'), name='traveller_once', violation_error_message='This person is already named.'),
                            django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('stay__isnull', False)), expressions=[('email', '='), ('stay', '&&')], name='traveller_one_place_at_a_time', violation_error_message='This person already has a visit in these days.'),
                            models.CheckConstraint(condition=models.Q(('stay', None), models.Q(('stay__isempty', False), ('stay__contained_by', psycopg2.extras.DateRange(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1), '[)'))), _connector='OR'), name='traveller_stay_bounded', violation_error_message='A stay has a first and a last day.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Outcome',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('exchange', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='outcome', to='exchanges.exchange')),
                        ('host_kind', models.CharField(blank=True, choices=[('took_place', 'The visit took place as planned'), ('shorter', 'The visit was shorter than planned'), ('virtual', 'The visit took place online'), ('no_show', 'The visitor did not come'), ('cancelled_by_visitor', 'The visitor cancelled'), ('cancelled_by_host', 'The host cancelled')], max_length=24, verbose_name='what happened')),
                        ('host_first_day', models.DateField(blank=True, null=True, verbose_name='first day')),
                        ('host_last_day', models.DateField(blank=True, null=True, verbose_name='last day')),
                        ('host_comment', models.TextField(blank=True, verbose_name='comment')),
                        ('host_answered_at', models.DateTimeField(blank=True, null=True)),
                        ('host_answered_by', models.CharField(blank=True, max_length=200)),
                        ('kind', models.CharField(blank=True, choices=[('took_place', 'The visit took place as planned'), ('shorter', 'The visit was shorter than planned'), ('virtual', 'The visit took place online'), ('no_show', 'The visitor did not come'), ('cancelled_by_visitor', 'The visitor cancelled'), ('cancelled_by_host', 'The host cancelled')], max_length=24)),
                        ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('host_first_day', None), ('host_last_day__gte', models.F('host_first_day')), _connector='OR'), name='outcome_days_in_order', violation_error_message='The last day lies before the first day.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ClosingReport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('exchange', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='report', to='exchanges.exchange')),
                        ('actual_start', models.DateField(blank=True, null=True, verbose_name='first day at the host')),
                        ('actual_end', models.DateField(blank=True, null=True, verbose_name='last day at the host')),
                        ('travel_days', models.JSONField(blank=True, default=list)),
                        ('activities', models.TextField(blank=True, verbose_name='what you did, day by day')),
                        ('results', models.TextField(blank=True, verbose_name='results against your goals')),
                        ('learnings', models.TextField(blank=True, verbose_name='what you learned')),
                        ('good_practice', models.TextField(blank=True, verbose_name='a good practice others could use')),
                        ('quote', models.TextField(blank=True, verbose_name='a sentence we may quote')),
                        ('evidence_note', models.TextField(blank=True, verbose_name='why a proof is missing')),
                        ('evidence_waived', models.TextField(blank=True)),
                        ('return_reason', models.TextField(blank=True)),
                        ('submitted_at', models.DateTimeField(blank=True, null=True)),
                        ('validated_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('actual_start', None), ('actual_end', None), ('actual_end__gte', models.F('actual_start')), _connector='OR'), name='report_days_in_order', violation_error_message='The last day lies before the first day.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='FollowUp',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('exchange', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follow_ups', to='exchanges.exchange')),
                        ('kind', models.CharField(choices=[('cooperation', 'Cooperation agreement'), ('project', 'Joint project'), ('business', 'Business agreement'), ('memorandum', 'Memorandum of understanding'), ('partnership', 'Partnership between regions'), ('other', 'Other')], max_length=12, verbose_name='kind')),
                        ('partner', models.CharField(max_length=200, verbose_name='with whom')),
                        ('counterpart', models.CharField(blank=True, choices=[('business', 'A business'), ('investor', 'An investor'), ('intermediary', 'An SME intermediary, such as a cluster or chamber'), ('scaling_up', 'A scaling-up organisation, such as a tech centre or incubator'), ('authority', 'A regional authority')], max_length=12, verbose_name='what they are')),
                        ('status', models.CharField(choices=[('planned', 'Planned'), ('under_way', 'Under way'), ('done', 'Signed or done')], max_length=10, verbose_name='status')),
                        ('expected_on', models.DateField(blank=True, null=True, verbose_name='expected by')),
                        ('told_elsewhere', models.TextField(blank=True)),
                    ],
                    options={
                        'ordering': ['id'],
                    },
                ),
                migrations.CreateModel(
                    name='Evidence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('exchange', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='exchanges.exchange')),
                        ('kind', models.CharField(choices=[('flight', 'Boarding pass or flight invoice'), ('train', 'Train or bus ticket'), ('car', 'Car: fuel, toll or parking receipt'), ('hotel', 'Hotel invoice'), ('private', 'Private lodging: statement of the person you stayed with'), ('other', 'Other proof')], max_length=8, verbose_name='kind of proof')),
                        ('traveller', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='exchanges.traveller')),
                        ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                        ('added_at', models.DateTimeField()),
                        ('removed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name_plural': 'evidence',
                        'ordering': ['id'],
                    },
                ),
                migrations.CreateModel(
                    name='SavedView',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('kind', models.CharField(choices=[('representative', 'Representative'), ('manager', 'Cluster manager'), ('finance', 'Finance'), ('coordinator', 'Coordinator'), ('auditor', 'Auditor'), ('support_office', 'Support office')], max_length=16)),
                        ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster')),
                        ('partnership', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.partnership')),
                        ('name', models.CharField(max_length=40, verbose_name='name')),
                        ('query', models.CharField(blank=True, max_length=2000)),
                        ('shared', models.BooleanField(default=False, verbose_name='shared with the team')),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['name', 'id'],
                        'indexes': [
                            models.Index(fields=['cluster', 'partnership', 'kind'], name='saved_view_team'),
                        ],
                        'constraints': [
                            models.UniqueConstraint(models.F('user'), models.F('kind'), models.F('cluster'), models.F('partnership'), django.db.models.functions.text.Lower('name'), name='saved_view_name_once', nulls_distinct=False, violation_error_message='You have a view with this name already. Choose another name.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ListSettings',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='list_settings', to='clusters.role')),
                        ('columns', models.JSONField(default=list)),
                        ('default_view', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='default_of', to='exchanges.savedview')),
                    ],
                    options={
                        'ordering': ['id'],
                    },
                ),
                migrations.CreateModel(
                    name='Tag',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster')),
                        ('partnership', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.partnership')),
                        ('name', models.CharField(max_length=30, verbose_name='tag')),
                    ],
                    options={
                        'ordering': ['name', 'id'],
                        'constraints': [
                            models.UniqueConstraint(models.F('cluster'), models.F('partnership'), django.db.models.functions.text.Lower('name'), name='tag_name_once', nulls_distinct=False, violation_error_message='This tag exists already.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('cluster', None), ('partnership__isnull', False)), models.Q(('cluster__isnull', False), ('partnership', None)), _connector='OR'), name='tag_has_one_place', violation_error_message='A tag belongs to a cluster or to a partnership.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='TaggedFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='exchanges.tag')),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tagged', to='exchanges.application')),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('application', 'tag'), name='tagged_file_once', violation_error_message='The file has this tag already.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ArchivedFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='archived', to='exchanges.application')),
                        ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster')),
                        ('partnership', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.partnership')),
                        ('archived_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('archived_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('application', 'cluster', 'partnership'), name='archived_file_once', nulls_distinct=False, violation_error_message='This file is in the archive already.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('cluster', None), ('partnership__isnull', False)), models.Q(('cluster__isnull', False), ('partnership', None)), _connector='OR'), name='archived_file_has_one_place', violation_error_message='An archive belongs to a cluster or to a partnership.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='SideReminder',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='exchanges.application')),
                        ('side', models.CharField(max_length=16)),
                        ('day', models.DateField()),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('asked_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('application', 'side', 'day'), name='side_reminder_once_a_day', violation_error_message='This side was reminded today already.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='BulkRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster')),
                        ('partnership', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.partnership')),
                        ('act', models.CharField(max_length=12)),
                        ('value', models.CharField(blank=True, max_length=40)),
                        ('results', models.JSONField(default=list)),
                        ('made_at', models.DateTimeField(default=core.clock.now)),
                        ('undone_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['-id'],
                    },
                ),
                migrations.CreateModel(
                    name='DocumentVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('exchange', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='exchanges.exchange')),
                        ('kind', models.CharField(choices=[('commitment', 'Commitment to Quality'), ('agreement', 'Financial Agreement')], max_length=12)),
                        ('number', models.PositiveSmallIntegerField()),
                        ('content', models.JSONField()),
                        ('content_hash', models.CharField(max_length=64)),
                        ('created_at', models.DateTimeField()),
                        ('superseded_at', models.DateTimeField(blank=True, null=True)),
                        ('completed_at', models.DateTimeField(blank=True, null=True)),
                        ('print_failed_at', models.DateTimeField(blank=True, null=True)),
                        ('rendition', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                    ],
                    options={
                        'ordering': ['exchange', 'kind', 'number'],
                        'indexes': [
                            models.Index(fields=['content_hash'], name='document_content_hash'),
                        ],
                        'constraints': [
                            models.UniqueConstraint(fields=('exchange', 'kind', 'number'), name='document_number_once'),
                            models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('exchange', 'kind'), name='document_one_current'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='content_is_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."content" IS DISTINCT FROM (NEW."content") OR OLD."content_hash" IS DISTINCT FROM (NEW."content_hash") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."exchange_id" IS DISTINCT FROM (NEW."exchange_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."number" IS DISTINCT FROM (NEW."number"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='37fd1838f17c612f0fb2d82daf5bba1ac8fac9a9', operation='UPDATE', pgid='pgtrigger_content_is_fixed_ed618', table='exchanges_documentversion', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Signature',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='exchanges.documentversion')),
                        ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='exchanges.party')),
                        ('signer_name', models.CharField(max_length=200)),
                        ('signer_email', models.EmailField(max_length=254)),
                        ('signer_user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('how', models.CharField(choices=[('portal', 'in the portal'), ('link', 'by mail link'), ('paper', 'on paper')], max_length=8)),
                        ('content_hash', models.CharField(max_length=64)),
                        ('signed_at', models.DateTimeField()),
                        ('scan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('reason', models.TextField(blank=True)),
                    ],
                    options={
                        'ordering': ['signed_at', 'id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('document', 'party'), name='signature_once', violation_error_message='This side has already signed.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('how', 'paper'), _negated=True), models.Q(('scan__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='signature_paper_has_scan', violation_error_message='A signature on paper needs the scan and a reason.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='signature_is_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."content_hash" IS DISTINCT FROM (NEW."content_hash") OR OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."how" IS DISTINCT FROM (NEW."how") OR OLD."party_id" IS DISTINCT FROM (NEW."party_id") OR OLD."signed_at" IS DISTINCT FROM (NEW."signed_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='b09756d9916604cf57a9c08610ded862217da1f4', operation='UPDATE', pgid='pgtrigger_signature_is_fixed_1c118', table='exchanges_signature', when='BEFORE')),
                            pgtrigger.compiler.Trigger(name='signature_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='16a5c080a2b356b24b9182ed15e5c269ab99b746', operation='DELETE', pgid='pgtrigger_signature_stays_4d602', table='exchanges_signature', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='EventMaterial',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('mission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='materials', to='exchanges.mission')),
                        ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='materials', to='exchanges.missionsession')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('url', models.URLField(blank=True, max_length=500, verbose_name='link')),
                        ('public', models.BooleanField(default=False, verbose_name='for everybody')),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('added_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(models.Q(('file__isnull', False), ('url', '')), models.Q(('file', None), models.Q(('url', ''), _negated=True)), _connector='OR'), name='event_material_file_or_link', violation_error_message='Choose a file, or enter a link: one of the two.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='material_of_a_session_of_its_event', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
                    IF NEW.session_id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM exchanges_missionsession s
                        WHERE s.id = NEW.session_id AND s.mission_id = NEW.mission_id
                    ) THEN
                        RAISE EXCEPTION 'material_of_a_session_of_its_event: this session is of another event.';
                    END IF;
                    RETURN NEW;
                """, hash='a4dc07fd654f9450f261ec731e2250e1be02cf02', operation='INSERT OR UPDATE OF "mission_id", "session_id"', pgid='pgtrigger_material_of_a_session_of_its_event_a7e66', table='exchanges_eventmaterial', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='EventCertificate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('participant', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='event_certificate', to='exchanges.participant')),
                        ('name', models.CharField(max_length=201, verbose_name='name')),
                        ('position', models.CharField(blank=True, max_length=120, verbose_name='position')),
                        ('organisation', models.CharField(max_length=200, verbose_name='organisation')),
                        ('days', models.PositiveSmallIntegerField(verbose_name='working days')),
                        ('first_day', models.DateField(verbose_name='first day')),
                        ('last_day', models.DateField(verbose_name='last day')),
                        ('issued_on', models.DateField(verbose_name='issued on')),
                        ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('days__gte', 1), ('last_day__gte', models.F('first_day'))), name='event_certificate_days', violation_error_message='A certificate is about at least one day.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='EventFeedback',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('participant', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='event_feedback', to='exchanges.participant')),
                        ('invited_at', models.DateTimeField()),
                        ('reminders_sent', models.PositiveSmallIntegerField(default=0)),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('answers', models.JSONField(blank=True, default=dict)),
                        ('liked', models.TextField(blank=True, verbose_name='what was best')),
                        ('improve', models.TextField(blank=True, verbose_name='what should be better')),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('answered_at__isnull', False), models.Q(('answers', {}), ('improve', ''), ('liked', '')), _connector='OR'), name='event_feedback_answered_once_said', violation_error_message='An answer has its day.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='EventReport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(max_length=30)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('waiting_for', models.CharField(blank=True, max_length=120)),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('state_since', models.DateTimeField()),
                        ('mission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='event_report', to='exchanges.mission')),
                        ('what_happened', models.TextField(blank=True, verbose_name='what happened')),
                        ('results', models.TextField(blank=True, verbose_name='what came of it')),
                        ('next_steps', models.TextField(blank=True, verbose_name='what follows')),
                        ('figures', models.JSONField(blank=True, default=dict)),
                        ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='confirmed on')),
                        ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('confirmed_by__isnull', False), ('confirmed_on__isnull', False), models.Q(('figures', {}), _negated=True)), _connector='OR'), name='event_report_confirmed_with_figures', violation_error_message='A confirmed report has its day and its figures.'),
                            models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'confirmed'])), name='event_report_state_known', violation_error_message='This state does not exist.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='workflow_edges', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:confirmed,confirmed:draft}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='5e5c1503dc2ce4da4a8f56cab7f9c42b0687a032', operation='UPDATE', pgid='pgtrigger_workflow_edges_98df7', table='exchanges_eventreport', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Exchange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(max_length=30)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('waiting_for', models.CharField(blank=True, max_length=120)),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('state_since', models.DateTimeField()),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exchanges', to='exchanges.application')),
                        ('proposal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='exchange', to='exchanges.proposal')),
                        ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exchanges', to='clusters.partnership')),
                        ('visitor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='clusters.organisation')),
                        ('visitor_kind', models.CharField(max_length=24)),
                        ('visitor_country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.country')),
                        ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hosted', to='clusters.organisation')),
                        ('host_kind', models.CharField(max_length=24)),
                        ('host_country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.country')),
                        ('visitor_cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster')),
                        ('host_cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster')),
                        ('mission', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exchanges', to='exchanges.mission')),
                        ('mode', models.CharField(choices=[('physical', 'Visit on site'), ('virtual', 'Online')], default='physical', max_length=8)),
                        ('stay', django.contrib.postgres.fields.ranges.DateRangeField()),
                        ('travel_days', models.JSONField(blank=True, default=list)),
                        ('planned_quote', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchanges.quote')),
                        ('actual_quote', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchanges.quote')),
                        ('credited_on', models.DateField(blank=True, null=True)),
                        ('ended_on', models.DateField(blank=True, null=True)),
                        ('end_reason', models.TextField(blank=True)),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['-id'],
                        'indexes': [
                            models.Index(fields=['partnership', 'credited_on'], name='exchange_credited'),
                            models.Index(fields=['state', 'due_on'], name='exchange_due'),
                        ],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('state__in', ['building', 'commitment_signing', 'agreement_signing', 'ready_to_start', 'ongoing', 'awaiting_report', 'report_submitted', 'report_returned', 'validated', 'payment_ordered', 'payment_approved', 'paid', 'closed', 'cancelled', 'discontinued', 'not_eligible'])), name='exchange_state_known', violation_error_message='This state does not exist.'),
                            models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('application',), name='exchange_one_per_file', violation_error_message='This file already has an exchange.'),
                            models.CheckConstraint(condition=models.Q(('stay__isempty', False), ('stay__contained_by', psycopg2.extras.DateRange(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1), '[)'))), name='exchange_stay_bounded', violation_error_message='A stay has a first and a last day.'),
                            models.CheckConstraint(condition=models.Q(('visitor_country', models.F('host_country')), _negated=True), name='exchange_crosses_a_border', violation_error_message='Visitor and host must be in different countries.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['validated', 'payment_ordered', 'payment_approved', 'paid', 'closed']), _negated=True), ('credited_on__isnull', False), _connector='OR'), name='exchange_validated_is_credited', violation_error_message='A validated exchange has the day on which it counts.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='workflow_edges', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{building:commitment_signing,commitment_signing:building,agreement_signing:building,commitment_signing:agreement_signing,commitment_signing:ready_to_start,agreement_signing:ready_to_start,ready_to_start:ongoing,ongoing:awaiting_report,awaiting_report:report_submitted,report_returned:report_submitted,report_submitted:report_returned,report_submitted:validated,report_submitted:not_eligible,validated:payment_ordered,payment_ordered:payment_approved,payment_ordered:validated,payment_approved:validated,payment_approved:paid,paid:closed,validated:closed,building:cancelled,commitment_signing:cancelled,agreement_signing:cancelled,ready_to_start:cancelled,ongoing:discontinued,awaiting_report:discontinued,report_submitted:discontinued,report_returned:discontinued}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='b0b5f883ef397074562b75abd4f24b2a6c3673e9', operation='UPDATE', pgid='pgtrigger_workflow_edges_f33a0', table='exchanges_exchange', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Party',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='exchanges.application')),
                        ('proposal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='exchanges.proposal')),
                        ('exchange', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='exchanges.exchange')),
                        ('role', models.CharField(choices=[('visitor', 'Visitor'), ('visitor_cluster', 'Contact cluster'), ('host', 'Host'), ('host_cluster', "Host's cluster")], max_length=16)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.organisation')),
                        ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster')),
                        ('contact_name', models.CharField(max_length=200)),
                        ('contact_email', models.EmailField(max_length=254)),
                        ('contact_phone', models.CharField(blank=True, max_length=40)),
                        ('contact_user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('active', models.BooleanField(default=True)),
                    ],
                    options={
                        'verbose_name_plural': 'parties',
                        'ordering': ['id'],
                        'indexes': [
                            models.Index(fields=['application', 'cluster'], name='party_file_cluster'),
                            models.Index(fields=['application', 'organisation'], name='party_file_organisation'),
                            models.Index(fields=['cluster', 'application'], include=('active',), name='party_cluster_files'),
                            models.Index(fields=['organisation', 'application'], name='party_organisation_files'),
                        ],
                        'constraints': [
                            models.UniqueConstraint(fields=('exchange', 'role'), name='party_role_once_per_exchange'),
                            models.CheckConstraint(condition=models.Q(models.Q(('cluster', None), ('role__in', ['visitor', 'host'])), models.Q(('cluster__isnull', False), ('role__in', ['visitor_cluster', 'host_cluster'])), _connector='OR'), name='party_cluster_fits_role', violation_error_message="A cluster's side names the cluster."),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='VisitPlan',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('exchange', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='plan', to='exchanges.exchange')),
                        ('venue', models.CharField(blank=True, max_length=250, verbose_name='place of the visit')),
                        ('objectives', models.TextField(blank=True, verbose_name='goals of the visit')),
                        ('expected_results', models.TextField(blank=True, verbose_name='expected results')),
                        ('host_duties', models.TextField(blank=True, verbose_name='what the host does')),
                        ('visitor_duties', models.TextField(blank=True, verbose_name='what the visitor does')),
                    ],
                ),
                migrations.CreateModel(
                    name='AgendaItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('exchange', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agenda', to='exchanges.exchange')),
                        ('day', models.DateField()),
                        ('title', models.CharField(max_length=250, verbose_name='what happens')),
                        ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                        ('contact', models.CharField(blank=True, max_length=150, verbose_name='who receives you')),
                        ('from_programme', models.BooleanField(default=False)),
                    ],
                    options={
                        'ordering': ['day', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='DayDecision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('exchange', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='day_decisions', to='exchanges.exchange')),
                        ('day', models.DateField()),
                        ('reason', models.TextField()),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['day'],
                        'constraints': [
                            models.UniqueConstraint(fields=('exchange', 'day'), name='day_decision_once'),
                            models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('asked_by')), _negated=True), _connector='OR'), name='day_decision_second_person', violation_error_message='A second person must confirm this.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Questionnaire',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(max_length=30)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('waiting_for', models.CharField(blank=True, max_length=120)),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('state_since', models.DateTimeField()),
                        ('exchange', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questionnaires', to='exchanges.exchange')),
                        ('respondent', models.CharField(choices=[('visitor', 'Visitor'), ('host', 'Host')], max_length=8)),
                        ('wave', models.PositiveSmallIntegerField(default=0)),
                        ('address', models.EmailField(max_length=254)),
                        ('name', models.CharField(blank=True, max_length=200)),
                        ('language', models.CharField(default='en', max_length=8)),
                        ('invited_at', models.DateTimeField()),
                        ('reminders_sent', models.PositiveSmallIntegerField(default=0)),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('answers', models.JSONField(default=dict)),
                        ('score', models.DecimalField(blank=True, decimal_places=2, max_digits=3, null=True)),
                        ('recommend', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('bypass_reason', models.TextField(blank=True)),
                    ],
                    options={
                        'ordering': ['exchange', 'wave', 'respondent'],
                        'constraints': [
                            models.UniqueConstraint(fields=('exchange', 'respondent', 'wave'), name='questionnaire_once', violation_error_message='This side has already been asked.'),
                            models.CheckConstraint(condition=models.Q(('score', None), models.Q(('score__gte', 1), ('score__lte', 5)), _connector='OR'), name='questionnaire_score_range', violation_error_message='A score lies between 1 and 5.'),
                            models.CheckConstraint(condition=models.Q(('recommend', None), ('recommend__lte', 10), _connector='OR'), name='questionnaire_recommend_range', violation_error_message='Please choose a number between 0 and 10.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='workflow_edges', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{invited:answered,invited:bypassed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='c5cf210e38cffda26f186f133a2d9aa7d90c3e37', operation='UPDATE', pgid='pgtrigger_workflow_edges_92826', table='exchanges_questionnaire', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Grid',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=30, unique=True, verbose_name='version')),
                        ('valid_from', models.DateField(verbose_name='valid from')),
                        ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                        ('source', models.TextField(verbose_name='source document')),
                        ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                        ('outermost_amount', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='outermost regions')),
                    ],
                    options={
                        'ordering': ['-valid_from', 'code'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='grid_confirmed_pair', violation_error_message='A confirmation needs both a person and a moment.'),
                            models.CheckConstraint(condition=models.Q(('outermost_amount', None), models.Q(('outermost_amount__gte', 0), ('outermost_amount__lte', Decimal('10000'))), _connector='OR'), name='grid_outermost_range', violation_error_message='A lump sum lies between 0 and 10,000 euros.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='published_sums_are_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
        IF EXISTS (SELECT 1 FROM exchanges_rulebook r WHERE r.grid_id = OLD.id AND r.published_at IS NOT NULL) THEN
            RAISE EXCEPTION 'This version of the rules is published; make a new version.';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """, hash='5ddd0102d63a86e4ed612e472b9ffa41fcaa1fbb', operation='UPDATE OF "code", "valid_from", "source", "outermost_amount" OR DELETE', pgid='pgtrigger_published_sums_are_fixed_e3f63', table='exchanges_grid', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='GridAmount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('grid', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='amounts', to='exchanges.grid')),
                        ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.country')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=8)),
                    ],
                    options={
                        'ordering': ['country_id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('grid', 'country'), name='grid_country_once'),
                            models.CheckConstraint(condition=models.Q(('amount__gte', 0), ('amount__lte', Decimal('10000'))), name='grid_amount_range', violation_error_message='A lump sum lies between 0 and 10,000 euros.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='published_amount_is_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
        IF EXISTS (SELECT 1 FROM exchanges_rulebook r WHERE r.grid_id = OLD.grid_id AND r.published_at IS NOT NULL) THEN
            RAISE EXCEPTION 'This version of the rules is published; make a new version.';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """, hash='879e29d955af167ec518770a24ab3556c88c1e9a', operation='UPDATE OR DELETE', pgid='pgtrigger_published_amount_is_fixed_0e52b', table='exchanges_gridamount', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Rulebook',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=30, unique=True, verbose_name='version')),
                        ('partnership', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rulebooks', to='clusters.partnership')),
                        ('valid_from', models.DateField(verbose_name='valid from')),
                        ('grid', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rulebooks', to='exchanges.grid')),
                        ('source', models.TextField(blank=True, verbose_name='source')),
                        ('based_on', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchanges.rulebook')),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                        ('published_at', models.DateTimeField(blank=True, null=True)),
                        ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('countries', models.JSONField(blank=True, default=list, verbose_name='countries')),
                        ('note_for_applicants', models.TextField(blank=True, verbose_name='note for applicants')),
                        ('agreement_clause', models.TextField(blank=True, verbose_name='further clause of the Financial Agreement')),
                        ('min_working_days', models.PositiveSmallIntegerField(default=3)),
                        ('full_working_days', models.PositiveSmallIntegerField(default=5)),
                        ('max_calendar_days', models.PositiveSmallIntegerField(default=31)),
                        ('half_days_per_day', models.PositiveSmallIntegerField(default=2)),
                        ('full_distance_km', models.PositiveSmallIntegerField(default=200)),
                        ('reduction_factor', models.DecimalField(decimal_places=2, default=Decimal('0.50'), max_digits=4)),
                        ('cap', models.DecimalField(decimal_places=2, default=Decimal('1100'), max_digits=8)),
                        ('virtual_allowed', models.BooleanField(default=False)),
                        ('visit_once_sme', models.CharField(choices=[('organisation', 'once per organisation'), ('person', 'once per person'), ('off', 'not checked')], default='organisation', max_length=12)),
                        ('visit_once_staff', models.CharField(choices=[('organisation', 'once per organisation'), ('person', 'once per person'), ('off', 'not checked')], default='person', max_length=12)),
                        ('sme_share_target', models.DecimalField(decimal_places=2, default=Decimal('0.50'), max_digits=4)),
                        ('max_open_proposals', models.PositiveSmallIntegerField(default=5)),
                        ('review_days', models.PositiveSmallIntegerField(default=15)),
                        ('answer_days', models.PositiveSmallIntegerField(default=15)),
                        ('host_answer_days', models.PositiveSmallIntegerField(default=10)),
                        ('signature_days', models.PositiveSmallIntegerField(default=10)),
                        ('validation_days', models.PositiveSmallIntegerField(default=10)),
                        ('report_days', models.PositiveSmallIntegerField(default=30)),
                        ('payment_days', models.PositiveSmallIntegerField(default=10)),
                        ('feedback_days', models.PositiveSmallIntegerField(default=15)),
                        ('feedback_reminder_days', models.JSONField(default=list)),
                        ('impact_months', models.JSONField(default=list)),
                        ('proof_travel_min', models.PositiveSmallIntegerField(default=1)),
                        ('proof_lodging_min', models.PositiveSmallIntegerField(default=1)),
                        ('interest_months', models.PositiveSmallIntegerField(default=6)),
                        ('interest_answer_days', models.PositiveSmallIntegerField(default=14)),
                    ],
                    options={
                        'ordering': ['-valid_from', 'code'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('reduction_factor__gt', 0), ('reduction_factor__lte', 1)), name='rulebook_factor_range', violation_error_message='The reduction factor lies between 0 and 1.'),
                            models.CheckConstraint(condition=models.Q(('cap__gt', 0), ('cap__lte', Decimal('10000'))), name='rulebook_cap_range', violation_error_message='The most that a visit can bring lies between 0 and 10,000 euros.'),
                            models.CheckConstraint(condition=models.Q(('sme_share_target__gte', 0), ('sme_share_target__lte', 1)), name='rulebook_share_range', violation_error_message='A share lies between 0 and 1.'),
                            models.CheckConstraint(condition=models.Q(('answer_days__gte', 1), ('feedback_days__gte', 1), ('host_answer_days__gte', 1), ('payment_days__gte', 1), ('report_days__gte', 1), ('review_days__gte', 1), ('signature_days__gte', 1), ('validation_days__gte', 1), ('answer_days__lte', 366), ('feedback_days__lte', 366), ('host_answer_days__lte', 366), ('payment_days__lte', 366), ('report_days__lte', 366), ('review_days__lte', 366), ('signature_days__lte', 366), ('validation_days__lte', 366)), name='rulebook_deadlines_range', violation_error_message='A deadline lies between 1 and 366 days.'),
                            models.CheckConstraint(condition=models.Q(('interest_answer_days__gte', 1), ('interest_answer_days__lte', 366), ('interest_months__gte', 1), ('interest_months__lte', 60)), name='rulebook_interest_range', violation_error_message='Ask after 1 to 60 months, and wait 1 to 366 days for the answer.'),
                            models.CheckConstraint(condition=models.Q(('full_distance_km__lte', 20100), ('full_working_days__lte', models.F('max_calendar_days')), ('half_days_per_day__gte', 1), ('half_days_per_day__lte', 2), ('max_calendar_days__lte', 366), ('max_open_proposals__gte', 1), ('max_open_proposals__lte', 50), ('proof_lodging_min__lte', 20), ('proof_travel_min__lte', 20)), name='rulebook_counts_range', violation_error_message='One of the numbers is too large or too small for a visit.'),
                            models.CheckConstraint(condition=models.Q(('full_working_days__gte', models.F('min_working_days')), ('min_working_days__gte', 1)), name='rulebook_days_in_order', violation_error_message='The full sum cannot need fewer days than an eligible stay.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='published_version_is_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
        IF EXISTS (SELECT 1 FROM exchanges_rulebook r WHERE r.id = OLD.id AND r.published_at IS NOT NULL) THEN
            RAISE EXCEPTION 'This version of the rules is published; make a new version.';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """, hash='ac11a063c5dae9bd150972030aa85b3852b45135', operation='UPDATE OR DELETE', pgid='pgtrigger_published_version_is_fixed_3668e', table='exchanges_rulebook', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='KindRule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('rulebook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kind_rules', to='exchanges.rulebook')),
                        ('kind', models.CharField(choices=[('cluster', 'Cluster organisation'), ('sme', 'Small or medium-sized enterprise (SME)'), ('tech_centre', 'Technology centre'), ('research', 'Research institute'), ('innovation_hub', 'Innovation hub'), ('fab_lab', 'Fab lab'), ('creative_hub', 'Creative hub'), ('resource_efficiency', 'Resource-efficiency service provider'), ('incubator', 'Incubator or accelerator'), ('training', 'Training provider'), ('large_company', 'Large company'), ('public_authority', 'Public authority'), ('innovation_agency', 'Innovation agency')], max_length=24)),
                        ('may_visit', models.BooleanField()),
                        ('may_host', models.BooleanField()),
                        ('receives_lump_sum', models.BooleanField()),
                    ],
                    options={
                        'ordering': ['kind'],
                        'constraints': [
                            models.UniqueConstraint(fields=('rulebook', 'kind'), name='kind_rule_once'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='published_kind_is_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
        IF EXISTS (SELECT 1 FROM exchanges_rulebook r WHERE r.id = OLD.rulebook_id AND r.published_at IS NOT NULL) THEN
            RAISE EXCEPTION 'This version of the rules is published; make a new version.';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """, hash='4da0f56b8878579d617509498c44a344904f39c0', operation='UPDATE OR DELETE', pgid='pgtrigger_published_kind_is_fixed_b2c4f', table='exchanges_kindrule', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='DecisionReason',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('rulebook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reasons', to='exchanges.rulebook')),
                        ('decision', models.CharField(choices=[('accept', 'Accept'), ('hold', 'Ask a question'), ('reject', 'Reject')], max_length=8, verbose_name='decision')),
                        ('title', models.CharField(max_length=80, verbose_name='title')),
                        ('texts', models.JSONField(default=dict)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'ordering': ['rulebook', 'decision', 'position', 'id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('rulebook', 'decision', 'title'), name='decision_reason_once', violation_error_message='There is already a reason with this title.'),
                            models.CheckConstraint(condition=models.Q(('decision__in', ['accept', 'hold', 'reject'])), name='decision_reason_decision_known', violation_error_message='This decision does not exist.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='published_reason_is_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
        IF EXISTS (SELECT 1 FROM exchanges_rulebook r WHERE r.id = OLD.rulebook_id AND r.published_at IS NOT NULL) THEN
            RAISE EXCEPTION 'This version of the rules is published; make a new version.';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """, hash='6443b896d679215d0138a4c9c2824c7a6b12b49d', operation='UPDATE OR DELETE', pgid='pgtrigger_published_reason_is_fixed_e5bad', table='exchanges_decisionreason', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ReviewPoint',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('rulebook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='exchanges.rulebook')),
                        ('text', models.CharField(max_length=200, verbose_name='point')),
                        ('required', models.BooleanField(default=False, verbose_name='needed for an acceptance')),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'ordering': ['rulebook', 'position', 'id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('rulebook', 'text'), name='review_point_once', violation_error_message='This point stands on the list already.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='published_point_is_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
        IF EXISTS (SELECT 1 FROM exchanges_rulebook r WHERE r.id = OLD.rulebook_id AND r.published_at IS NOT NULL) THEN
            RAISE EXCEPTION 'This version of the rules is published; make a new version.';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """, hash='637d42be2d42aef506233bfe2f97785f3e68f622', operation='UPDATE OR DELETE', pgid='pgtrigger_published_point_is_fixed_61b8e', table='exchanges_reviewpoint', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='ReviewTick',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ticks', to='exchanges.application')),
                        ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ticks', to='exchanges.reviewpoint')),
                        ('ticked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('ticked_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('application', 'point'), name='review_tick_once', violation_error_message='This point is ticked already.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='DeclaredConflict',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to='exchanges.application')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('reason', models.TextField(verbose_name='reason')),
                        ('declared_at', models.DateTimeField(default=core.clock.now)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('application', 'user'), name='declared_conflict_once', violation_error_message='You have declared this already.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='HostInvitation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='host_invitation', to='exchanges.application')),
                        ('name', models.CharField(max_length=200, verbose_name='name of the host')),
                        ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.country')),
                        ('region', models.CharField(blank=True, max_length=6)),
                        ('city', models.CharField(max_length=100, verbose_name='town or city')),
                        ('latitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                        ('longitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                        ('contact_name', models.CharField(max_length=150, verbose_name='contact person')),
                        ('contact_email', models.EmailField(max_length=254, verbose_name='e-mail')),
                        ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster')),
                        ('cluster_name', models.CharField(blank=True, max_length=200, verbose_name='cluster of the host')),
                        ('times_asked', models.PositiveSmallIntegerField(default=0)),
                        ('asked_at', models.DateTimeField(blank=True, null=True)),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('outcome', models.CharField(blank=True, choices=[('accepted', 'The host said yes'), ('declined', 'The host said no'), ('no_answer', 'No answer in time'), ('dropped', 'No longer asked')], max_length=12)),
                        ('settled_at', models.DateTimeField(blank=True, null=True)),
                        ('decline_reason', models.TextField(blank=True)),
                        ('proposal', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchanges.proposal')),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__isnull', False), ('latitude__range', (Decimal('-90'), Decimal('90'))), ('longitude__isnull', False), ('longitude__range', (Decimal('-180'), Decimal('180')))), _connector='OR'), name='host_invitation_on_earth', violation_error_message='Latitude lies between -90 and 90, longitude between -180 and 180.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('asked_at', None), ('due_on', None), ('outcome', '')), models.Q(('asked_at__isnull', False), ('due_on__isnull', False)), _connector='OR'), name='host_invitation_asked_with_last_day', violation_error_message='A host that is asked has a last day for the answer.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('settled_at', None)), models.Q(('outcome__in', ['accepted', 'declined', 'no_answer', 'dropped']), ('settled_at__isnull', False)), _connector='OR'), name='host_invitation_settled_once', violation_error_message='An invitation that has ended has the moment of its end.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'accepted'), ('proposal__isnull', False)), models.Q(models.Q(('outcome', 'accepted'), _negated=True), ('proposal', None)), _connector='OR'), name='host_invitation_yes_makes_a_match', violation_error_message='A yes of the host makes a match.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='MatchingWeights',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matching_weights', to='clusters.partnership')),
                        ('version', models.PositiveSmallIntegerField()),
                        ('points', models.JSONField()),
                        ('reason', models.TextField(blank=True, verbose_name='why')),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-version'],
                        'constraints': [
                            models.UniqueConstraint(fields=('partnership', 'version'), name='matching_weights_version_once', violation_error_message='Another person saved new weights at the same time.'),
                            models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='matching_weights_version_counts', violation_error_message='Versions count from 1.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='version_is_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='75e0306c9811f96cd8ea99799d97c418dacd893a', operation='UPDATE OR DELETE', pgid='pgtrigger_version_is_fixed_11ccb', table='exchanges_matchingweights', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='MatchingRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(max_length=30)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('waiting_for', models.CharField(blank=True, max_length=120)),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('state_since', models.DateTimeField()),
                        ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matching_runs', to='clusters.partnership', verbose_name='partnership')),
                        ('name', models.CharField(max_length=80, verbose_name='name')),
                        ('based_on', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchanges.matchingrun')),
                        ('frozen', models.JSONField(default=dict)),
                        ('frozen_at', models.DateTimeField(blank=True, null=True)),
                        ('asked_too', models.BooleanField(default=False)),
                        ('weights', models.CharField(max_length=20, verbose_name='weights')),
                        ('limits', models.JSONField(default=dict)),
                        ('steps', models.JSONField(default=list)),
                        ('wanted_steps', models.JSONField(blank=True, null=True)),
                        ('problem', models.CharField(blank=True, max_length=500)),
                        ('visitors', models.PositiveIntegerField(default=0, verbose_name='files that wait')),
                        ('offers', models.PositiveIntegerField(default=0, verbose_name='offers')),
                        ('solver', models.CharField(blank=True, max_length=40)),
                        ('seed', models.PositiveIntegerField(default=0)),
                        ('total', models.PositiveBigIntegerField(blank=True, null=True)),
                        ('bound', models.PositiveBigIntegerField(blank=True, null=True)),
                        ('seconds', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True)),
                        ('matched', models.PositiveIntegerField(blank=True, null=True)),
                        ('smes', models.PositiveIntegerField(blank=True, null=True)),
                        ('cost', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                        ('unplaced', models.JSONField(default=list)),
                        ('conflicts', models.JSONField(default=list)),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('hat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.role')),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['-id'],
                        'indexes': [
                            models.Index(fields=['partnership', '-id'], name='matching_run_list'),
                        ],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'solved', 'changing', 'infeasible', 'failed', 'deployed', 'discarded'])), name='matching_run_state_known', violation_error_message='This state does not exist.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['solved', 'changing', 'deployed']), _negated=True), models.Q(('bound__gte', models.F('total')), ('cost__isnull', False), ('matched__isnull', False), ('seconds__isnull', False), ('smes__lte', models.F('matched')), ('total__isnull', False)), _connector='OR'), name='matching_run_solved_has_figures', violation_error_message='A solved run has its figures, and no sum above the bound.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('state', 'changing'), ('wanted_steps__isnull', False)), models.Q(models.Q(('state', 'changing'), _negated=True), ('wanted_steps', None)), _connector='OR'), name='matching_run_change_is_wanted', violation_error_message='A run that is solved again says with which changes.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='workflow_edges', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:solved,draft:infeasible,draft:failed,failed:draft,solved:changing,changing:solved,solved:deployed,draft:discarded,solved:discarded,changing:discarded,infeasible:discarded,failed:discarded}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='67756e534d92a2a0bedb7aaafc10ee75ee432a6b', operation='UPDATE', pgid='pgtrigger_workflow_edges_675e6', table='exchanges_matchingrun', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='RunMatch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='exchanges.matchingrun')),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchanges.application')),
                        ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchanges.hostoffer')),
                        ('score', models.PositiveIntegerField()),
                        ('cost', models.DecimalField(decimal_places=2, max_digits=8)),
                        ('parts', models.JSONField(default=list)),
                        ('alternates', models.JSONField(default=list)),
                        ('demanded', models.BooleanField(default=False)),
                        ('proposal', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchanges.proposal')),
                        ('refusal', models.CharField(blank=True, max_length=500)),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('run', 'application'), name='run_match_once', violation_error_message='A run gives each file one host.'),
                            models.CheckConstraint(condition=models.Q(('proposal', None), ('refusal', ''), _connector='OR'), name='run_match_sent_or_refused', violation_error_message='A match is sent or refused, not both.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Participant',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(max_length=30)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('waiting_for', models.CharField(blank=True, max_length=120)),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('state_since', models.DateTimeField()),
                        ('mission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participants', to='exchanges.mission')),
                        ('side', models.CharField(choices=[('visitor', 'Visitor'), ('local', 'Local company'), ('host', "Host's team"), ('speaker', 'Speaker')], default='visitor', max_length=8, verbose_name='side')),
                        ('traveller', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='participation', to='exchanges.traveller')),
                        ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.organisation')),
                        ('organisation_name', models.CharField(blank=True, max_length=200, verbose_name='organisation')),
                        ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.country')),
                        ('first_name', models.CharField(blank=True, max_length=100, verbose_name='first name')),
                        ('last_name', models.CharField(blank=True, max_length=100, verbose_name='last name')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                        ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                        ('position', models.CharField(blank=True, max_length=120, verbose_name='position')),
                        ('language', models.CharField(default='en', max_length=8)),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['id'],
                        'indexes': [
                            models.Index(fields=['mission', 'state'], name='participant_mission_state'),
                        ],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'waiting', 'coming', 'declined', 'withdrawn', 'called_off'])), name='participant_state_known', violation_error_message='This state does not exist.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('email', ''), ('first_name', ''), ('last_name', ''), ('phone', ''), ('position', ''), ('traveller__isnull', False)), models.Q(('traveller', None), models.Q(('last_name', ''), _negated=True)), _connector='OR'), name='participant_named_once', violation_error_message='The name of a traveller stands in the file; others need one here.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', False), ('organisation_name', '')), models.Q(('organisation', None), models.Q(('organisation_name', ''), _negated=True)), _connector='OR'), name='participant_of_one_organisation', violation_error_message='Name the organisation.'),
                            models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='participant_email_lower_case', violation_error_message='Please write the e-mail address in lower case.'),
                            models.UniqueConstraint(condition=models.Q(('state__in', ('asked', 'waiting', 'coming')), models.Q(('email', ''), _negated=True)), fields=('mission', 'email'), name='participant_once_per_event', violation_error_message='This person is already registered.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='workflow_edges', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{asked:coming,waiting:coming,asked:waiting,asked:declined,waiting:declined,asked:withdrawn,waiting:withdrawn,coming:withdrawn,asked:called_off,waiting:called_off,coming:called_off,withdrawn:coming,called_off:coming}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='d43a5f33d58c76f9a5b35caa0468944b199b249e', operation='UPDATE', pgid='pgtrigger_workflow_edges_473d8', table='exchanges_participant', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='MeetingRound',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(max_length=30)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('waiting_for', models.CharField(blank=True, max_length=120)),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('state_since', models.DateTimeField()),
                        ('mission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='meeting_round', to='exchanges.mission')),
                        ('slot_minutes', models.PositiveSmallIntegerField(default=20, verbose_name='minutes of a meeting')),
                        ('pause_minutes', models.PositiveSmallIntegerField(default=5, verbose_name='minutes between two meetings')),
                        ('tables', models.PositiveSmallIntegerField(default=6, verbose_name='tables')),
                        ('most_in_a_row', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='most meetings in a row')),
                        ('wishes_until', models.DateField(verbose_name='wishes until')),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('pause_minutes__lte', 60), ('slot_minutes__gte', 5), ('slot_minutes__lte', 120)), name='meeting_round_minutes_range', violation_error_message='A meeting takes 5 to 120 minutes, a pause at most 60.'),
                            models.CheckConstraint(condition=models.Q(('tables__gte', 1), ('tables__lte', 100)), name='meeting_round_tables_range', violation_error_message='There are between 1 and 100 tables.'),
                            models.CheckConstraint(condition=models.Q(('most_in_a_row', None), models.Q(('most_in_a_row__gte', 1), ('most_in_a_row__lte', 50)), _connector='OR'), name='meeting_round_in_a_row_range', violation_error_message='Between 1 and 50 meetings can follow each other.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='workflow_edges', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:wishes_open,wishes_open:scheduled,scheduled:wishes_open,scheduled:published,published:finished,draft:called_off,wishes_open:called_off,scheduled:called_off,published:called_off}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='a3ad6d5c34fc03a195854f48f9b5127c78b3d3c6', operation='UPDATE', pgid='pgtrigger_workflow_edges_c07c8', table='exchanges_meetinground', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='MeetingSlot',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='exchanges.meetinground')),
                        ('day', models.DateField()),
                        ('starts_at', models.TimeField()),
                        ('ends_at', models.TimeField()),
                        ('place', models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        'ordering': ['day', 'starts_at', 'id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('round', 'day', 'starts_at'), name='meeting_slot_once', violation_error_message='There is already a slot at this time.'),
                            models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='meeting_slot_times_in_order', violation_error_message='A slot ends after it begins.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='MeetingAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='exchanges.meetinground')),
                        ('participant', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='meeting_answer', to='exchanges.participant')),
                        ('does', models.TextField(blank=True, verbose_name='what we do')),
                        ('looks_for', models.TextField(blank=True, verbose_name='what I look for')),
                        ('asked_at', models.DateTimeField(blank=True, null=True)),
                        ('reminded_at', models.DateTimeField(blank=True, null=True)),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('away', models.ManyToManyField(blank=True, related_name='away', to='exchanges.meetingslot')),
                    ],
                    options={
                        'ordering': ['id'],
                    },
                ),
                migrations.CreateModel(
                    name='MeetingWish',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='exchanges.meetinground')),
                        ('wisher', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meeting_wishes', to='exchanges.participant')),
                        ('wished', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wished_meetings', to='exchanges.participant')),
                        ('kind', models.CharField(choices=[('want', 'I want to meet them'), ('avoid', 'Better not')], max_length=8)),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('wisher', 'wished'), name='meeting_wish_once', violation_error_message='There is already a wish for this participant.'),
                            models.CheckConstraint(condition=models.Q(('wisher', models.F('wished')), _negated=True), name='meeting_wish_for_another', violation_error_message='Nobody meets themselves.'),
                            models.CheckConstraint(condition=models.Q(('kind__in', ['want', 'avoid'])), name='meeting_wish_kind_known', violation_error_message='This kind of wish does not exist.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Meeting',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(max_length=30)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('waiting_for', models.CharField(blank=True, max_length=120)),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('state_since', models.DateTimeField()),
                        ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='exchanges.meetinground')),
                        ('slot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='exchanges.meetingslot')),
                        ('table', models.PositiveSmallIntegerField(verbose_name='table')),
                        ('by_hand', models.BooleanField(default=False)),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['slot', 'table', 'id'],
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('state__in', ('planned', 'moved', 'held', 'missed'))), fields=('slot', 'table'), name='meeting_table_once', violation_error_message='This table is taken at that time.'),
                            models.CheckConstraint(condition=models.Q(('table__gte', 1), ('table__lte', 100)), name='meeting_table_range', violation_error_message='There are between 1 and 100 tables.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='seats_follow_their_meeting', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
    UPDATE exchanges_meetingseat SET slot_id = NEW.slot_id, takes_place = NEW.state <> 'cancelled'
    WHERE meeting_id = NEW.id;
    RETURN NULL;
""", hash='e022932e66da2fe81b366c0aba2a411f42845c7f', operation='UPDATE OF "slot_id", "state"', pgid='pgtrigger_seats_follow_their_meeting_4cf39', table='exchanges_meeting', when='AFTER')),
                            pgtrigger.compiler.Trigger(name='workflow_edges', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{planned:moved,planned:cancelled,moved:cancelled,planned:held,moved:held,missed:held,planned:missed,moved:missed,held:missed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='62351f8fa4c559f18bcd9cb9bdecaa8be4786c8a', operation='UPDATE', pgid='pgtrigger_workflow_edges_0cf82', table='exchanges_meeting', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='MeetingSeat',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='exchanges.meeting')),
                        ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meeting_seats', to='exchanges.participant')),
                        ('slot', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchanges.meetingslot')),
                        ('takes_place', models.BooleanField(default=True, editable=False)),
                        ('outcome', models.CharField(blank=True, choices=[('not_held', 'It did not take place'), ('no_interest', 'No interest in more'), ('informative', 'Informative'), ('cooperation', 'Cooperation is possible')], max_length=16, verbose_name='what came of it')),
                        ('note', models.TextField(blank=True, verbose_name='note for the organisers')),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('takes_place', True)), fields=('participant', 'slot'), name='meeting_person_once', violation_error_message='One of them has another meeting at that time.'),
                            models.UniqueConstraint(fields=('meeting', 'participant'), name='meeting_seat_once', violation_error_message='Nobody meets themselves.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('outcome', '')), models.Q(('answered_at__isnull', False), ('outcome__in', ['not_held', 'no_interest', 'informative', 'cooperation'])), _connector='OR'), name='meeting_outcome_known', violation_error_message='This outcome does not exist.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='seat_of_its_meeting', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
    SELECT slot_id, state <> 'cancelled' INTO STRICT NEW.slot_id, NEW.takes_place
    FROM exchanges_meeting WHERE id = NEW.meeting_id;
    RETURN NEW;
""", hash='4d110162a9c68a9861c3aa5b4cdcdbf694823022', operation='INSERT OR UPDATE OF "slot_id", "takes_place", "meeting_id"', pgid='pgtrigger_seat_of_its_meeting_77983', table='exchanges_meetingseat', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='MeetingPlan',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plans', to='exchanges.meetinground')),
                        ('rest', models.BooleanField(default=False)),
                        ('asked_at', models.DateTimeField(default=core.clock.now)),
                        ('made_at', models.DateTimeField(blank=True, null=True)),
                        ('failed_at', models.DateTimeField(blank=True, null=True)),
                        ('problem', models.CharField(blank=True, max_length=300)),
                        ('result', models.JSONField(default=dict)),
                    ],
                    options={
                        'ordering': ['-id'],
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('failed_at', None), ('made_at', None)), fields=('round',), name='meeting_plan_one_at_a_time', violation_error_message='A plan is being made already.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='FileMessage',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='exchanges.application')),
                        ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('author_side', models.CharField(choices=[('visitor', 'Visitor'), ('host', 'Host'), ('host_cluster', "Host's cluster"), ('contact_cluster', 'Contact cluster'), ('coordinator', 'Coordinator'), ('finance', 'Finance')], max_length=16)),
                        ('audience', models.CharField(choices=[('all', 'All four parties'), ('visitor', 'Visitor and contact cluster'), ('host', 'Host, its cluster and contact cluster'), ('staff', 'Note for the deciding side only')], max_length=8, verbose_name='who reads it')),
                        ('text', models.TextField(verbose_name='message')),
                        ('sent_at', models.DateTimeField(default=core.clock.now)),
                        ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['sent_at', 'id'],
                        'indexes': [
                            models.Index(fields=['application', 'sent_at'], name='message_of_file'),
                        ],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('audience__in', ['all', 'visitor', 'host', 'staff']), ('author_side__in', ['visitor', 'host', 'host_cluster', 'contact_cluster', 'coordinator', 'finance'])), name='message_circle_known', violation_error_message='Say who should read the message.'),
                            models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='message_not_empty', violation_error_message='Write something first.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Mission',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(max_length=30)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('waiting_for', models.CharField(blank=True, max_length=120)),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('state_since', models.DateTimeField()),
                        ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='missions', to='clusters.partnership')),
                        ('kind', models.CharField(choices=[('mission', 'Mission'), ('study_visit', 'Study visit'), ('matchmaking', 'Matchmaking event'), ('webinar', 'Webinar'), ('local_event', 'Local event'), ('training', 'Training'), ('virtual_exchange', 'Virtual exchange')], default='mission', max_length=16, verbose_name='kind of event')),
                        ('mode', models.CharField(choices=[('physical', 'Visit on site'), ('virtual', 'Online')], default='physical', max_length=8, verbose_name='on site or online')),
                        ('slug', models.SlugField(unique=True)),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('host_cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='missions', to='clusters.cluster')),
                        ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hosted_missions', to='clusters.organisation')),
                        ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.country')),
                        ('city', models.CharField(max_length=100, verbose_name='place')),
                        ('start_on', models.DateField(verbose_name='first day')),
                        ('end_on', models.DateField(verbose_name='last day')),
                        ('summary', models.TextField(blank=True, verbose_name='in short')),
                        ('call_text', models.TextField(blank=True, verbose_name='who should come and why')),
                        ('places', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='places')),
                        ('apply_until', models.DateField(blank=True, null=True, verbose_name='apply until')),
                        ('languages', models.JSONField(blank=True, default=list, verbose_name='languages')),
                        ('budget', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name='budget')),
                        ('join_url', models.URLField(blank=True, verbose_name='link to the meeting')),
                        ('contact_name', models.CharField(blank=True, max_length=150)),
                        ('contact_email', models.EmailField(blank=True, max_length=254)),
                        ('with_lump_sum', models.BooleanField(default=True)),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                        ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                        ('cancel_reason', models.TextField(blank=True, verbose_name='why it was cancelled')),
                        ('terms', models.ManyToManyField(blank=True, related_name='+', to='clusters.term')),
                    ],
                    options={
                        'ordering': ['-start_on', 'id'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('end_on__gte', models.F('start_on'))), name='mission_days_in_order', violation_error_message='The last day lies before the first day.'),
                            models.CheckConstraint(condition=models.Q(('places', None), models.Q(('places__gte', 1), ('places__lte', 500)), _connector='OR'), name='mission_places_range', violation_error_message='A mission has between 1 and 500 places.'),
                            models.CheckConstraint(condition=models.Q(('with_lump_sum', False), models.Q(('kind', 'mission'), ('mode', 'physical')), _connector='OR'), name='mission_lump_sum_for_visits_only', violation_error_message='Only a mission on site pays lump sums.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('kind', 'virtual_exchange'), _negated=True), ('mode', 'virtual'), _connector='OR'), name='mission_virtual_exchange_is_online', violation_error_message='A virtual exchange is online.'),
                            models.CheckConstraint(condition=models.Q(('budget', None), models.Q(('budget__gte', 0), ('budget__lte', 1000000)), _connector='OR'), name='mission_budget_range', violation_error_message='A budget lies between 0 and 1,000,000 euros.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), models.Q(('cancel_reason', ''), _negated=True)), models.Q(models.Q(('state', 'cancelled'), _negated=True), ('cancel_reason', '')), _connector='OR'), name='mission_cancelled_with_reason', violation_error_message='A cancelled event says why, and no other one does.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='workflow_edges', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:open,open:closed,closed:open,open:finished,closed:finished,draft:cancelled,open:cancelled,closed:cancelled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='0542a36abe35c0480919b1608bb95e0b88b1a2eb', operation='UPDATE', pgid='pgtrigger_workflow_edges_fe716', table='exchanges_mission', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='MissionSession',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('mission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='exchanges.mission')),
                        ('day', models.DateField()),
                        ('starts_at', models.TimeField(blank=True, null=True)),
                        ('ends_at', models.TimeField(blank=True, null=True)),
                        ('kind', models.CharField(choices=[('talk', 'Talk or workshop'), ('visit', 'Visit of a company or laboratory'), ('pitch', 'Pitches'), ('meetings', 'B2B meetings'), ('break', 'Break or meal'), ('social', 'Evening programme'), ('travel', 'Way from place to place')], default='talk', max_length=8, verbose_name='kind of session')),
                        ('title', models.CharField(max_length=200)),
                        ('place', models.CharField(blank=True, max_length=200)),
                        ('contact', models.CharField(blank=True, max_length=150)),
                    ],
                    options={
                        'ordering': ['day', 'starts_at', 'id'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='session_times_in_order', violation_error_message='A session ends after it begins.'),
                            models.CheckConstraint(condition=models.Q(('ends_at', None), ('starts_at__isnull', False), _connector='OR'), name='session_end_needs_a_start', violation_error_message='Say when the session begins, too.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='MissionInvitation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(max_length=30)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('waiting_for', models.CharField(blank=True, max_length=120)),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('state_since', models.DateTimeField()),
                        ('mission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='exchanges.mission')),
                        ('organisation_name', models.CharField(max_length=200, verbose_name='organisation')),
                        ('contact_name', models.CharField(blank=True, max_length=150, verbose_name='person')),
                        ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                        ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.country')),
                        ('language', models.CharField(choices=[('en', 'English'), ('de', 'German'), ('fr', 'French'), ('es', 'Spanish'), ('pl', 'Polish'), ('bg', 'Bulgarian'), ('lt', 'Lithuanian')], default='en', max_length=8, verbose_name='language of the mail')),
                        ('invited_at', models.DateTimeField(blank=True, null=True)),
                        ('reminded_at', models.DateTimeField(blank=True, null=True)),
                        ('decline_reason', models.TextField(blank=True)),
                        ('application', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mission_invitations', to='exchanges.application')),
                        ('participant', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitation', to='exchanges.participant')),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'invited', 'begun', 'applied', 'declined', 'expired', 'withdrawn'])), name='mission_invitation_state_known', violation_error_message='This state does not exist.'),
                            models.UniqueConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('contact_email', ''), _negated=True)), fields=('mission', 'contact_email'), name='mission_invitation_once', violation_error_message='This person is already invited.'),
                            models.CheckConstraint(condition=models.Q(('contact_email', django.db.models.functions.text.Lower('contact_email'))), name='mission_invitation_email_lower_case', violation_error_message='Please write the e-mail address in lower case.'),
                            models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'withdrawn']), ('invited_at__isnull', False), _connector='OR'), name='mission_invitation_sent_with_moment', violation_error_message='An invitation that was sent has the moment of sending.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='workflow_edges', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:invited,invited:begun,invited:applied,begun:applied,declined:applied,expired:applied,invited:declined,begun:declined,invited:expired,begun:expired,draft:withdrawn,invited:withdrawn,begun:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='25caa0739040820898e609f1237ee547ce9a2913', operation='UPDATE', pgid='pgtrigger_workflow_edges_de955', table='exchanges_missioninvitation', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Quote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quotes', to='exchanges.application')),
                        ('exchange', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='quotes', to='exchanges.exchange')),
                        ('kind', models.CharField(choices=[('estimate', 'Estimate'), ('planned', 'Agreed lump sum'), ('actual', 'Lump sum after the visit')], max_length=8)),
                        ('rulebook', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchanges.rulebook')),
                        ('grid', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchanges.grid')),
                        ('inputs', models.JSONField()),
                        ('result', models.JSONField()),
                        ('eligible', models.BooleanField()),
                        ('working_days', models.PositiveSmallIntegerField()),
                        ('distance_km', models.PositiveIntegerField(null=True)),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=8)),
                        ('created_at', models.DateTimeField()),
                    ],
                    options={
                        'ordering': ['-id'],
                        'indexes': [
                            models.Index(fields=['id'], include=('amount',), name='quote_amounts'),
                        ],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('amount__gte', 0), ('amount__lte', Decimal('10000'))), name='quote_amount_range', violation_error_message='A lump sum lies between 0 and 10,000 euros.'),
                            models.CheckConstraint(condition=models.Q(('eligible', True), ('amount', 0), _connector='OR'), name='quote_not_eligible_is_zero', violation_error_message='A stay that is not eligible pays nothing.'),
                            models.CheckConstraint(condition=models.Q(('working_days__lte', 366), models.Q(('distance_km', None), ('distance_km__lte', 20100), _connector='OR')), name='quote_counts_range', violation_error_message='A stay has at most 366 days and lies on this earth.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='immutable', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='3f427ef6bb980dca9edb81b2a4d200140d34c450', operation='UPDATE', pgid='pgtrigger_immutable_b8252', table='exchanges_quote', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='BankAccount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('exchange', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='bank_account', to='exchanges.exchange')),
                        ('holder', models.CharField(max_length=150, verbose_name='account holder')),
                        ('iban', models.CharField(max_length=34, verbose_name='IBAN')),
                        ('bic', models.CharField(blank=True, max_length=11, verbose_name='BIC')),
                        ('given_at', models.DateTimeField()),
                        ('given_by_name', models.CharField(max_length=200)),
                    ],
                ),
                migrations.CreateModel(
                    name='Payment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('exchange', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='exchanges.exchange')),
                        ('quote', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchanges.quote')),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=8)),
                        ('holder', models.CharField(max_length=150)),
                        ('iban', models.CharField(max_length=34)),
                        ('due_on', models.DateField()),
                        ('ordered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('ordered_at', models.DateTimeField()),
                        ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('approved_at', models.DateTimeField(blank=True, null=True)),
                        ('refused_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('refused_at', models.DateTimeField(blank=True, null=True)),
                        ('refused_reason', models.TextField(blank=True)),
                        ('paid_on', models.DateField(blank=True, null=True)),
                        ('bank_reference', models.CharField(blank=True, max_length=80, verbose_name='bank reference')),
                    ],
                    options={
                        'ordering': ['-id'],
                        'indexes': [
                            models.Index(fields=['due_on', 'id'], name='payment_due'),
                        ],
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('refused_at', None)), fields=('exchange',), name='payment_one_live', violation_error_message='This visit already has a payment.'),
                            models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('ordered_by')), _negated=True), _connector='OR'), name='payment_four_eyes', violation_error_message='Another person must approve a payment than the one who ordered it.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('approved_by', None)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='payment_approved_pair', violation_error_message='An approval needs both a person and a moment.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('refused_at', None), ('refused_by', None)), models.Q(('refused_at__isnull', False), ('refused_by__isnull', False), models.Q(('refused_reason', ''), _negated=True)), _connector='OR'), name='payment_refused_pair', violation_error_message='A refusal needs a person, a moment and a reason.'),
                            models.CheckConstraint(condition=models.Q(('paid_on', None), models.Q(('approved_by__isnull', False), ('refused_at', None), models.Q(('bank_reference', ''), _negated=True)), _connector='OR'), name='payment_paid_is_approved', violation_error_message='Only an approved payment can be paid, and it needs the bank reference.'),
                            models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('amount__lte', Decimal('10000'))), name='payment_amount_range', violation_error_message='A payment lies between 0 and 10,000 euros.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='HostOffer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='host_offers', to='clusters.organisation')),
                        ('host_cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='host_offers', to='clusters.cluster')),
                        ('title', models.CharField(max_length=150, verbose_name='title')),
                        ('description', models.TextField(verbose_name='what visitors can see and do')),
                        ('uses', models.JSONField(blank=True, default=list)),
                        ('activity_types', models.JSONField(blank=True, default=list)),
                        ('languages', models.JSONField(blank=True, default=list)),
                        ('capacity', models.PositiveSmallIntegerField(default=1, verbose_name='visitors at the same time')),
                        ('available_from', models.DateField(verbose_name='free from')),
                        ('available_until', models.DateField(verbose_name='free until')),
                        ('facilities', models.JSONField(blank=True, default=list)),
                        ('facilities_note', models.TextField(blank=True, verbose_name='more about the facilities')),
                        ('contact_name', models.CharField(max_length=150, verbose_name='contact person')),
                        ('contact_email', models.EmailField(max_length=254, verbose_name='e-mail of the contact')),
                        ('contact_phone', models.CharField(blank=True, max_length=40, verbose_name='phone of the contact')),
                        ('active', models.BooleanField(default=True)),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                        ('lexemes', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector('title', 'description', config='english'), output_field=django.contrib.postgres.search.SearchVectorField())),
                        ('terms', models.ManyToManyField(blank=True, related_name='+', to='clusters.term')),
                    ],
                    options={
                        'ordering': ['title', 'id'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('available_until__gte', models.F('available_from'))), name='offer_period_in_order', violation_error_message='The end lies before the start.'),
                            models.CheckConstraint(condition=models.Q(('capacity__gte', 1), ('capacity__lte', 500)), name='offer_capacity_range', violation_error_message='A host offers between 1 and 500 places.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='OfferPeriod',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='periods', to='exchanges.hostoffer')),
                        ('first_day', models.DateField(verbose_name='free from')),
                        ('last_day', models.DateField(verbose_name='free until')),
                        ('capacity', models.PositiveSmallIntegerField(default=1, verbose_name='visitors at the same time')),
                    ],
                    options={
                        'ordering': ['first_day', 'id'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='period_days_in_order', violation_error_message='The end lies before the start.'),
                            models.CheckConstraint(condition=models.Q(('capacity__gte', 1), ('capacity__lte', 500)), name='period_capacity_range', violation_error_message='A host offers between 1 and 500 places.'),
                            django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('offer', '='), (models.Func('first_day', 'last_day', models.Value('[]'), function='daterange'), '&&')], name='periods_do_not_overlap', violation_error_message='Two free periods overlap. Please make one of them.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='PastExchange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='past_exchanges', to='clusters.partnership')),
                        ('reference', models.CharField(max_length=60, verbose_name='their reference')),
                        ('visitor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.organisation')),
                        ('visitor_kind', models.CharField(choices=[('cluster', 'Cluster organisation'), ('sme', 'Small or medium-sized enterprise (SME)'), ('tech_centre', 'Technology centre'), ('research', 'Research institute'), ('innovation_hub', 'Innovation hub'), ('fab_lab', 'Fab lab'), ('creative_hub', 'Creative hub'), ('resource_efficiency', 'Resource-efficiency service provider'), ('incubator', 'Incubator or accelerator'), ('training', 'Training provider'), ('large_company', 'Large company'), ('public_authority', 'Public authority'), ('innovation_agency', 'Innovation agency')], max_length=24)),
                        ('visitor_country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.country')),
                        ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.organisation')),
                        ('host_kind', models.CharField(choices=[('cluster', 'Cluster organisation'), ('sme', 'Small or medium-sized enterprise (SME)'), ('tech_centre', 'Technology centre'), ('research', 'Research institute'), ('innovation_hub', 'Innovation hub'), ('fab_lab', 'Fab lab'), ('creative_hub', 'Creative hub'), ('resource_efficiency', 'Resource-efficiency service provider'), ('incubator', 'Incubator or accelerator'), ('training', 'Training provider'), ('large_company', 'Large company'), ('public_authority', 'Public authority'), ('innovation_agency', 'Innovation agency')], max_length=24)),
                        ('host_country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.country')),
                        ('home_cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster')),
                        ('home_cluster_name', models.CharField(blank=True, max_length=200, verbose_name='home cluster')),
                        ('host_cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster')),
                        ('host_cluster_name', models.CharField(blank=True, max_length=200, verbose_name="host's cluster")),
                        ('stay', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='stay')),
                        ('working_days', models.PositiveSmallIntegerField(verbose_name='working days')),
                        ('mission_name', models.CharField(blank=True, max_length=200, verbose_name='mission')),
                        ('travellers', models.PositiveSmallIntegerField(default=1, verbose_name='people who travelled')),
                        ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='paid lump sum')),
                        ('paid_on', models.DateField(blank=True, null=True, verbose_name='paid on')),
                        ('credited_on', models.DateField(verbose_name='counts from')),
                        ('import_run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.importrun')),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['-credited_on', '-id'],
                        'indexes': [
                            models.Index(fields=['partnership', 'credited_on'], name='past_exchange_credited'),
                        ],
                        'constraints': [
                            models.UniqueConstraint(fields=('partnership', 'reference'), name='past_exchange_once', violation_error_message='This reference is already here.'),
                            models.CheckConstraint(condition=models.Q(('stay__isempty', False), ('stay__contained_by', psycopg2.extras.DateRange(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1), '[)'))), name='past_exchange_stay_bounded', violation_error_message='A stay has a first and a last day.'),
                            models.CheckConstraint(condition=models.Q(('visitor_country', models.F('host_country')), _negated=True), name='past_exchange_crosses_a_border', violation_error_message='Visitor and host must be in different countries.'),
                            models.CheckConstraint(condition=models.Q(('travellers__range', (1, 99)), ('working_days__range', (1, 31))), name='past_exchange_numbers_range', violation_error_message='Working days lie between 1 and 31, travellers between 1 and 99.'),
                            models.CheckConstraint(condition=models.Q(('amount', None), models.Q(('amount__gte', 0), ('amount__lte', Decimal('10000'))), _connector='OR'), name='past_exchange_amount_range', violation_error_message='A lump sum lies between 0 and 10,000 euros.'),
                            models.CheckConstraint(condition=models.Q(('paid_on', None), ('amount__isnull', False), _connector='OR'), name='past_exchange_paid_has_a_sum', violation_error_message='A payment has a sum.'),
                            models.CheckConstraint(condition=models.Q(('credited_on__gte', datetime.date(2000, 1, 1)), ('credited_on__lt', datetime.date(2100, 1, 1))), name='past_exchange_credited_in_a_century', violation_error_message='This day is not believable.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Presence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='presences', to='exchanges.participant')),
                        ('day', models.DateField(verbose_name='day')),
                        ('half', models.CharField(choices=[('morning', 'Morning'), ('afternoon', 'Afternoon')], max_length=9, verbose_name='half of the day')),
                        ('present', models.BooleanField(default=True)),
                        ('how', models.CharField(choices=[('list', 'List of the organiser'), ('qr', 'Code of the day'), ('host', 'Host')], default='list', max_length=4, verbose_name='noted by')),
                        ('noted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('noted_at', models.DateTimeField()),
                        ('late', models.BooleanField(default=False)),
                        ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                    ],
                    options={
                        'ordering': ['day', 'id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('participant', 'day', 'half'), name='presence_once', violation_error_message='This half-day is noted already.'),
                            models.CheckConstraint(condition=models.Q(('half__in', ['morning', 'afternoon'])), name='presence_half_known', violation_error_message='A day has a morning and an afternoon.'),
                            models.CheckConstraint(condition=models.Q(('late', False), models.Q(('reason', ''), _negated=True), _connector='OR'), name='presence_late_with_reason', violation_error_message='Say why this is noted later.'),
                            models.CheckConstraint(condition=models.Q(('how', 'qr'), ('noted_by__isnull', False), _connector='OR'), name='presence_noted_by_somebody', violation_error_message='Say who noted this.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='presence_within_the_event', sql=pgtrigger.compiler.UpsertTriggerSql(func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM exchanges_participant p JOIN exchanges_mission m ON m.id = p.mission_id
                        WHERE p.id = NEW.participant_id AND NEW.day BETWEEN m.start_on AND m.end_on
                    ) THEN
                        RAISE EXCEPTION 'presence_within_the_event: this day is not part of the event.';
                    END IF;
                    RETURN NEW;
                """, hash='39b7912a155c09f62bec0f436328490985cf6307', operation='INSERT OR UPDATE OF "participant_id", "day"', pgid='pgtrigger_presence_within_the_event_5b91d', table='exchanges_presence', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='CountersignedDay',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('mission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='countersigned_days', to='exchanges.mission')),
                        ('day', models.DateField(verbose_name='day')),
                        ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('signed_at', models.DateTimeField()),
                    ],
                    options={
                        'ordering': ['day'],
                        'constraints': [
                            models.UniqueConstraint(fields=('mission', 'day'), name='countersigned_day_once', violation_error_message='This day is countersigned already.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='VisitorProfile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='visitor_profile', to='clusters.organisation')),
                        ('uses', models.JSONField(blank=True, default=list, verbose_name='what a visit is for')),
                        ('activity_types', models.JSONField(blank=True, default=list, verbose_name='activities')),
                        ('motivation', models.TextField(blank=True, verbose_name='why you want to go')),
                        ('expected_results', models.TextField(blank=True, verbose_name='what you want to bring home')),
                        ('preferred_countries', models.JSONField(blank=True, default=list, verbose_name='countries you prefer')),
                        ('languages', models.JSONField(blank=True, default=list, verbose_name='languages you can work in')),
                        ('cv', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('updated_at', models.DateTimeField(default=core.clock.now)),
                        ('updated_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('preferred_clusters', models.ManyToManyField(blank=True, related_name='+', to='clusters.cluster')),
                    ],
                    options={
                        'ordering': ['organisation__name', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='Proposal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(max_length=30)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('waiting_for', models.CharField(blank=True, max_length=120)),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('state_since', models.DateTimeField()),
                        ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='exchanges.application')),
                        ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='clusters.organisation')),
                        ('host_cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster')),
                        ('host_offer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchanges.hostoffer')),
                        ('mission', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchanges.mission')),
                        ('stay', django.contrib.postgres.fields.ranges.DateRangeField()),
                        ('host_contact_name', models.CharField(max_length=150)),
                        ('host_contact_email', models.EmailField(max_length=254)),
                        ('host_contact_phone', models.CharField(blank=True, max_length=40)),
                        ('message', models.TextField(blank=True)),
                        ('decline_reason', models.TextField(blank=True)),
                        ('host_answer', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No')], max_length=3)),
                        ('visitor_cluster_confirmed_at', models.DateTimeField(blank=True, null=True)),
                        ('host_cluster_confirmed_at', models.DateTimeField(blank=True, null=True)),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['-id'],
                        'indexes': [
                            models.Index(fields=['host', 'state'], name='proposal_host_state'),
                        ],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'accepted_by_visitor', 'accepted_by_host', 'agreed', 'confirmed', 'declined', 'expired', 'withdrawn'])), name='proposal_state_known', violation_error_message='This state does not exist.'),
                            models.UniqueConstraint(condition=models.Q(('state__in', ('proposed', 'accepted_by_visitor', 'accepted_by_host', 'agreed'))), fields=('application', 'host'), name='proposal_host_once', violation_error_message='This host is already proposed.'),
                            models.CheckConstraint(condition=models.Q(('host_answer__in', ['', 'yes', 'no'])), name='proposal_host_answer_known', violation_error_message='A host answers yes or no.'),
                            models.CheckConstraint(condition=models.Q(('stay__isempty', False), ('stay__contained_by', psycopg2.extras.DateRange(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1), '[)'))), name='proposal_stay_bounded', violation_error_message='A stay has a first and a last day.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='workflow_edges', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{proposed:accepted_by_host,accepted_by_visitor:agreed,proposed:accepted_by_visitor,accepted_by_host:agreed,agreed:confirmed,proposed:declined,accepted_by_visitor:declined,accepted_by_host:declined,agreed:declined,proposed:withdrawn,accepted_by_visitor:withdrawn,accepted_by_host:withdrawn,agreed:withdrawn,proposed:expired,accepted_by_visitor:expired,accepted_by_host:expired,agreed:expired}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='d5bbf8293a4f49b47c229c794ba4c69ca550630f', operation='UPDATE', pgid='pgtrigger_workflow_edges_bc800', table='exchanges_proposal', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='LearningTopic',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='learning_topics', to='clusters.cluster')),
                        ('side', models.CharField(choices=[('strength', 'Strength'), ('need', 'Need')], max_length=8)),
                        ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.term')),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('cluster', 'term'), name='learning_topic_on_one_side', violation_error_message='A field is either a strength or a need.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Tandem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(max_length=30)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('waiting_for', models.CharField(blank=True, max_length=120)),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('state_since', models.DateTimeField()),
                        ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tandems', to='clusters.partnership')),
                        ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster')),
                        ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster')),
                        ('goals', models.TextField(verbose_name='what both want to learn')),
                        ('result', models.TextField(blank=True, verbose_name='what came of it')),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['-id'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'running', 'finished', 'declined', 'ended'])), name='tandem_state_known', violation_error_message='This state does not exist.'),
                            models.CheckConstraint(condition=models.Q(('first', models.F('second')), _negated=True), name='tandem_of_two_clusters', violation_error_message='A tandem needs two clusters.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('state', 'finished'), _negated=True), models.Q(('result', ''), _negated=True), _connector='OR'), name='tandem_finished_has_result', violation_error_message='Say what came of it.'),
                            models.UniqueConstraint(django.db.models.functions.comparison.Least('first', 'second'), django.db.models.functions.comparison.Greatest('first', 'second'), condition=models.Q(('state__in', ('proposed', 'running'))), name='tandem_once_at_a_time', violation_error_message='These two clusters have a tandem already.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='workflow_edges', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{proposed:running,proposed:declined,running:finished,proposed:ended,running:ended}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='34ca0bbc1c638f5e11b152ba2c404aeaa2ce90b5', operation='UPDATE', pgid='pgtrigger_workflow_edges_19bf3', table='exchanges_tandem', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='TandemSession',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('tandem', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='exchanges.tandem')),
                        ('day', models.DateField(verbose_name='day')),
                        ('hours', models.DecimalField(decimal_places=1, max_digits=4, verbose_name='hours')),
                        ('others', models.PositiveSmallIntegerField(default=0, verbose_name='more people')),
                        ('notes', models.TextField(blank=True, verbose_name='what it was about')),
                        ('people', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['day', 'id'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('hours__gt', 0), ('hours__lte', Decimal('24'))), name='tandem_session_hours_range', violation_error_message='A session lasts between half an hour and a day.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='CalledOffSession',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('tandem', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='called_off', to='exchanges.tandem')),
                        ('number', models.BigIntegerField(unique=True)),
                        ('day', models.DateField()),
                        ('called_off_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['day', 'id'],
                    },
                ),
            ],
        ),
    ]
