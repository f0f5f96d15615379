from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchanges", "0026_acts_on_several_files")]

    operations = [
        migrations.AddField(
            model_name='mission',
            name='budget',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name='budget'),
        ),
        migrations.AddField(
            model_name='mission',
            name='join_url',
            field=models.URLField(blank=True, verbose_name='link to the meeting'),
        ),
        migrations.AddField(
            model_name='mission',
            name='kind',
            field=models.CharField(choices=[('mission', 'Mission'), ('study_visit', 'Study visit'), ('matchmaking', 'Matchmaking event'), ('webinar', 'Webinar'), ('local_event', 'Local event'), ('training', 'Training'), ('virtual_exchange', 'Virtual exchange')], default='mission', max_length=16, verbose_name='kind of event'),
        ),
        migrations.AddField(
            model_name='mission',
            name='languages',
            field=models.JSONField(blank=True, default=list, verbose_name='languages'),
        ),
        migrations.AddField(
            model_name='mission',
            name='mode',
            field=models.CharField(choices=[('physical', 'Visit on site'), ('virtual', 'Online')], default='physical', max_length=8, verbose_name='on site or online'),
        ),
        migrations.AddField(
            model_name='missionsession',
            name='ends_at',
            field=models.TimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='missionsession',
            name='kind',
            field=models.CharField(choices=[('talk', 'Talk or workshop'), ('visit', 'Visit of a company or laboratory'), ('pitch', 'Pitches'), ('meetings', 'B2B meetings'), ('break', 'Break or meal'), ('social', 'Evening programme'), ('travel', 'Way from place to place')], default='talk', max_length=8, verbose_name='kind of session'),
        ),
        migrations.AddConstraint(
            model_name='mission',
            constraint=models.CheckConstraint(condition=models.Q(('with_lump_sum', False), models.Q(('kind', 'mission'), ('mode', 'physical')), _connector='OR'), name='mission_lump_sum_for_visits_only', violation_error_message='Only a mission on site pays lump sums.'),
        ),
        migrations.AddConstraint(
            model_name='mission',
            constraint=models.CheckConstraint(condition=models.Q(('budget', None), models.Q(('budget__gte', 0), ('budget__lte', 1000000)), _connector='OR'), name='mission_budget_range', violation_error_message='A budget lies between 0 and 1,000,000 euros.'),
        ),
        migrations.AddConstraint(
            model_name='missionsession',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='session_times_in_order', violation_error_message='A session ends after it begins.'),
        ),
        migrations.AddConstraint(
            model_name='missionsession',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at', None), ('starts_at__isnull', False), _connector='OR'), name='session_end_needs_a_start', violation_error_message='Say when the session begins, too.'),
        ),
    ]
