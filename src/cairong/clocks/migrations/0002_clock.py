import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clocks', '0001_v0_2'),
        ('parties', '0001_v0_2'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClockWatch',
            fields=[
                ('city', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='parties.city')),
                ('at', models.DateTimeField(null=True)),
                ('boot', models.CharField(blank=True, max_length=40)),
                ('up', models.DurationField(null=True)),
                ('doubted_at', models.DateTimeField(null=True)),
                ('expected_at', models.DateTimeField(null=True)),
                ('confirmations', models.IntegerField(default=0)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='dailyrun',
            name='clocks_daily_once',
        ),
        migrations.AddField(
            model_name='dailyrun',
            name='confirmation',
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AddConstraint(
            model_name='dailyrun',
            constraint=models.UniqueConstraint(fields=('city', 'name', 'on', 'confirmation'), name='clocks_daily_run_once'),
        ),
    ]
