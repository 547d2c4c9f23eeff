import django.db.models.deletion
import django.db.models.functions.uuid
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('oversight', '0003_mended'),
        ('parties', '0015_guidance'),
    ]

    operations = [
        migrations.CreateModel(
            name='Statistic',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('region', models.CharField(max_length=6)),
                ('of_year', models.SmallIntegerField()),
                ('cut_off', models.DateField()),
                ('word', models.CharField(max_length=12)),
                ('year', models.SmallIntegerField()),
                ('number', models.IntegerField()),
                ('document', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('issued_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('revises', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='revised_by', to='oversight.statistic')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('city', 'word', 'year', 'number'), name='oversight_statistic_number_once'), models.UniqueConstraint(condition=models.Q(('revises', None)), fields=('city', 'kind', 'region', 'of_year', 'cut_off'), name='oversight_statistic_once'), models.CheckConstraint(condition=models.Q(('cut_off__year', models.F('of_year')), ('number__gte', 1)), name='oversight_statistic_plain')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statistic',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='45f5935e520b4773771e022b4ff92d9498347a10', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8d828', table='oversight_statistic', when='BEFORE')),
        ),
    ]
