import datetime

from django.db import migrations, models
from django.db.backends.postgresql.psycopg_any import DateRange


class Migration(migrations.Migration):

    dependencies = [
        ('clusters', '0004_organisation_has_both_coordinates'),
        ('exchanges', '0002_reference_data'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='exchange',
            name='exchange_stay_bounded',
        ),
        migrations.RemoveConstraint(
            model_name='proposal',
            name='proposal_stay_bounded',
        ),
        migrations.RemoveConstraint(
            model_name='traveller',
            name='traveller_stay_bounded',
        ),
        migrations.AddConstraint(
            model_name='exchange',
            constraint=models.CheckConstraint(condition=models.Q(('stay__isempty', False), ('stay__contained_by', DateRange(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1), '[)'))), name='exchange_stay_bounded', violation_error_message='A stay has a first and a last day.'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('stay__isempty', False), ('stay__contained_by', DateRange(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1), '[)'))), name='proposal_stay_bounded', violation_error_message='A stay has a first and a last day.'),
        ),
        migrations.AddConstraint(
            model_name='traveller',
            constraint=models.CheckConstraint(condition=models.Q(('stay', None), models.Q(('stay__isempty', False), ('stay__contained_by', DateRange(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1), '[)'))), _connector='OR'), name='traveller_stay_bounded', violation_error_message='A stay has a first and a last day.'),
        ),
    ]
