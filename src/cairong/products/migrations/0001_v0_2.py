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
            name='Product',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('state', models.CharField(default='published', max_length=12)),
                ('version', models.SmallIntegerField(default=1)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='products', to='parties.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='ProductVersion',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('number', models.SmallIntegerField()),
                ('published_at', models.DateTimeField()),
                ('tenor', models.CharField(max_length=2)),
                ('spread_bp', models.IntegerField()),
                ('cap_percent', models.SmallIntegerField()),
                ('day_count', models.SmallIntegerField()),
                ('methods', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20))),
                ('fee_fen', models.BigIntegerField(default=0)),
                ('max_days', models.IntegerField()),
                ('min_fen', models.BigIntegerField(default=0)),
                ('max_fen', models.BigIntegerField(null=True)),
                ('regions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=6))),
                ('sizes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10))),
                ('collateral', models.CharField(blank=True, max_length=200)),
                ('collateral_ground', models.CharField(blank=True, max_length=300)),
                ('hold_until_due', models.BooleanField(default=False)),
                ('preferences', models.JSONField(default=list)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='products.product')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
            ],
        ),
        migrations.AddConstraint(
            model_name='product',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['published', 'retired', 'suspended'])), name='products_product_state'),
        ),
        migrations.AddConstraint(
            model_name='product',
            constraint=models.UniqueConstraint(fields=('city', 'institution', 'name'), name='products_product_name_once'),
        ),
        migrations.AddConstraint(
            model_name='productversion',
            constraint=models.UniqueConstraint(fields=('product', 'number'), name='products_version_once'),
        ),
        migrations.AddConstraint(
            model_name='productversion',
            constraint=models.CheckConstraint(condition=models.Q(('cap_percent__range', (1, 100))), name='products_version_cap'),
        ),
        migrations.AddConstraint(
            model_name='productversion',
            constraint=models.CheckConstraint(condition=models.Q(('day_count__in', [360, 365])), name='products_version_day_count'),
        ),
        migrations.AddConstraint(
            model_name='productversion',
            constraint=models.CheckConstraint(condition=models.Q(('fee_fen__gte', 0), ('max_days__range', (1, 3660)), ('min_fen__gte', 0)), name='products_version_bounds'),
        ),
        migrations.AddConstraint(
            model_name='productversion',
            constraint=models.CheckConstraint(condition=models.Q(('max_fen__isnull', True), ('max_fen__gte', models.F('min_fen')), _connector='OR'), name='products_version_amounts'),
        ),
        migrations.AddConstraint(
            model_name='productversion',
            constraint=models.CheckConstraint(condition=models.Q(('collateral', ''), models.Q(('collateral_ground', ''), _negated=True), _connector='OR'), name='products_collateral_has_ground'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='productversion',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='6f09913c0d37c87978335de53d31df0f922e0048', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_14a3f', table='products_productversion', when='BEFORE')),
        ),
    ]
