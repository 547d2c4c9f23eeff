import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.uuid
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contracts', '0001_v0_2'),
        ('parties', '0001_v0_2'),
    ]

    operations = [
        migrations.CreateModel(
            name='Acceptance',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('milestone', models.CharField(max_length=100)),
                ('amount_fen', models.BigIntegerField()),
                ('accepted_on', models.DateField()),
                ('agreed_days', models.IntegerField()),
                ('agreed_unit', models.CharField(max_length=10)),
                ('recorded_at', models.DateTimeField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
            ],
        ),
        migrations.CreateModel(
            name='AcceptanceRecall',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('reason', models.CharField(max_length=500)),
                ('recalled_at', models.DateTimeField()),
                ('acceptance', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='recall', to='treasury.acceptance')),
            ],
        ),
        migrations.CreateModel(
            name='Lock',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(default='requested', max_length=24)),
                ('requested_at', models.DateTimeField()),
                ('lapses_on', models.DateField()),
                ('opened_at', models.DateTimeField(null=True)),
                ('consented_at', models.DateTimeField(null=True)),
                ('acknowledged_at', models.DateTimeField(null=True)),
                ('active_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='locks', to='parties.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='LockOperation',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('offer_id', models.UUIDField()),
                ('state', models.CharField(default='open', max_length=10)),
                ('opened_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('lock', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='operations', to='treasury.lock')),
            ],
        ),
        migrations.CreateModel(
            name='PayeeChange',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('payee', models.CharField(max_length=200)),
                ('account_no', models.CharField(max_length=40)),
                ('bank', models.CharField(max_length=200)),
                ('cnaps', models.CharField(max_length=12)),
                ('reason', models.CharField(max_length=500)),
                ('asked_at', models.DateTimeField()),
                ('state', models.CharField(default='asked', max_length=12)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
            ],
        ),
        migrations.CreateModel(
            name='PayeeConsent',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('party', models.CharField(max_length=10)),
                ('at', models.DateTimeField()),
                ('change', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='treasury.payeechange')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
            ],
        ),
        migrations.CreateModel(
            name='PayeeVersion',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('version', models.SmallIntegerField()),
                ('payee', models.CharField(max_length=200)),
                ('account_no', models.CharField(max_length=40)),
                ('bank', models.CharField(max_length=200)),
                ('cnaps', models.CharField(max_length=12)),
                ('source', models.CharField(max_length=100)),
                ('established_at', models.DateTimeField()),
                ('change', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='version', to='treasury.payeechange')),
            ],
        ),
        migrations.AddField(
            model_name='lock',
            name='payee_version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='locks', to='treasury.payeeversion'),
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('amount_fen', models.BigIntegerField()),
                ('voucher_no', models.CharField(max_length=40)),
                ('state', models.CharField(default='requested', max_length=12)),
                ('requested_at', models.DateTimeField()),
                ('released_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('bank_serial', models.CharField(blank=True, max_length=40)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('payee_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='treasury.payeeversion')),
            ],
        ),
        migrations.CreateModel(
            name='PaymentPart',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('amount_fen', models.BigIntegerField()),
                ('acceptance', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='treasury.acceptance')),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='treasury.payment')),
            ],
        ),
        migrations.CreateModel(
            name='Receivable',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('seq', models.SmallIntegerField()),
                ('region', models.CharField(max_length=6)),
                ('amount_fen', models.BigIntegerField()),
                ('retention_fen', models.BigIntegerField(default=0)),
                ('cap_percent', models.SmallIntegerField()),
                ('established_at', models.DateTimeField()),
                ('contract_fen', models.BigIntegerField(default=0)),
                ('committed_fen', models.BigIntegerField(default=0)),
                ('due_fen', models.BigIntegerField(default=0)),
                ('requested_fen', models.BigIntegerField(default=0)),
                ('in_transit_fen', models.BigIntegerField(default=0)),
                ('paid_fen', models.BigIntegerField(default=0)),
                ('transferred_fen', models.BigIntegerField(default=0)),
                ('received_fen', models.BigIntegerField(default=0)),
                ('interest_paid_fen', models.BigIntegerField(default=0)),
                ('principal_paid_fen', models.BigIntegerField(default=0)),
                ('fee_paid_fen', models.BigIntegerField(default=0)),
                ('to_supplier_fen', models.BigIntegerField(default=0)),
                ('headroom_fen', models.BigIntegerField(default=0)),
                ('reserved_fen', models.BigIntegerField(default=0)),
                ('outstanding_fen', models.BigIntegerField(default=0)),
                ('state', models.GeneratedField(db_persist=True, expression=models.Case(models.When(current__isnull=True, then=models.Value('standing')), models.When(paid_fen=models.F('amount_fen'), then=models.Value('paid')), default=models.Value('payable')), output_field=models.CharField(max_length=10))),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receivables', to='contracts.contract')),
                ('current', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='treasury.payeeversion')),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receivables', to='parties.organisation')),
            ],
        ),
        migrations.AddField(
            model_name='payment',
            name='receivable',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='treasury.receivable'),
        ),
        migrations.AddField(
            model_name='payeeversion',
            name='receivable',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payees', to='treasury.receivable'),
        ),
        migrations.AddField(
            model_name='payeechange',
            name='receivable',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payee_changes', to='treasury.receivable'),
        ),
        migrations.AddField(
            model_name='lock',
            name='receivable',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='locks', to='treasury.receivable'),
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('posting', models.UUIDField()),
                ('kind', models.CharField(max_length=10)),
                ('account', models.CharField(max_length=16)),
                ('delta_fen', models.BigIntegerField()),
                ('ref_id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('cap_percent', models.SmallIntegerField(null=True)),
                ('kept_fen', models.BigIntegerField(null=True)),
                ('receivable', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='treasury.receivable')),
            ],
        ),
        migrations.AddField(
            model_name='acceptance',
            name='receivable',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acceptances', to='treasury.receivable'),
        ),
        migrations.CreateModel(
            name='Remittance',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('amount_fen', models.BigIntegerField()),
                ('bank_serial', models.CharField(max_length=40)),
                ('arrived_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('payment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='remittance', to='treasury.payment')),
                ('receivable', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remittances', to='treasury.receivable')),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='acceptancerecall',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='e8abe53454db7899508cc7be3a3495bf532236b3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_36ed8', table='treasury_acceptancerecall', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='lockoperation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['cancelled', 'open', 'settled'])), name='treasury_lockoperation_state'),
        ),
        migrations.AddConstraint(
            model_name='lockoperation',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('offer_id',), name='treasury_operation_once'),
        ),
        migrations.AddConstraint(
            model_name='payeeconsent',
            constraint=models.UniqueConstraint(fields=('change', 'party'), name='treasury_consent_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payeeconsent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='40d4f01976aace9051f27e3e924831828b1e5451', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c7f45', table='treasury_payeeconsent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='paymentpart',
            constraint=models.UniqueConstraint(fields=('payment', 'acceptance'), name='treasury_payment_part_once'),
        ),
        migrations.AddConstraint(
            model_name='paymentpart',
            constraint=models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='treasury_payment_part_range'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paymentpart',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='ac43083362a8bdd38b6d5674d6f3610e82b92447', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c1b1b', table='treasury_paymentpart', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='receivable',
            index=models.Index(fields=['supplier'], name='treasury_receivable_supplier'),
        ),
        migrations.AddIndex(
            model_name='receivable',
            index=models.Index(fields=['city', 'state', 'region'], name='treasury_receivable_desk'),
        ),
        migrations.AddIndex(
            model_name='receivable',
            index=models.Index(fields=['city', 'region'], include=('due_fen', 'paid_fen', 'outstanding_fen'), name='treasury_receivable_summed'),
        ),
        migrations.AddConstraint(
            model_name='receivable',
            constraint=models.UniqueConstraint(fields=('contract', 'supplier'), name='treasury_receivable_once'),
        ),
        migrations.AddConstraint(
            model_name='receivable',
            constraint=models.UniqueConstraint(fields=('contract', 'seq'), name='treasury_receivable_seq'),
        ),
        migrations.AddConstraint(
            model_name='receivable',
            constraint=models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0), ('cap_percent__range', (1, 100)), ('retention_fen__gte', 0)), name='treasury_receivable_range'),
        ),
        migrations.AddConstraint(
            model_name='receivable',
            constraint=models.CheckConstraint(condition=models.Q(('paid_fen__lte', django.db.models.expressions.CombinedExpression(models.F('amount_fen'), '-', models.F('in_transit_fen')))), name='treasury_paid_within_contract'),
        ),
        migrations.AddConstraint(
            model_name='receivable',
            constraint=models.CheckConstraint(condition=models.Q(('contract_fen__gte', django.db.models.expressions.CombinedExpression(models.Value(0), '-', models.F('amount_fen')))), name='treasury_stands_within_contract'),
        ),
        migrations.AddConstraint(
            model_name='receivable',
            constraint=models.CheckConstraint(condition=models.Q(('committed_fen__gte', 0)), name='treasury_committed_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='receivable',
            constraint=models.CheckConstraint(condition=models.Q(('due_fen__gte', 0)), name='treasury_due_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='receivable',
            constraint=models.CheckConstraint(condition=models.Q(('requested_fen__gte', 0)), name='treasury_requested_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='receivable',
            constraint=models.CheckConstraint(condition=models.Q(('in_transit_fen__gte', 0)), name='treasury_in_transit_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='receivable',
            constraint=models.CheckConstraint(condition=models.Q(('paid_fen__gte', 0)), name='treasury_paid_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='receivable',
            constraint=models.CheckConstraint(condition=models.Q(('received_fen__gte', 0)), name='treasury_received_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='receivable',
            constraint=models.CheckConstraint(condition=models.Q(('interest_paid_fen__gte', 0)), name='treasury_interest_paid_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='receivable',
            constraint=models.CheckConstraint(condition=models.Q(('principal_paid_fen__gte', 0)), name='treasury_principal_paid_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='receivable',
            constraint=models.CheckConstraint(condition=models.Q(('fee_paid_fen__gte', 0)), name='treasury_fee_paid_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='receivable',
            constraint=models.CheckConstraint(condition=models.Q(('to_supplier_fen__gte', 0)), name='treasury_to_supplier_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='receivable',
            constraint=models.CheckConstraint(condition=models.Q(('reserved_fen__gte', 0)), name='treasury_reserved_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='receivable',
            constraint=models.CheckConstraint(condition=models.Q(('outstanding_fen__gte', 0)), name='treasury_outstanding_not_negative'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(fields=['city', 'state', 'requested_at'], name='treasury_payment_waiting'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['confirmed', 'released', 'requested', 'returned', 'withdrawn'])), name='treasury_payment_state'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(fields=('city', 'voucher_no'), name='treasury_voucher_once'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='treasury_payment_range'),
        ),
        migrations.AddConstraint(
            model_name='payeeversion',
            constraint=models.UniqueConstraint(fields=('receivable', 'version'), name='treasury_payee_version_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payeeversion',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='9faa61f598fd86dec115f4b3f047c85451239e4b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_061ed', table='treasury_payeeversion', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='payeechange',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['agreed', 'asked', 'changed', 'withdrawn'])), name='treasury_payeechange_state'),
        ),
        migrations.AddConstraint(
            model_name='payeechange',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'agreed'])), fields=('receivable',), name='treasury_payee_change_one'),
        ),
        migrations.AddIndex(
            model_name='lock',
            index=models.Index(condition=models.Q(('state__in', ('requested', 'supplier_consented', 'purchaser_acknowledged', 'active')), models.Q(('state', 'active'), _negated=True)), fields=['lapses_on'], name='treasury_lock_pending'),
        ),
        migrations.AddIndex(
            model_name='lock',
            index=models.Index(fields=['institution'], name='treasury_lock_institution'),
        ),
        migrations.AddConstraint(
            model_name='lock',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['active', 'lapsed', 'purchaser_acknowledged', 'recalled', 'refused', 'released', 'requested', 'supplier_consented'])), name='treasury_lock_state'),
        ),
        migrations.AddConstraint(
            model_name='lock',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'active')), fields=('receivable',), name='treasury_lock_one_active'),
        ),
        migrations.AddConstraint(
            model_name='lock',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('requested', 'supplier_consented', 'purchaser_acknowledged', 'active'))), fields=('receivable', 'institution'), name='treasury_lock_one_live'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['receivable', 'id'], name='treasury_entry_receivable'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['ref_id'], name='treasury_entry_ref'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('account__in', ('contract',)), ('delta_fen__lt', 0), ('kind', 'stand')), models.Q(('account__in', ('committed',)), ('delta_fen__gt', 0), ('kind', 'stand')), models.Q(('account__in', ('committed',)), ('delta_fen__lt', 0), ('kind', 'accept')), models.Q(('account__in', ('due',)), ('delta_fen__gt', 0), ('kind', 'accept')), models.Q(('account__in', ('due',)), ('delta_fen__lt', 0), ('kind', 'unaccept')), models.Q(('account__in', ('committed',)), ('delta_fen__gt', 0), ('kind', 'unaccept')), models.Q(('account__in', ('due',)), ('delta_fen__lt', 0), ('kind', 'request')), models.Q(('account__in', ('requested',)), ('delta_fen__gt', 0), ('kind', 'request')), models.Q(('account__in', ('requested',)), ('delta_fen__lt', 0), ('kind', 'withdraw')), models.Q(('account__in', ('due',)), ('delta_fen__gt', 0), ('kind', 'withdraw')), models.Q(('account__in', ('requested',)), ('delta_fen__lt', 0), ('kind', 'release')), models.Q(('account__in', ('in_transit',)), ('delta_fen__gt', 0), ('kind', 'release')), models.Q(('account__in', ('in_transit', 'transferred')), ('delta_fen__lt', 0), ('kind', 'confirm')), models.Q(('account__in', ('paid', 'received')), ('delta_fen__gt', 0), ('kind', 'confirm')), models.Q(('account__in', ('in_transit',)), ('delta_fen__lt', 0), ('kind', 'bounce')), models.Q(('account__in', ('due',)), ('delta_fen__gt', 0), ('kind', 'bounce')), models.Q(('account__in', ('paid', 'received', 'to_supplier')), ('delta_fen__lt', 0), ('kind', 'return')), models.Q(('account__in', ('due', 'transferred')), ('delta_fen__gt', 0), ('kind', 'return')), models.Q(('account__in', ('received', 'outstanding')), ('delta_fen__lt', 0), ('kind', 'repay')), models.Q(('account__in', ('interest_paid', 'principal_paid', 'fee_paid', 'headroom')), ('delta_fen__gt', 0), ('kind', 'repay')), models.Q(('account__in', ('outstanding',)), ('delta_fen__lt', 0), ('kind', 'repay_own')), models.Q(('account__in', ('headroom',)), ('delta_fen__gt', 0), ('kind', 'repay_own')), models.Q(('account__in', ('received',)), ('delta_fen__lt', 0), ('kind', 'surplus')), models.Q(('account__in', ('to_supplier',)), ('delta_fen__gt', 0), ('kind', 'surplus')), models.Q(('account__in', ('headroom',)), ('delta_fen__lt', 0), ('kind', 'reserve')), models.Q(('account__in', ('reserved',)), ('delta_fen__gt', 0), ('kind', 'reserve')), models.Q(('account__in', ('reserved',)), ('delta_fen__lt', 0), ('kind', 'unreserve')), models.Q(('account__in', ('headroom',)), ('delta_fen__gt', 0), ('kind', 'unreserve')), models.Q(('account__in', ('reserved',)), ('delta_fen__lt', 0), ('kind', 'draw')), models.Q(('account__in', ('outstanding',)), ('delta_fen__gt', 0), ('kind', 'draw')), _connector='OR'), name='treasury_entry_by_chart'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ('stand', 'accept', 'unaccept', 'request', 'withdraw', 'release', 'confirm', 'bounce', 'return', 'surplus'))), fields=('ref_id', 'receivable', 'kind', 'account'), name='treasury_posting_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entry',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='f5df5d30b9dccc34b09abbcfde1529f3946f7ec2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ca095', table='treasury_entry', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='acceptance',
            constraint=models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='treasury_acceptance_range'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='acceptance',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='20abf7b12058ee28afe2a63e0a44f8d8ed8b0d5b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0b2d1', table='treasury_acceptance', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='remittance',
            constraint=models.UniqueConstraint(fields=('city', 'bank_serial'), name='treasury_serial_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='remittance',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='bc3776fe4989a4a3f08bf5f086676fbd00aead03', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_04f37', table='treasury_remittance', when='BEFORE')),
        ),
        migrations.RunSQL(
            sql=r"""-- The books: a posting is balanced, moves the sums of its receivable, and stays inside the bounds.
-- The app role may not update the sums; this function may, as the owner.
-- What stands in {{ }} is made from chart.py and states.py by living.py.
CREATE OR REPLACE FUNCTION treasury_refuse(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'refused by %', name USING ERRCODE = 'check_violation', CONSTRAINT = name;
END $$;

CREATE OR REPLACE FUNCTION treasury_entries_posted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM posted
        GROUP BY posting, CASE account
            WHEN 'contract' THEN 'contract'
            WHEN 'committed' THEN 'contract'
            WHEN 'due' THEN 'contract'
            WHEN 'requested' THEN 'contract'
            WHEN 'in_transit' THEN 'contract'
            WHEN 'paid' THEN 'contract'
            WHEN 'transferred' THEN 'cash'
            WHEN 'received' THEN 'cash'
            WHEN 'interest_paid' THEN 'cash'
            WHEN 'principal_paid' THEN 'cash'
            WHEN 'fee_paid' THEN 'cash'
            WHEN 'to_supplier' THEN 'cash'
            WHEN 'headroom' THEN 'exposure'
            WHEN 'reserved' THEN 'exposure'
            WHEN 'outstanding' THEN 'exposure' END
        HAVING sum(delta_fen) <> 0 OR count(DISTINCT receivable_id) <> 1
    ) THEN
        PERFORM treasury_refuse('treasury_posting_balanced');
    END IF;

    -- A posting of a payment is of that payment: its receivable, its amount, its state.
    IF EXISTS (
        SELECT FROM posted LEFT JOIN treasury_payment p ON p.id = ref_id
        WHERE kind IN ('request', 'withdraw', 'release', 'confirm', 'bounce', 'return')
        AND account IN ('contract', 'committed', 'due', 'requested', 'in_transit', 'paid')
        AND (p.id IS NULL OR p.receivable_id <> posted.receivable_id
             OR p.amount_fen <> abs(delta_fen)
             OR p.state <> CASE kind
                 WHEN 'request' THEN 'requested'
                 WHEN 'withdraw' THEN 'withdrawn'
                 WHEN 'release' THEN 'released'
                 WHEN 'confirm' THEN 'confirmed'
                 WHEN 'bounce' THEN 'returned'
                 WHEN 'return' THEN 'returned' END)
    ) THEN
        PERFORM treasury_refuse('treasury_posting_of_payment');
    END IF;

    UPDATE treasury_receivable r SET
        contract_fen = r.contract_fen + s.contract,
        committed_fen = r.committed_fen + s.committed,
        due_fen = r.due_fen + s.due,
        requested_fen = r.requested_fen + s.requested,
        in_transit_fen = r.in_transit_fen + s.in_transit,
        paid_fen = r.paid_fen + s.paid,
        transferred_fen = r.transferred_fen + s.transferred,
        received_fen = r.received_fen + s.received,
        interest_paid_fen = r.interest_paid_fen + s.interest_paid,
        principal_paid_fen = r.principal_paid_fen + s.principal_paid,
        fee_paid_fen = r.fee_paid_fen + s.fee_paid,
        to_supplier_fen = r.to_supplier_fen + s.to_supplier,
        headroom_fen = r.headroom_fen + s.headroom,
        reserved_fen = r.reserved_fen + s.reserved,
        outstanding_fen = r.outstanding_fen + s.outstanding
    FROM (
        SELECT receivable_id,
            sum(CASE account WHEN 'contract' THEN delta_fen ELSE 0 END) AS contract,
            sum(CASE account WHEN 'committed' THEN delta_fen ELSE 0 END) AS committed,
            sum(CASE account WHEN 'due' THEN delta_fen ELSE 0 END) AS due,
            sum(CASE account WHEN 'requested' THEN delta_fen ELSE 0 END) AS requested,
            sum(CASE account WHEN 'in_transit' THEN delta_fen ELSE 0 END) AS in_transit,
            sum(CASE account WHEN 'paid' THEN delta_fen ELSE 0 END) AS paid,
            sum(CASE account WHEN 'transferred' THEN delta_fen ELSE 0 END) AS transferred,
            sum(CASE account WHEN 'received' THEN delta_fen ELSE 0 END) AS received,
            sum(CASE account WHEN 'interest_paid' THEN delta_fen ELSE 0 END) AS interest_paid,
            sum(CASE account WHEN 'principal_paid' THEN delta_fen ELSE 0 END) AS principal_paid,
            sum(CASE account WHEN 'fee_paid' THEN delta_fen ELSE 0 END) AS fee_paid,
            sum(CASE account WHEN 'to_supplier' THEN delta_fen ELSE 0 END) AS to_supplier,
            sum(CASE account WHEN 'headroom' THEN delta_fen ELSE 0 END) AS headroom,
            sum(CASE account WHEN 'reserved' THEN delta_fen ELSE 0 END) AS reserved,
            sum(CASE account WHEN 'outstanding' THEN delta_fen ELSE 0 END) AS outstanding
        FROM posted GROUP BY receivable_id
    ) s
    WHERE r.id = s.receivable_id;

    -- Headroom (D9): looked at when reserved or outstanding rises, never when the base falls.
    -- A draw is not barred by what stays reserved of its own offer, only by what others hold.
    IF EXISTS (
        SELECT FROM treasury_receivable r JOIN (
            SELECT receivable_id, min(cap_percent) AS cap,
                COALESCE(max(kept_fen) FILTER (WHERE kind = 'draw'), 0) AS kept
            FROM posted
            WHERE account IN ('reserved', 'outstanding') AND delta_fen > 0
            GROUP BY receivable_id
        ) risen ON risen.receivable_id = r.id
        WHERE r.outstanding_fen + GREATEST(r.reserved_fen - risen.kept, 0)
            > LEAST(r.cap_percent, risen.cap)
            * GREATEST(r.amount_fen - r.paid_fen - r.in_transit_fen - r.retention_fen, 0) / 100
    ) THEN
        PERFORM treasury_refuse('treasury_headroom_bound');
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER treasury_entries_posted AFTER INSERT ON treasury_entry
REFERENCING NEW TABLE AS posted
FOR EACH STATEMENT EXECUTE FUNCTION treasury_entries_posted();
""",
            hints={'living': 'books.sql'},
        ),
        migrations.RunSQL(
            sql=r"""-- What the code should never do, the database refuses: each refusal carries the name of its guard.

-- A receivable begins with empty books and without a payee.
CREATE OR REPLACE FUNCTION treasury_receivable_starts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.current_id IS NOT NULL
        OR NEW.contract_fen <> 0
        OR NEW.committed_fen <> 0
        OR NEW.due_fen <> 0
        OR NEW.requested_fen <> 0
        OR NEW.in_transit_fen <> 0
        OR NEW.paid_fen <> 0
        OR NEW.transferred_fen <> 0
        OR NEW.received_fen <> 0
        OR NEW.interest_paid_fen <> 0
        OR NEW.principal_paid_fen <> 0
        OR NEW.fee_paid_fen <> 0
        OR NEW.to_supplier_fen <> 0
        OR NEW.headroom_fen <> 0
        OR NEW.reserved_fen <> 0
        OR NEW.outstanding_fen <> 0
    THEN
        PERFORM treasury_refuse('treasury_receivable_starts_empty');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER treasury_receivable_starts BEFORE INSERT ON treasury_receivable
FOR EACH ROW EXECUTE FUNCTION treasury_receivable_starts();

-- A new payee version becomes the current one: the first by the filing, a later one only by an
-- agreed change, with no lock live and no payment under way. Runs as the owner.
CREATE OR REPLACE FUNCTION treasury_payee_stands() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    newest smallint;
BEGIN
    PERFORM FROM treasury_receivable WHERE id = NEW.receivable_id FOR NO KEY UPDATE;
    SELECT max(version) INTO newest FROM treasury_payeeversion
    WHERE receivable_id = NEW.receivable_id AND id <> NEW.id;
    IF NEW.version <> COALESCE(newest, 0) + 1 THEN
        PERFORM treasury_refuse('treasury_payee_next_version');
    END IF;
    IF EXISTS (SELECT FROM treasury_lock WHERE receivable_id = NEW.receivable_id
               AND state IN ('requested', 'supplier_consented', 'purchaser_acknowledged', 'active'))
    THEN
        PERFORM treasury_refuse('treasury_payee_locked');
    END IF;
    IF EXISTS (SELECT FROM treasury_payment WHERE receivable_id = NEW.receivable_id
               AND state IN ('requested', 'released'))
    THEN
        PERFORM treasury_refuse('treasury_payee_payment_open');
    END IF;
    IF newest IS NOT NULL AND NOT EXISTS (
        SELECT FROM treasury_payeechange c WHERE c.id = NEW.change_id
        AND (c.receivable_id, c.payee, c.account_no, c.bank, c.cnaps)
            = (NEW.receivable_id, NEW.payee, NEW.account_no, NEW.bank, NEW.cnaps)
        AND (SELECT count(*) FROM treasury_payeeconsent WHERE change_id = c.id) = 2
    ) THEN
        PERFORM treasury_refuse('treasury_payee_agreed');
    END IF;
    UPDATE treasury_receivable SET current_id = NEW.id WHERE id = NEW.receivable_id;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER treasury_payee_stands AFTER INSERT ON treasury_payeeversion
FOR EACH ROW EXECUTE FUNCTION treasury_payee_stands();

-- A change asked for keeps the account it asked for.
CREATE OR REPLACE FUNCTION treasury_payee_change_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.city_id, NEW.receivable_id, NEW.payee, NEW.account_no, NEW.bank, NEW.cnaps)
        IS DISTINCT FROM
        (OLD.id, OLD.city_id, OLD.receivable_id, OLD.payee, OLD.account_no, OLD.bank, OLD.cnaps)
    THEN
        PERFORM treasury_refuse('treasury_payee_change_fixed');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER treasury_payee_change_fixed BEFORE UPDATE ON treasury_payeechange
FOR EACH ROW EXECUTE FUNCTION treasury_payee_change_fixed();

-- An operation begins open under a live lock, stays under it, and ends once.
CREATE OR REPLACE FUNCTION treasury_operation_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'open' OR NOT EXISTS (SELECT FROM treasury_lock WHERE id = NEW.lock_id
            AND state IN ('requested', 'supplier_consented', 'purchaser_acknowledged', 'active'))
        THEN
            PERFORM treasury_refuse('treasury_operation_live_lock');
        END IF;
    ELSIF OLD.state <> 'open' OR (NEW.id, NEW.lock_id, NEW.offer_id)
        IS DISTINCT FROM (OLD.id, OLD.lock_id, OLD.offer_id)
    THEN
        PERFORM treasury_refuse('treasury_operation_steps');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER treasury_operation_guarded BEFORE INSERT OR UPDATE ON treasury_lockoperation
FOR EACH ROW EXECUTE FUNCTION treasury_operation_guarded();

-- A payment goes to the current payee version, when asked and when released, and keeps its facts.
CREATE OR REPLACE FUNCTION treasury_payment_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'requested' THEN
            PERFORM treasury_refuse('treasury_payment_steps');
        END IF;
    ELSE
        IF (NEW.id, NEW.city_id, NEW.receivable_id, NEW.payee_version_id, NEW.amount_fen,
            NEW.voucher_no)
            IS DISTINCT FROM
            (OLD.id, OLD.city_id, OLD.receivable_id, OLD.payee_version_id, OLD.amount_fen,
             OLD.voucher_no)
        THEN
            PERFORM treasury_refuse('treasury_payment_fixed');
        END IF;
        IF NEW.state = OLD.state THEN
            RETURN NEW;
        END IF;
        IF (OLD.state, NEW.state) NOT IN (
            ('confirmed', 'returned'),
            ('released', 'confirmed'),
            ('released', 'returned'),
            ('requested', 'released'),
            ('requested', 'withdrawn'))
        THEN
            PERFORM treasury_refuse('treasury_payment_steps');
        END IF;
    END IF;
    IF NEW.state IN ('requested', 'released') AND (
        NEW.payee_version_id IS DISTINCT FROM
            (SELECT current_id FROM treasury_receivable WHERE id = NEW.receivable_id)
        OR EXISTS (SELECT FROM treasury_lock WHERE receivable_id = NEW.receivable_id
                   AND state = 'active' AND payee_version_id <> NEW.payee_version_id))
    THEN
        PERFORM treasury_refuse('treasury_payment_payee');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER treasury_payment_guarded BEFORE INSERT OR UPDATE ON treasury_payment
FOR EACH ROW EXECUTE FUNCTION treasury_payment_guarded();

-- A payment's state and its postings go together: looked at when the transaction ends.
CREATE OR REPLACE FUNCTION treasury_payment_posted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM treasury_entry WHERE ref_id = NEW.id AND receivable_id = NEW.receivable_id
        AND CASE kind
            WHEN 'request' THEN 'requested'
            WHEN 'withdraw' THEN 'withdrawn'
            WHEN 'release' THEN 'released'
            WHEN 'confirm' THEN 'confirmed'
            WHEN 'bounce' THEN 'returned'
            WHEN 'return' THEN 'returned' END = NEW.state
    ) THEN
        PERFORM treasury_refuse('treasury_payment_posted');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_payment_posted ON treasury_payment;
CREATE CONSTRAINT TRIGGER treasury_payment_posted AFTER INSERT OR UPDATE ON treasury_payment
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_payment_posted();
""",
            hints={'living': 'guards.sql'},
        ),
        migrations.RunSQL(
            sql=r"""-- A lock keeps its account, moves by its table alone, and is released only when nothing is open.
CREATE OR REPLACE FUNCTION treasury_lock_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    payee uuid;
    drawn bigint;
BEGIN
    SELECT current_id, outstanding_fen INTO payee, drawn
    FROM treasury_receivable WHERE id = NEW.receivable_id;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'requested' THEN
            PERFORM treasury_refuse('treasury_lock_steps');
        END IF;
    ELSE
        IF (NEW.id, NEW.city_id, NEW.receivable_id, NEW.payee_version_id, NEW.institution_id)
            IS DISTINCT FROM
            (OLD.id, OLD.city_id, OLD.receivable_id, OLD.payee_version_id, OLD.institution_id)
        THEN
            PERFORM treasury_refuse('treasury_lock_account_fixed');
        END IF;
        IF NEW.state = OLD.state THEN
            RETURN NEW;
        END IF;
        IF (OLD.state, NEW.state) NOT IN (
            ('active', 'released'),
            ('purchaser_acknowledged', 'active'),
            ('purchaser_acknowledged', 'lapsed'),
            ('purchaser_acknowledged', 'refused'),
            ('requested', 'lapsed'),
            ('requested', 'recalled'),
            ('requested', 'refused'),
            ('requested', 'supplier_consented'),
            ('supplier_consented', 'lapsed'),
            ('supplier_consented', 'purchaser_acknowledged'),
            ('supplier_consented', 'refused'))
        THEN
            PERFORM treasury_refuse('treasury_lock_steps');
        END IF;
    END IF;
    IF NEW.state IN ('requested', 'active') AND NEW.payee_version_id IS DISTINCT FROM payee THEN
        PERFORM treasury_refuse('treasury_lock_payee');
    END IF;
    IF NEW.state = 'released' AND (drawn > 0 OR EXISTS (
        SELECT FROM treasury_lockoperation WHERE lock_id = NEW.id AND state = 'open'))
    THEN
        PERFORM treasury_refuse('treasury_lock_in_use');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER treasury_lock_guarded BEFORE INSERT OR UPDATE ON treasury_lock
FOR EACH ROW EXECUTE FUNCTION treasury_lock_guarded();
""",
            hints={'living': 'lock.sql'},
        ),
    ]
