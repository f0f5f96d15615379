"""The tables of people, organisations, clusters, partnerships and the public directory."""

import core.clock
import core.fields
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.text
import pgtrigger.compiler
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from core.migration_operations import AllAtOnce


# Legal forms at the end of a name, and a few that stand before it. Words are compared after dots and accents are gone.
_END = (
    "gmbh mbh ag kg ug ohg gbr ev eg se sa sas sasu sarl eurl snc scop sci sl slu sll srl srls spa sapa snc scarl coop "
    "uab mb vsi ab as asa oy oyj ab aps ivs is bv nv vof cv bvba sprl ltd limited llc llp inc plc clg dac lda ltda "
    "unipessoal doo dd ad eood ood ead et kft zrt nyrt bt sia ou sro zs vos kda ooo tov pat ike epe ae oe ehf hf "
    "еоод оод ад ад еад ет дзд дп spzoo sp z oo spolka zoo ska sc co cokg und and haftungsbeschrankt"
)
_START = "uab sia mb vsi ab ou as ooo firma"


def _words(text: str) -> str:
    return "|".join(dict.fromkeys(text.split()))


# The comparable form of a name, computed by the database, so that every writer gets the same.
NAME_KEY = f"""
    CREATE FUNCTION clusters_name_key(name text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $key$
        WITH plain AS (
            SELECT btrim(regexp_replace(
                lower(public.unaccent('public.unaccent'::regdictionary, replace($1, '.', ''))),
                '[[:space:][:punct:]„“”«»‘’–—´`°]+', ' ', 'g'
            )) AS words
        ), bare AS (
            SELECT words, btrim(regexp_replace(
                regexp_replace(words, '( ({_words(_END)}))+$', ''), '^({_words(_START)}) ', ''
            )) AS rest FROM plain
        )
        SELECT CASE WHEN rest = '' THEN words ELSE rest END FROM bare
    $key$
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('clusters', '0001_accounts'),
        ('core', '0001_tables'),
    ]

    replaces = [
        ("clusters", "0001_initial"),
        ("clusters", "0002_initial"),
        ("clusters", "0003_reference_data"),
        ("clusters", "0004_organisation_has_both_coordinates"),
        ("clusters", "0005_numbers_have_bounds"),
        ("clusters", "0006_organisation_profile"),
        ("clusters", "0007_regions_and_towns"),
        ("clusters", "0008_cluster_and_partnership_profiles"),
        ("clusters", "0009_all_terms"),
        ("clusters", "0010_directory_index"),
        ("clusters", "0011_directory_follows_its_sources"),
        ("clusters", "0012_name_key"),
        ("clusters", "0013_memberships_end_and_leads_move"),
        ("clusters", "0014_memberships_and_leads_hold"),
        ("clusters", "0015_people_and_rights"),
        ("clusters", "0016_directory_kind_and_country"),
        ("clusters", "0017_privacy"),
        ("clusters", "0018_consents_of_listed"),
        ("clusters", "0019_town_says_where_it_may_lie"),
        ("clusters", "0020_oversight_has_an_end"),
        ("clusters", "0021_contact_permission"),
        ("clusters", "0022_directory_words"),
        ("clusters", "0023_directory_knows_words_towns_logos"),
        ("clusters", "0024_hold_of_one_file"),
    ]

    operations = [
        migrations.RunSQL(NAME_KEY, "DROP FUNCTION clusters_name_key(text)"),
        AllAtOnce(
            operations=[
                migrations.CreateModel(
                    name='Role',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roles', to=settings.AUTH_USER_MODEL)),
                        ('kind', models.CharField(choices=[('representative', 'Representative'), ('manager', 'Cluster manager'), ('finance', 'Finance'), ('coordinator', 'Coordinator'), ('auditor', 'Auditor'), ('support_office', 'Support office')], max_length=16)),
                        ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='clusters.organisation')),
                        ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='clusters.cluster')),
                        ('partnership', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='clusters.partnership')),
                        ('since', models.DateTimeField(default=core.clock.now)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('until', models.DateTimeField(blank=True, null=True)),
                        ('given_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('checklist_hidden_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(models.Q(('kind', 'representative'), ('cluster', None), ('organisation__isnull', False), ('partnership', None)), models.Q(('kind', 'manager'), ('cluster__isnull', False), ('organisation', None), ('partnership', None)), models.Q(('kind__in', ['finance', 'coordinator', 'auditor']), ('cluster', None), ('organisation', None), ('partnership__isnull', False)), models.Q(('kind', 'support_office'), ('cluster', None), ('organisation', None), ('partnership', None)), _connector='OR'), name='role_scope_fits_kind', violation_error_message='This kind of role does not go with this place.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['auditor', 'support_office']), _negated=True), ('until__isnull', False), _connector='OR'), name='role_of_oversight_has_end', violation_error_message='Say until when this role lasts.'),
                            models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('user', 'kind', 'organisation', 'cluster', 'partnership'), name='role_once', nulls_distinct=False, violation_error_message='The person already has this role.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Absence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='clusters.role')),
                        ('stand_in', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stands_in', to='clusters.role')),
                        ('starts_on', models.DateField(verbose_name='first day away')),
                        ('ends_on', models.DateField(verbose_name='last day away')),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['starts_on', 'id'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='absence_days_in_order', violation_error_message='The last day lies before the first day.'),
                            models.CheckConstraint(condition=models.Q(('role', models.F('stand_in')), _negated=True), name='absence_by_another', violation_error_message='Nobody stands in for themselves.'),
                            django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('role', '='), (models.Func('starts_on', 'ends_on', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='absence_once_at_a_time', violation_error_message='These days overlap with another absence.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Cluster',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cluster', to='clusters.organisation')),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('short_name', models.CharField(max_length=60, verbose_name='short name')),
                        ('slug', models.SlugField(unique=True)),
                        ('profile_url', models.URLField(blank=True, verbose_name='address of its ECCP profile')),
                        ('has_eccp_profile', models.BooleanField(default=False, verbose_name='has a profile on the ECCP')),
                        ('in_portal', models.BooleanField(default=True, verbose_name='works in the portal')),
                        ('contact_name', models.CharField(max_length=150, verbose_name='contact person')),
                        ('contact_email', models.EmailField(max_length=254, verbose_name='e-mail of the contact')),
                        ('contact_phone', models.CharField(blank=True, max_length=40, verbose_name='phone of the contact')),
                        ('contact_public', models.BooleanField(default=False, verbose_name='contact person shown to everybody')),
                        ('about', models.TextField(blank=True, verbose_name='about')),
                        ('mission', models.TextField(blank=True, verbose_name='mission and vision')),
                        ('objectives', models.TextField(blank=True, verbose_name='objectives')),
                        ('collaborations', models.TextField(blank=True, verbose_name='collaborations sought')),
                        ('challenges', models.TextField(blank=True, verbose_name='challenges')),
                        ('services', models.TextField(blank=True, verbose_name='services')),
                        ('management_fte', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='management staff in full-time equivalents')),
                        ('label', models.CharField(blank=True, choices=[('bronze', 'Bronze label'), ('silver', 'Silver label'), ('gold', 'Gold label')], max_length=10, verbose_name='quality label')),
                        ('label_on', models.DateField(blank=True, null=True, verbose_name='label awarded on')),
                        ('website_in_english', models.BooleanField(blank=True, null=True, verbose_name='website in English')),
                        ('member_count', models.PositiveIntegerField(blank=True, null=True, verbose_name='members')),
                        ('member_smes', models.PositiveIntegerField(blank=True, null=True, verbose_name='SMEs')),
                        ('member_startups', models.PositiveIntegerField(blank=True, null=True, verbose_name='start-ups among them')),
                        ('member_large', models.PositiveIntegerField(blank=True, null=True, verbose_name='large companies')),
                        ('member_research', models.PositiveIntegerField(blank=True, null=True, verbose_name='research, education and technology centres')),
                        ('member_others', models.PositiveIntegerField(blank=True, null=True, verbose_name='others')),
                        ('members_counted_on', models.DateField(blank=True, null=True, verbose_name='counted on')),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['short_name', 'id'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('contact_email', django.db.models.functions.text.Lower('contact_email'))), name='cluster_contact_lower_case', violation_error_message='Please write the e-mail address in lower case.'),
                            models.CheckConstraint(condition=models.Q(('member_count', None), ('member_count__lte', 1000000), _connector='OR'), name='cluster_members_range', violation_error_message='A cluster has at most a million members.'),
                            models.CheckConstraint(condition=models.Q(('member_count', None), ('member_count__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Coalesce(models.F('member_smes'), 0), '+', django.db.models.functions.comparison.Coalesce(models.F('member_large'), 0)), '+', django.db.models.functions.comparison.Coalesce(models.F('member_research'), 0)), '+', django.db.models.functions.comparison.Coalesce(models.F('member_others'), 0))), _connector='OR'), name='cluster_members_add_up', violation_error_message='There are more members by type than members.'),
                            models.CheckConstraint(condition=models.Q(('member_startups', None), ('member_startups__lte', django.db.models.functions.comparison.Coalesce(models.F('member_smes'), 0)), _connector='OR'), name='cluster_startups_are_smes', violation_error_message='Start-ups are counted among the SMEs.'),
                            models.CheckConstraint(condition=models.Q(('management_fte', None), models.Q(('management_fte__gte', 0), ('management_fte__lte', Decimal('500'))), _connector='OR'), name='cluster_staff_range', violation_error_message='The staff lies between 0 and 500 full-time equivalents.'),
                            models.CheckConstraint(condition=models.Q(('label_on', None), models.Q(('label', ''), _negated=True), _connector='OR'), name='cluster_label_has_kind', violation_error_message='A label with a date has a kind.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='DirectoryEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=16)),
                        ('subject_id', models.BigIntegerField()),
                        ('organisation_id', models.BigIntegerField()),
                        ('slug', models.CharField(blank=True, max_length=60)),
                        ('title', models.CharField(max_length=200)),
                        ('owner', models.CharField(blank=True, max_length=200)),
                        ('city', models.CharField(max_length=100)),
                        ('country', models.CharField(max_length=2)),
                        ('blurb', models.TextField(blank=True)),
                        ('rank', models.PositiveSmallIntegerField()),
                        ('sort_key', models.TextField()),
                        ('starts_on', models.DateField(null=True)),
                        ('ends_on', models.DateField(null=True)),
                        ('shown_until', models.DateField(null=True)),
                        ('free', core.fields.DateMultiRangeField(null=True)),
                        ('latitude', models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                        ('longitude', models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                        ('facets', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                        ('fuzzy', models.TextField()),
                        ('search', django.contrib.postgres.search.SearchVectorField()),
                        ('created_at', models.DateTimeField()),
                        ('also', models.TextField(blank=True, db_default='')),
                        ('logo_id', models.BigIntegerField(null=True)),
                    ],
                    options={
                        'verbose_name_plural': 'directory entries',
                        'ordering': ['rank', 'sort_key', 'id'],
                        'indexes': [
                            models.Index(fields=['rank', 'sort_key', 'id'], name='directory_first'),
                            models.Index(fields=['sort_key', 'id'], name='directory_by_name'),
                            models.Index(fields=['-created_at', '-id'], name='directory_newest'),
                            models.Index(fields=['kind', 'country'], name='directory_kind'),
                            models.Index(fields=['country'], name='directory_country'),
                            models.Index(fields=['organisation_id'], name='directory_organisation'),
                            django.contrib.postgres.indexes.GinIndex(fields=['facets'], name='directory_facets'),
                            django.contrib.postgres.indexes.GinIndex(fields=['search'], name='directory_search'),
                            django.contrib.postgres.indexes.GistIndex(fields=['free'], name='directory_free'),
                        ],
                        'constraints': [
                            models.UniqueConstraint(fields=('kind', 'subject_id'), name='directory_entry_once'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='DirectoryWord',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('word', models.TextField()),
                        ('sound', models.TextField()),
                    ],
                    options={
                        'indexes': [
                            models.Index(fields=['word'], name='directory_word'),
                            django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('sound', name='gin_trgm_ops'), name='directory_word_sound'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                        ('kind', models.CharField(choices=[('representative', 'Representative'), ('manager', 'Cluster manager'), ('finance', 'Finance'), ('coordinator', 'Coordinator'), ('auditor', 'Auditor'), ('support_office', 'Support office')], max_length=16)),
                        ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='clusters.organisation')),
                        ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='clusters.cluster')),
                        ('partnership', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='clusters.partnership')),
                        ('until', models.DateTimeField(blank=True, null=True)),
                        ('invited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('invited_at', models.DateTimeField(default=core.clock.now)),
                        ('sent_at', models.DateTimeField(default=core.clock.now)),
                        ('expires_at', models.DateTimeField()),
                        ('accepted_at', models.DateTimeField(blank=True, null=True)),
                        ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['-id'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(models.Q(('kind', 'representative'), ('cluster', None), ('organisation__isnull', False), ('partnership', None)), models.Q(('kind', 'manager'), ('cluster__isnull', False), ('organisation', None), ('partnership', None)), models.Q(('kind__in', ['finance', 'coordinator', 'auditor']), ('cluster', None), ('organisation', None), ('partnership__isnull', False)), models.Q(('kind', 'support_office'), ('cluster', None), ('organisation', None), ('partnership', None)), _connector='OR'), name='invitation_scope_fits_kind', violation_error_message='This kind of role does not go with this place.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['auditor', 'support_office']), _negated=True), ('until__isnull', False), _connector='OR'), name='invitation_to_oversight_has_end', violation_error_message='Say until when this role lasts.'),
                            models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='invitation_email_lower_case', violation_error_message='Please write the e-mail address in lower case.'),
                            models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('sent_at'))), name='invitation_runs_out_later', violation_error_message='An invitation runs out after it was sent.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('accepted_at', None), ('accepted_by', None)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False), ('withdrawn_at', None)), _connector='OR'), name='invitation_has_one_end', violation_error_message='An invitation is accepted by a person, or withdrawn, never both.'),
                            models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('withdrawn_at', None)), fields=('email', 'kind', 'organisation', 'cluster', 'partnership'), name='invitation_once', nulls_distinct=False, violation_error_message='This address is invited already.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='JoinRequest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='join_requests', to=settings.AUTH_USER_MODEL)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='join_requests', to='clusters.organisation')),
                        ('message', models.TextField(blank=True, verbose_name='who you are there')),
                        ('asked_at', models.DateTimeField(default=core.clock.now)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('accepted', models.BooleanField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['-id'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(models.Q(('accepted', None), ('decided_at', None)), models.Q(('accepted__isnull', False), ('decided_at__isnull', False)), _connector='OR'), name='join_request_decided_with_answer', violation_error_message='A decided request has an answer.'),
                            models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('user', 'organisation'), name='join_request_once', violation_error_message='You have asked already.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Lead',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leads', to='clusters.partnership')),
                        ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leads', to='clusters.cluster')),
                        ('name', models.CharField(max_length=150, verbose_name='your name')),
                        ('email', models.EmailField(max_length=254, verbose_name='your e-mail address')),
                        ('organisation', models.CharField(max_length=200, verbose_name='your organisation')),
                        ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.country')),
                        ('message', models.TextField(blank=True, verbose_name='what you are interested in')),
                        ('status', models.CharField(choices=[('new', 'New'), ('answered', 'Answered'), ('converted', 'Registered'), ('closed', 'Closed')], default='new', max_length=10)),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                        ('handled_at', models.DateTimeField(blank=True, null=True)),
                        ('assigned_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('next_step', models.CharField(blank=True, max_length=200, verbose_name='next step')),
                        ('next_on', models.DateField(blank=True, null=True, verbose_name='on')),
                        ('invited_at', models.DateTimeField(blank=True, null=True)),
                        ('registered', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.organisation')),
                        ('closed_reason', models.CharField(blank=True, choices=[('no_answer', 'No answer any more'), ('not_eligible', 'May not take part'), ('no_interest', 'Not interested any more'), ('elsewhere', 'Helped elsewhere'), ('spam', 'Advertising or nonsense'), ('done', 'Question answered, nothing more to do')], max_length=12, verbose_name='reason')),
                    ],
                    options={
                        'ordering': ['-created_at', '-id'],
                        'indexes': [
                            models.Index(fields=['cluster', 'status'], name='lead_cluster_status'),
                            models.Index(fields=['email'], name='lead_email'),
                        ],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(models.Q(('status', 'closed'), _negated=True), models.Q(('closed_reason', ''), _negated=True), _connector='OR'), name='lead_closed_with_a_reason', violation_error_message='Choose why it is closed.'),
                            models.CheckConstraint(condition=models.Q(('status', 'converted'), ('registered', None), _connector='OR'), name='lead_registered_is_converted', violation_error_message='A lead with an organisation is registered.'),
                            models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='lead_email_lower_case', violation_error_message='Please write the e-mail address in lower case.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='LeadEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('lead', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='clusters.lead')),
                        ('kind', models.CharField(choices=[('received', 'Wrote to us'), ('assigned', 'Given to'), ('note', 'Note'), ('planned', 'Next step'), ('mail', 'Answered by mail'), ('invited', 'Invited to register'), ('registered', 'Registered'), ('closed', 'Closed'), ('reopened', 'Opened again')], max_length=12)),
                        ('text', models.TextField(blank=True)),
                        ('mail', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.mail')),
                        ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('by_name', models.CharField(blank=True, max_length=200)),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'verbose_name_plural': 'lead entries',
                        'ordering': ['id'],
                    },
                ),
                migrations.CreateModel(
                    name='Membership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(max_length=30)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('waiting_for', models.CharField(blank=True, max_length=120)),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('state_since', models.DateTimeField()),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='clusters.organisation')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='clusters.cluster')),
                        ('since', models.DateField(blank=True, null=True, verbose_name='member since')),
                        ('direct', models.BooleanField(default=True, verbose_name='direct member')),
                        ('proof', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('requested_at', models.DateTimeField(default=core.clock.now)),
                        ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='confirmed on')),
                        ('confirmed_by_name', models.CharField(blank=True, max_length=200, verbose_name='confirmed by')),
                        ('expires_on', models.DateField(blank=True, null=True, verbose_name='holds until')),
                    ],
                    options={
                        'ordering': ['organisation__name', 'id'],
                        'indexes': [
                            models.Index(fields=['cluster', 'state'], name='membership_cluster_state'),
                        ],
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('state__in', ['requested', 'confirmed'])), fields=('organisation', 'cluster'), name='membership_once', violation_error_message='This membership is already there.'),
                            models.CheckConstraint(condition=models.Q(('expires_on', None), models.Q(('confirmed_on__isnull', False), ('expires_on__gte', models.F('confirmed_on'))), _connector='OR'), name='membership_ends_after_its_start', violation_error_message='The membership cannot end before the day it was confirmed.'),
                        ],
                        'triggers': [
                            pgtrigger.compiler.Trigger(name='workflow_edges', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{requested:confirmed,requested:refused,confirmed:revoked,expired:confirmed,confirmed:expired}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='eb13074e173c6096109b3e5b839b0b180106f47f', operation='UPDATE', pgid='pgtrigger_workflow_edges_5b600', table='clusters_membership', when='BEFORE')),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Attestation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('membership', 'Membership of a cluster'), ('sme_status', 'SME status')], max_length=12)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attestations', to='clusters.organisation')),
                        ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster')),
                        ('issued_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('issued_by_name', models.CharField(max_length=200)),
                        ('issued_on', models.DateField()),
                        ('expires_on', models.DateField(blank=True, null=True)),
                        ('revoked_on', models.DateField(blank=True, null=True)),
                        ('revoked_reason', models.TextField(blank=True)),
                        ('inputs', models.JSONField(default=dict)),
                        ('result', models.CharField(blank=True, max_length=20)),
                        ('reason', models.TextField(blank=True)),
                        ('checked', models.CharField(blank=True, choices=[('confirmed', 'Confirmed'), ('refused', 'Refused')], max_length=10)),
                        ('checked_on', models.DateField(blank=True, null=True)),
                        ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('checked_by_name', models.CharField(blank=True, max_length=200)),
                        ('checked_note', models.TextField(blank=True)),
                    ],
                    options={
                        'ordering': ['-issued_on', '-id'],
                        'indexes': [
                            models.Index(fields=['organisation', 'kind'], name='attestation_subject'),
                        ],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('expires_on', None), ('expires_on__gte', models.F('issued_on')), _connector='OR'), name='attestation_dates_in_order', violation_error_message='The end lies before the day of issue.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('checked', ''), ('checked_on', None)), models.Q(('checked__in', ['confirmed', 'refused']), ('checked_on__isnull', False)), _connector='OR'), name='attestation_check_is_dated', violation_error_message='A check has a result and a day.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Region',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='regions', to='clusters.country')),
                        ('code', models.CharField(max_length=10)),
                        ('name', models.CharField(max_length=80, verbose_name='name')),
                        ('holiday_code', models.CharField(blank=True, max_length=6)),
                    ],
                    options={
                        'ordering': ['name', 'id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('country', 'code'), name='region_once'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='RegionLevel',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.country')),
                        ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='levels', to='clusters.region')),
                        ('edition', models.CharField(max_length=20)),
                        ('level', models.CharField(choices=[('more', 'More developed'), ('transition', 'In transition'), ('less', 'Less developed')], max_length=12, verbose_name='level of development')),
                        ('source', models.TextField(verbose_name='source')),
                    ],
                    options={
                        'ordering': ['country', 'region', 'edition'],
                        'constraints': [
                            models.UniqueConstraint(fields=('country', 'region', 'edition'), name='region_level_once', nulls_distinct=False),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Town',
                    fields=[
                        ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                        ('country', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.country')),
                        ('region', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.region')),
                        ('holiday_code', models.CharField(blank=True, max_length=6)),
                        ('name', models.CharField(max_length=120)),
                        ('latitude', models.DecimalField(decimal_places=5, max_digits=8)),
                        ('longitude', models.DecimalField(decimal_places=5, max_digits=8)),
                        ('population', models.PositiveIntegerField(default=0)),
                        ('names', models.TextField()),
                    ],
                    options={
                        'ordering': ['-population', 'id'],
                        'indexes': [
                            models.Index(fields=['country', '-population'], name='town_by_size'),
                        ],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('latitude__range', (Decimal('-90'), Decimal('90'))), ('longitude__range', (Decimal('-180'), Decimal('180')))), name='town_on_earth', violation_error_message='Latitude lies between -90 and 90, longitude between -180 and 180.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Establishment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.country')),
                        ('region', models.CharField(blank=True, max_length=6, verbose_name='region')),
                        ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.region', verbose_name='region')),
                        ('city', models.CharField(max_length=100, verbose_name='town or city')),
                        ('street', models.CharField(blank=True, max_length=200, verbose_name='street and number')),
                        ('postal_code', models.CharField(blank=True, max_length=20, verbose_name='postal code')),
                        ('latitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name='latitude')),
                        ('longitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name='longitude')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='establishments', to='clusters.organisation')),
                        ('name', models.CharField(max_length=100, verbose_name='name of the site')),
                    ],
                    options={
                        'ordering': ['name', 'id'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__isnull', False), ('latitude__range', (Decimal('-90'), Decimal('90'))), ('longitude__isnull', False), ('longitude__range', (Decimal('-180'), Decimal('180')))), _connector='OR'), name='establishment_place_on_earth', violation_error_message='Latitude lies between -90 and 90, longitude between -180 and 180.'),
                            models.UniqueConstraint(fields=('organisation', 'name'), name='establishment_named_once', violation_error_message='There is a site with this name already.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Organisation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('country', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.country')),
                        ('region', models.CharField(blank=True, max_length=6, verbose_name='region')),
                        ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.region', verbose_name='region')),
                        ('city', models.CharField(max_length=100, verbose_name='town or city')),
                        ('street', models.CharField(blank=True, max_length=200, verbose_name='street and number')),
                        ('postal_code', models.CharField(blank=True, max_length=20, verbose_name='postal code')),
                        ('latitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name='latitude')),
                        ('longitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name='longitude')),
                        ('name', models.CharField(max_length=200, verbose_name='legal name')),
                        ('kind', models.CharField(choices=[('cluster', 'Cluster organisation'), ('sme', 'Small or medium-sized enterprise (SME)'), ('tech_centre', 'Technology centre'), ('research', 'Research institute'), ('innovation_hub', 'Innovation hub'), ('fab_lab', 'Fab lab'), ('creative_hub', 'Creative hub'), ('resource_efficiency', 'Resource-efficiency service provider'), ('incubator', 'Incubator or accelerator'), ('training', 'Training provider'), ('large_company', 'Large company'), ('public_authority', 'Public authority'), ('innovation_agency', 'Innovation agency')], max_length=24, verbose_name='kind of organisation')),
                        ('registration_number', models.CharField(blank=True, max_length=60, verbose_name='registration number')),
                        ('vat_number', models.CharField(blank=True, max_length=20, verbose_name='VAT number')),
                        ('pic', models.CharField(blank=True, max_length=9, verbose_name='PIC')),
                        ('place_name', models.CharField(blank=True, max_length=100, verbose_name='name of the site')),
                        ('website', models.URLField(blank=True, verbose_name='website')),
                        ('about', models.TextField(blank=True, verbose_name='what the organisation does')),
                        ('founded', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='founded in')),
                        ('sme_size', models.CharField(blank=True, choices=[('micro', 'Micro: fewer than 10 people'), ('small', 'Small: fewer than 50 people'), ('medium', 'Medium: fewer than 250 people'), ('not_sme', 'Not an SME')], max_length=8, verbose_name='size')),
                        ('figures_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of the figures')),
                        ('headcount', models.PositiveIntegerField(blank=True, null=True, verbose_name='people working there')),
                        ('turnover', models.DecimalField(blank=True, decimal_places=0, max_digits=14, null=True, verbose_name='turnover')),
                        ('balance_total', models.DecimalField(blank=True, decimal_places=0, max_digits=14, null=True, verbose_name='balance sheet total')),
                        ('languages', models.JSONField(blank=True, default=list, verbose_name='languages spoken')),
                        ('logo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('listed', models.BooleanField(default=False, verbose_name='shown in the public directory')),
                        ('interest_asked_at', models.DateTimeField(blank=True, null=True)),
                        ('interest_confirmed_at', models.DateTimeField(blank=True, null=True)),
                        ('hidden_at', models.DateTimeField(blank=True, null=True)),
                        ('created_at', models.DateTimeField(default=core.clock.now)),
                        ('name_key', models.GeneratedField(db_persist=True, expression=models.Func(models.F('name'), function='clusters_name_key'), output_field=models.TextField())),
                        ('terms', models.ManyToManyField(blank=True, related_name='+', to='clusters.term')),
                    ],
                    options={
                        'ordering': ['name', 'id'],
                        'indexes': [
                            models.Index(fields=['name_key'], name='organisation_name_key'),
                            django.contrib.postgres.indexes.GinIndex(fields=['name_key'], name='organisation_name_similar', opclasses=['gin_trgm_ops']),
                        ],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__isnull', False), ('latitude__range', (Decimal('-90'), Decimal('90'))), ('longitude__isnull', False), ('longitude__range', (Decimal('-180'), Decimal('180')))), _connector='OR'), name='organisation_place_on_earth', violation_error_message='Latitude lies between -90 and 90, longitude between -180 and 180.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('headcount', None), ('headcount__lte', 1000000), _connector='OR'), models.Q(('founded', None), models.Q(('founded__gte', 800), ('founded__lte', 2100)), _connector='OR'), models.Q(('figures_year', None), models.Q(('figures_year__gte', 1990), ('figures_year__lte', 2100)), _connector='OR'), models.Q(('turnover', None), models.Q(('turnover__gte', 0), ('turnover__lte', Decimal('1000000000000'))), _connector='OR'), models.Q(('balance_total', None), models.Q(('balance_total__gte', 0), ('balance_total__lte', Decimal('1000000000000'))), _connector='OR')), name='organisation_numbers_range', violation_error_message='A year, the number of people or a sum of money is not believable.'),
                            models.UniqueConstraint(condition=models.Q(('registration_number', ''), _negated=True), fields=('country', 'registration_number'), name='organisation_registered_once', violation_error_message='An organisation with this registration number is already here.'),
                            models.CheckConstraint(condition=models.Q(('pic', ''), ('pic__regex', '^[0-9]{9}$'), _connector='OR'), name='organisation_pic_digits', violation_error_message='A PIC has nine digits.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Partnership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=30, unique=True, verbose_name='code')),
                        ('slug', models.SlugField(unique=True)),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('full_name', models.CharField(blank=True, max_length=250, verbose_name='name in full')),
                        ('start_on', models.DateField(verbose_name='start')),
                        ('end_on', models.DateField(verbose_name='end')),
                        ('coordinator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coordinates', to='clusters.cluster')),
                        ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deputises', to='clusters.cluster')),
                        ('summary', models.TextField(blank=True, verbose_name='summary')),
                        ('objectives', models.TextField(blank=True, verbose_name='objectives')),
                        ('expected_results', models.TextField(blank=True, verbose_name='expected results')),
                        ('kind', models.CharField(blank=True, choices=[('excellence', 'European Cluster Partnership: excellence'), ('international', 'European Cluster Partnership: going international'), ('s3', 'European Cluster Partnership: smart specialisation investments'), ('innovation', 'European Cluster Partnership: innovation'), ('eurocluster', 'Eurocluster'), ('other', 'Other partnership of clusters')], max_length=14, verbose_name='type of partnership')),
                        ('origin', models.CharField(blank=True, choices=[('cosme', 'COSME programme'), ('single_market', 'Single Market Programme'), ('horizon', 'Horizon 2020 or Horizon Europe'), ('interreg', 'Interreg'), ('regional', 'National or regional programme'), ('own', 'Initiative of the clusters')], max_length=14, verbose_name='origin')),
                        ('smes_involved', models.PositiveIntegerField(blank=True, null=True, verbose_name='SMEs involved')),
                        ('website', models.URLField(blank=True, verbose_name='website')),
                        ('contact_name', models.CharField(blank=True, max_length=150, verbose_name='project manager')),
                        ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail of the project manager')),
                        ('contact_phone', models.CharField(blank=True, max_length=40, verbose_name='phone of the project manager')),
                        ('contact_public', models.BooleanField(default=False, verbose_name='project manager shown to everybody')),
                        ('grant_reference', models.CharField(blank=True, max_length=80, verbose_name='grant or call')),
                        ('funding_statement', models.TextField(blank=True, verbose_name='funding statement')),
                        ('disclaimer', models.TextField(blank=True, verbose_name='disclaimer')),
                        ('budget', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12, verbose_name='money for lump sums')),
                        ('visit_once_level', models.CharField(default='rulebook', max_length=12)),
                        ('accepts_applications', models.BooleanField(default=True, verbose_name='takes applications')),
                        ('grant_amount', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='amount of the grant')),
                        ('balance_paid_on', models.DateField(blank=True, null=True, verbose_name='balance paid on')),
                        ('terms', models.ManyToManyField(blank=True, related_name='+', to='clusters.term')),
                        ('clusters', models.ManyToManyField(through='clusters.PartnershipCluster', to='clusters.cluster')),
                    ],
                    options={
                        'ordering': ['-start_on', 'code'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('end_on__gt', models.F('start_on'))), name='partnership_dates_in_order', violation_error_message='The end must lie after the start.'),
                            models.CheckConstraint(condition=models.Q(('coordinator', models.F('deputy')), _negated=True), name='partnership_deputy_is_another', violation_error_message='The deputy must be another cluster than the coordinator.'),
                            models.CheckConstraint(condition=models.Q(('grant_amount', None), models.Q(('grant_amount__gte', 0), ('grant_amount__lte', Decimal('100000000'))), _connector='OR'), name='partnership_grant_range', violation_error_message='The grant must lie between 0 and 100 million.'),
                            models.CheckConstraint(condition=models.Q(('budget__gte', 0), ('budget__lte', Decimal('100000000'))), name='partnership_budget_range', violation_error_message='The budget must lie between 0 and 100 million.'),
                            models.CheckConstraint(condition=models.Q(('smes_involved', None), ('smes_involved__lte', 1000000), _connector='OR'), name='partnership_smes_range', violation_error_message='A partnership involves at most a million SMEs.'),
                            models.CheckConstraint(condition=models.Q(('contact_email', django.db.models.functions.text.Lower('contact_email'))), name='partnership_contact_lower_case', violation_error_message='Please write the e-mail address in lower case.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='PartnershipCluster',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='clusters.partnership')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='clusters.cluster')),
                        ('position', models.PositiveSmallIntegerField(default=1)),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('partnership', 'cluster'), name='partnership_cluster_once'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Target',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='clusters.partnership')),
                        ('code', models.CharField(max_length=30)),
                        ('value', models.DecimalField(decimal_places=2, max_digits=12)),
                    ],
                    options={
                        'ordering': ['code'],
                        'constraints': [
                            models.UniqueConstraint(fields=('partnership', 'code'), name='target_once'),
                            models.CheckConstraint(condition=models.Q(('value__gte', 0), ('value__lte', Decimal('100000000'))), name='target_range', violation_error_message='A target lies between 0 and 100 million.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='NoticeReading',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notice_readings', to=settings.AUTH_USER_MODEL)),
                        ('version', models.CharField(max_length=20)),
                        ('read_at', models.DateTimeField(default=core.clock.now)),
                    ],
                    options={
                        'ordering': ['-read_at', '-id'],
                        'constraints': [
                            models.UniqueConstraint(fields=('user', 'version'), name='notice_reading_once', violation_error_message='This reading is already noted.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='Consent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('purpose', models.CharField(choices=[('catalogue', 'Entry in the public catalogue'), ('photo', 'Photos of you'), ('quote', 'A sentence from your closing report, with your name'), ('contact', 'Your name as contact on a public page')], max_length=12)),
                        ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='clusters.organisation')),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consents', to=settings.AUTH_USER_MODEL)),
                        ('subject_type', models.CharField(blank=True, max_length=60)),
                        ('subject_id', models.BigIntegerField(blank=True, null=True)),
                        ('given_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('given_at', models.DateTimeField(default=core.clock.now)),
                        ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['-given_at', '-id'],
                        'indexes': [
                            models.Index(fields=['subject_type', 'subject_id', 'purpose'], name='consent_subject'),
                        ],
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('purpose', 'organisation', 'person', 'subject_type', 'subject_id'), name='consent_once', nulls_distinct=False, violation_error_message='This is already allowed.'),
                            models.CheckConstraint(condition=models.Q(models.Q(('purpose', 'catalogue'), ('organisation__isnull', False), ('person', None)), models.Q(('purpose', 'photo'), ('organisation', None), ('person__isnull', False), ('subject_id', None)), models.Q(('purpose__in', ['quote', 'contact']), ('organisation', None), ('subject_id__isnull', False)), _connector='OR'), name='consent_subject_fits_purpose', violation_error_message='This permission does not go with this subject.'),
                            models.CheckConstraint(condition=models.Q(('revoked_at', None), ('revoked_at__gte', models.F('given_at')), _connector='OR'), name='consent_dates_in_order', violation_error_message='A permission ends after it was given.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='DataExport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='data_exports', to=settings.AUTH_USER_MODEL)),
                        ('requested_at', models.DateTimeField(default=core.clock.now)),
                        ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('made_at', models.DateTimeField(blank=True, null=True)),
                        ('expires_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['-requested_at', '-id'],
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('made_at', None)), fields=('user',), name='data_export_one_at_a_time', violation_error_message='A copy of your data is already being made.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='DeletionRequest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deletion_requests', to=settings.AUTH_USER_MODEL)),
                        ('requested_at', models.DateTimeField(default=core.clock.now)),
                        ('due_at', models.DateTimeField()),
                        ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                        ('erased_at', models.DateTimeField(blank=True, null=True)),
                        ('counts', models.JSONField(default=dict)),
                    ],
                    options={
                        'ordering': ['-requested_at', '-id'],
                        'constraints': [
                            models.UniqueConstraint(condition=models.Q(('cancelled_at', None)), fields=('user',), name='deletion_request_once', violation_error_message='The deletion of this account is already under way.'),
                            models.CheckConstraint(condition=models.Q(('cancelled_at', None), ('erased_at', None), _connector='OR'), name='deletion_cancelled_or_done', violation_error_message='A deletion is either taken back or done.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='LegalHold',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='legal_holds', to='clusters.partnership')),
                        ('reference', models.CharField(blank=True, max_length=40, verbose_name='reference of the file')),
                        ('reason', models.TextField(verbose_name='reason')),
                        ('since', models.DateField(verbose_name='since')),
                        ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('lifted_on', models.DateField(blank=True, null=True)),
                        ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-since', '-id'],
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='legal_hold_has_reason', violation_error_message='Say why the data must be kept longer.'),
                            models.CheckConstraint(condition=models.Q(('lifted_on', None), ('lifted_on__gte', models.F('since')), _connector='OR'), name='legal_hold_days_in_order', violation_error_message='The hold ends after it began.'),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name='RetentionRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField(unique=True)),
                        ('ran_at', models.DateTimeField(default=core.clock.now)),
                        ('counts', models.JSONField(default=dict)),
                    ],
                    options={
                        'ordering': ['-day'],
                    },
                ),
                migrations.CreateModel(
                    name='Country',
                    fields=[
                        ('code', models.CharField(max_length=2, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=80)),
                        ('timezone', models.CharField(default='UTC', max_length=40)),
                        ('eligible_from', models.DateField(blank=True, null=True)),
                        ('eligible_until', models.DateField(blank=True, null=True)),
                        ('footnote', models.TextField(blank=True)),
                    ],
                    options={
                        'verbose_name_plural': 'countries',
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='Term',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('taxonomy', models.CharField(choices=[('nace', 'Economic activity (NACE)'), ('cross_sectoral', 'Cross-sectoral industry'), ('ecosystem', 'Industrial ecosystem'), ('technology', 'Technology field'), ('s3', 'Smart specialisation priority'), ('alliance', 'Industrial alliance'), ('theme', 'Theme')], max_length=20)),
                        ('edition', models.CharField(default='2020', max_length=20)),
                        ('code', models.CharField(max_length=40)),
                        ('label', models.CharField(max_length=200)),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='clusters.term')),
                        ('retired_on', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['taxonomy', 'code'],
                        'constraints': [
                            models.UniqueConstraint(fields=('taxonomy', 'edition', 'code'), name='term_once'),
                        ],
                    },
                ),
            ],
        ),
    ]
