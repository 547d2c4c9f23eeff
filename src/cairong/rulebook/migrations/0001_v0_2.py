import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.uuid
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('parties', '0001_v0_2'),
    ]

    operations = [
        migrations.CreateModel(
            name='HolidayNotice',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('year', models.SmallIntegerField()),
                ('days_off', django.contrib.postgres.fields.ArrayField(base_field=models.DateField())),
                ('days_worked', django.contrib.postgres.fields.ArrayField(base_field=models.DateField())),
                ('source', models.CharField(max_length=300)),
                ('recorded_at', models.DateTimeField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
            ],
        ),
        migrations.CreateModel(
            name='LprRow',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('published_on', models.DateField()),
                ('one_year_bp', models.IntegerField()),
                ('five_year_bp', models.IntegerField()),
                ('source', models.CharField(max_length=300)),
                ('recorded_at', models.DateTimeField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
            ],
        ),
        migrations.CreateModel(
            name='ParameterRow',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=60)),
                ('value', models.BigIntegerField()),
                ('valid_from', models.DateField()),
                ('source', models.CharField(max_length=300)),
                ('recorded_at', models.DateTimeField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='holidaynotice',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='c7b567bc707a2dd361c842b69113f15fad3ef37c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b91fb', table='rulebook_holidaynotice', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='lprrow',
            constraint=models.UniqueConstraint(fields=('city', 'published_on'), name='rulebook_lpr_once'),
        ),
        migrations.AddConstraint(
            model_name='lprrow',
            constraint=models.CheckConstraint(condition=models.Q(('five_year_bp__range', (1, 3000)), ('one_year_bp__range', (1, 3000))), name='rulebook_lpr_range'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lprrow',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='83f2d03c7d29dde6421f5bb4cf248d224a881b06', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_57ad3', table='rulebook_lprrow', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='parameterrow',
            constraint=models.UniqueConstraint(fields=('city', 'code', 'valid_from'), name='rulebook_parameter_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='parameterrow',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='723c06501316bf09b662f21c39d587ebdb50e65e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7c5bd', table='rulebook_parameterrow', when='BEFORE')),
        ),
    ]
