"""The table of accounts, alone: whatever has a foreign key to a person comes after it."""

import core.clock
import django.db.models.functions.text
from django.db import migrations, models

from core.migration_operations import AllAtOnce


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    replaces = [("clusters", "0027_weekly_mail")]

    operations = [
        AllAtOnce(
            operations=[
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                        ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                        ('first_name', models.CharField(blank=True, max_length=100, verbose_name='first name')),
                        ('last_name', models.CharField(blank=True, max_length=100, verbose_name='last name')),
                        ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                        ('position', models.CharField(blank=True, max_length=120, verbose_name='position')),
                        ('language', models.CharField(choices=[('en', 'English'), ('de', 'German'), ('fr', 'French'), ('es', 'Spanish'), ('pl', 'Polish'), ('bg', 'Bulgarian'), ('lt', 'Lithuanian')], default='en', max_length=8, verbose_name='language')),
                        ('weekly_mail', models.BooleanField(default=True, verbose_name='mail on Mondays with what waits for me')),
                        ('is_active', models.BooleanField(default=True)),
                        ('is_staff', models.BooleanField(default=False)),
                        ('date_joined', models.DateTimeField(default=core.clock.now)),
                        ('notice_version', models.CharField(blank=True, max_length=20)),
                        ('restricted_at', models.DateTimeField(blank=True, null=True)),
                        ('erased_at', models.DateTimeField(blank=True, null=True)),
                        ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                        ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                    ],
                    options={
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('erased_at', None), models.Q(('is_active', False), ('phone', ''), ('position', '')), _connector='OR'), name='user_erased_is_empty', violation_error_message='A deleted account cannot be used again.'),
                            models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_lower_case', violation_error_message='Please write the e-mail address in lower case.'),
                        ],
                    },
                ),
            ],
        ),
    ]
