import django.db.models.deletion
import django.db.models.functions.uuid
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('parties', '0012_second_city'),
    ]

    operations = [
        migrations.CreateModel(
            name='OutsidePaper',
            fields=[
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=4)),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('kept_at', models.DateTimeField()),
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
            ],
        ),
        migrations.CreateModel(
            name='OutsideAmount',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('year', models.SmallIntegerField()),
                ('region', models.CharField(max_length=12)),
                ('amount_fen', models.BigIntegerField()),
                ('loans', models.IntegerField()),
                ('source', models.CharField(max_length=300)),
                ('recorded_at', models.DateTimeField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('revises', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='revised_by', to='oversight.outsideamount')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oversight.outsidepaper')),
            ],
        ),
        migrations.CreateModel(
            name='MonthlyFigures',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('month', models.DateField()),
                ('version', models.SmallIntegerField()),
                ('document', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('kept_at', models.DateTimeField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('city', 'month', 'version'), name='oversight_month_once'), models.CheckConstraint(condition=models.Q(('month__day', 1), ('version__gte', 1), models.Q(models.Q(('reason', ''), ('version', 1)), models.Q(('version__gt', 1), models.Q(('reason', ''), _negated=True)), _connector='OR')), name='oversight_month_plain')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='monthlyfigures',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='f401f2cea8b7b566af8f38f8e0404de9445a8499', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_06293', table='oversight_monthlyfigures', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='outsidepaper',
            constraint=models.UniqueConstraint(fields=('city', 'sha256'), name='oversight_paper_once'),
        ),
        migrations.AddConstraint(
            model_name='outsidepaper',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(models.F('sha256'), models.Func(models.Func(models.F('content'), function='sha256'), models.Value('hex'), function='encode', output_field=models.CharField())), name='oversight_paper_hash'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outsidepaper',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='8b5fc86d44512ea496b8d78bd877e233594346c7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6263c', table='oversight_outsidepaper', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='outsideamount',
            constraint=models.UniqueConstraint(condition=models.Q(('revises', None)), fields=('city', 'year', 'region', 'institution'), name='oversight_outside_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='outsideamount',
            constraint=models.CheckConstraint(condition=models.Q(('amount_fen__range', (0, 1000000000000000)), ('loans__gte', 0), ('year__gte', 2000), models.Q(models.Q(('amount_fen', 0), ('loans', 0)), models.Q(('amount_fen__gt', 0), ('loans__gt', 0)), _connector='OR')), name='oversight_outside_range'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outsideamount',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='26346b5dcd483d414fa5a403f1c8a9d39657e233', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f0482', table='oversight_outsideamount', when='BEFORE')),
        ),
    ]
