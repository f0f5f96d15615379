import core.clock
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clusters', '0027_weekly_mail'),
        ('exchanges', '0027_kinds_of_events'),
    ]

    operations = [
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(max_length=30)),
                ('version', models.PositiveIntegerField(default=1)),
                ('waiting_for', models.CharField(blank=True, max_length=120)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('state_since', models.DateTimeField()),
                ('side', models.CharField(choices=[('visitor', 'Visitor'), ('local', 'Local company'), ('host', "Host's team"), ('speaker', 'Speaker')], default='visitor', max_length=8, verbose_name='side')),
                ('organisation_name', models.CharField(blank=True, max_length=200, verbose_name='organisation')),
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
            },
        ),
        migrations.AddField(
            model_name='participant',
            name='country',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.country'),
        ),
        migrations.AddField(
            model_name='participant',
            name='mission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participants', to='exchanges.mission'),
        ),
        migrations.AddField(
            model_name='participant',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.organisation'),
        ),
        migrations.AddField(
            model_name='participant',
            name='traveller',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='participation', to='exchanges.traveller'),
        ),
        migrations.AddIndex(
            model_name='participant',
            index=models.Index(fields=['mission', 'state'], name='participant_mission_state'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'waiting', 'coming', 'declined', 'withdrawn'])), name='participant_state_known', violation_error_message='This state does not exist.'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('email', ''), ('first_name', ''), ('last_name', ''), ('phone', ''), ('position', ''), ('traveller__isnull', False)), models.Q(('traveller', None), models.Q(('last_name', ''), _negated=True)), _connector='OR'), name='participant_named_once', violation_error_message='The name of a traveller stands in the file; others need one here.'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', False), ('organisation_name', '')), models.Q(('organisation', None), models.Q(('organisation_name', ''), _negated=True)), _connector='OR'), name='participant_of_one_organisation', violation_error_message='Name the organisation.'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='participant_email_lower_case', violation_error_message='Please write the e-mail address in lower case.'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('asked', 'waiting', 'coming')), models.Q(('email', ''), _negated=True)), fields=('mission', 'email'), name='participant_once_per_event', violation_error_message='This person is already registered.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participant',
            trigger=pgtrigger.compiler.Trigger(name='workflow_edges', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{asked:coming,waiting:coming,asked:waiting,asked:declined,waiting:declined,asked:withdrawn,waiting:withdrawn,coming:withdrawn,withdrawn:coming}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='010673a8d7161e3f31af83f8b0cdd5accd2b8520', operation='UPDATE', pgid='pgtrigger_workflow_edges_473d8', table='exchanges_participant', when='BEFORE')),
        ),
    ]
