"""A payment is tied to the acceptances it pays when it is asked for."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('treasury', '0005_serial_once'),
    ]

    operations = [
        migrations.CreateModel(
            name='PaymentPart',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('amount_fen', models.BigIntegerField()),
                ('acceptance', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='treasury.acceptance')),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='treasury.payment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('payment', 'acceptance'), name='treasury_payment_part_once'), models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='treasury_payment_part_range')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paymentpart',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='ac43083362a8bdd38b6d5674d6f3610e82b92447', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c1b1b', table='treasury_paymentpart', when='BEFORE')),
        ),
    ]
