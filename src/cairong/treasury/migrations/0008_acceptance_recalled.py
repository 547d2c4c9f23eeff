"""An acceptance can be taken back: its recall is a row beside it, its posting a kind of its own."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('treasury', '0007_parts_kept'),
    ]

    operations = [
        migrations.CreateModel(
            name='AcceptanceRecall',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('reason', models.CharField(max_length=500)),
                ('recalled_at', models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='entry',
            name='treasury_entry_by_chart',
        ),
        migrations.RemoveConstraint(
            model_name='entry',
            name='treasury_posting_once',
        ),
        migrations.AlterField(
            model_name='entry',
            name='kind',
            field=models.CharField(choices=[('stand', '合同成立'), ('accept', '验收'), ('unaccept', '撤回验收'), ('request', '申请支付'), ('withdraw', '退回支付申请'), ('release', '国库支付'), ('confirm', '支付到账'), ('bounce', '退汇(未到账)'), ('return', '退汇(到账后)'), ('repay', '回款还贷'), ('repay_own', '自有资金还贷'), ('surplus', '余款归供应商'), ('reserve', '报价占用额度'), ('unreserve', '释放占用'), ('draw', '放款')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('account__in', ('contract',)), ('delta_fen__lt', 0), ('kind', 'stand')), models.Q(('account__in', ('committed',)), ('delta_fen__gt', 0), ('kind', 'stand')), models.Q(('account__in', ('committed',)), ('delta_fen__lt', 0), ('kind', 'accept')), models.Q(('account__in', ('due',)), ('delta_fen__gt', 0), ('kind', 'accept')), models.Q(('account__in', ('due',)), ('delta_fen__lt', 0), ('kind', 'unaccept')), models.Q(('account__in', ('committed',)), ('delta_fen__gt', 0), ('kind', 'unaccept')), models.Q(('account__in', ('due',)), ('delta_fen__lt', 0), ('kind', 'request')), models.Q(('account__in', ('requested',)), ('delta_fen__gt', 0), ('kind', 'request')), models.Q(('account__in', ('requested',)), ('delta_fen__lt', 0), ('kind', 'withdraw')), models.Q(('account__in', ('due',)), ('delta_fen__gt', 0), ('kind', 'withdraw')), models.Q(('account__in', ('requested',)), ('delta_fen__lt', 0), ('kind', 'release')), models.Q(('account__in', ('in_transit',)), ('delta_fen__gt', 0), ('kind', 'release')), models.Q(('account__in', ('in_transit', 'transferred')), ('delta_fen__lt', 0), ('kind', 'confirm')), models.Q(('account__in', ('paid', 'received')), ('delta_fen__gt', 0), ('kind', 'confirm')), models.Q(('account__in', ('in_transit',)), ('delta_fen__lt', 0), ('kind', 'bounce')), models.Q(('account__in', ('due',)), ('delta_fen__gt', 0), ('kind', 'bounce')), models.Q(('account__in', ('paid', 'received', 'to_supplier')), ('delta_fen__lt', 0), ('kind', 'return')), models.Q(('account__in', ('due', 'transferred')), ('delta_fen__gt', 0), ('kind', 'return')), models.Q(('account__in', ('received', 'outstanding')), ('delta_fen__lt', 0), ('kind', 'repay')), models.Q(('account__in', ('interest_paid', 'principal_paid', 'fee_paid', 'headroom')), ('delta_fen__gt', 0), ('kind', 'repay')), models.Q(('account__in', ('outstanding',)), ('delta_fen__lt', 0), ('kind', 'repay_own')), models.Q(('account__in', ('headroom',)), ('delta_fen__gt', 0), ('kind', 'repay_own')), models.Q(('account__in', ('received',)), ('delta_fen__lt', 0), ('kind', 'surplus')), models.Q(('account__in', ('to_supplier',)), ('delta_fen__gt', 0), ('kind', 'surplus')), models.Q(('account__in', ('headroom',)), ('delta_fen__lt', 0), ('kind', 'reserve')), models.Q(('account__in', ('reserved',)), ('delta_fen__gt', 0), ('kind', 'reserve')), models.Q(('account__in', ('reserved',)), ('delta_fen__lt', 0), ('kind', 'unreserve')), models.Q(('account__in', ('headroom',)), ('delta_fen__gt', 0), ('kind', 'unreserve')), models.Q(('account__in', ('reserved',)), ('delta_fen__lt', 0), ('kind', 'draw')), models.Q(('account__in', ('outstanding',)), ('delta_fen__gt', 0), ('kind', 'draw')), _connector='OR'), name='treasury_entry_by_chart'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ('stand', 'accept', 'unaccept', 'request', 'withdraw', 'release', 'confirm', 'bounce', 'return', 'surplus'))), fields=('ref_id', 'receivable', 'kind', 'account'), name='treasury_posting_once'),
        ),
        migrations.AddField(
            model_name='acceptancerecall',
            name='acceptance',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='recall', to='treasury.acceptance'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='acceptancerecall',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='e8abe53454db7899508cc7be3a3495bf532236b3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_36ed8', table='treasury_acceptancerecall', when='BEFORE')),
        ),
    ]
