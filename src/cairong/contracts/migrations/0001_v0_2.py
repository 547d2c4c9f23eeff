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
            name='Award',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('no', models.CharField(max_length=20)),
                ('src', models.CharField(blank=True, default='', max_length=40)),
                ('src_id', models.CharField(blank=True, default='', max_length=200)),
                ('src_hash', models.CharField(blank=True, default='', max_length=64)),
                ('kind', models.CharField(default='中标', max_length=4)),
                ('purchaser_name', models.CharField(max_length=200)),
                ('purchaser_class', models.CharField(blank=True, default='', max_length=40)),
                ('agency', models.CharField(blank=True, default='', max_length=200)),
                ('title', models.CharField(max_length=300)),
                ('project_no', models.CharField(blank=True, default='', max_length=100)),
                ('lot', models.CharField(blank=True, default='', max_length=60)),
                ('industry', models.CharField(blank=True, default='', max_length=40)),
                ('amount_fen', models.BigIntegerField()),
                ('budget_fen', models.BigIntegerField(blank=True, null=True)),
                ('notice_on', models.DateField()),
                ('method', models.CharField(blank=True, default='', max_length=40)),
                ('region', models.CharField(blank=True, default='', max_length=6)),
                ('place_province', models.CharField(blank=True, default='', max_length=20)),
                ('place_city', models.CharField(blank=True, default='', max_length=40)),
                ('place_district', models.CharField(blank=True, default='', max_length=40)),
                ('sample', models.BooleanField(default=False)),
                ('source_site', models.CharField(blank=True, default='', max_length=100)),
                ('source_url', models.CharField(blank=True, default='', max_length=500)),
                ('performance_period', models.CharField(blank=True, default='', max_length=200)),
                ('place_of_work', models.CharField(blank=True, default='', max_length=200)),
                ('scope', models.CharField(blank=True, default='', max_length=500)),
                ('quality_flag', models.CharField(blank=True, default='', max_length=200)),
                ('state', models.CharField(default='noticed', max_length=12)),
                ('recorded_at', models.DateTimeField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('purchaser', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='AwardShare',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('position', models.SmallIntegerField()),
                ('supplier_name', models.CharField(max_length=200)),
                ('share_fen', models.BigIntegerField(blank=True, null=True)),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='contracts.award')),
                ('supplier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='AwardInvitation',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('uscc', models.CharField(blank=True, default='', max_length=18)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('claim', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='award_invitation', to='parties.claim')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ('share', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='contracts.awardshare')),
            ],
        ),
        migrations.CreateModel(
            name='Contract',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('no', models.CharField(max_length=20)),
                ('region', models.CharField(blank=True, default='', max_length=6)),
                ('sample', models.BooleanField(default=False)),
                ('purchaser_no', models.CharField(blank=True, default='', max_length=100)),
                ('title', models.CharField(max_length=300)),
                ('project_no', models.CharField(blank=True, default='', max_length=100)),
                ('method', models.CharField(blank=True, default='', max_length=40)),
                ('purchaser_name', models.CharField(max_length=200)),
                ('purchaser_uscc', models.CharField(blank=True, default='', max_length=18)),
                ('purchaser_address', models.CharField(blank=True, default='', max_length=200)),
                ('purchaser_contact', models.CharField(blank=True, default='', max_length=100)),
                ('subject_matter', models.CharField(blank=True, default='', max_length=500)),
                ('specification', models.CharField(blank=True, default='', max_length=2000)),
                ('quantity', models.CharField(blank=True, default='', max_length=200)),
                ('unit_price', models.CharField(blank=True, default='', max_length=200)),
                ('quality', models.CharField(blank=True, default='', max_length=1000)),
                ('amount_fen', models.BigIntegerField()),
                ('performance_period', models.CharField(blank=True, default='', max_length=200)),
                ('place', models.CharField(blank=True, default='', max_length=200)),
                ('manner', models.CharField(blank=True, default='', max_length=500)),
                ('acceptance_terms', models.CharField(blank=True, default='', max_length=1000)),
                ('liability', models.CharField(blank=True, default='', max_length=1000)),
                ('dispute_resolution', models.CharField(blank=True, default='', max_length=500)),
                ('other_terms', models.CharField(blank=True, default='', max_length=2000)),
                ('budget_line', models.CharField(blank=True, default='', max_length=60)),
                ('funding_source', models.CharField(blank=True, default='', max_length=60)),
                ('retention_fen', models.BigIntegerField(default=0)),
                ('prepayment_fen', models.BigIntegerField(default=0)),
                ('sme_reserved', models.BooleanField(default=False)),
                ('signed_on', models.DateField(blank=True, null=True)),
                ('announced_at', models.DateTimeField(blank=True, null=True)),
                ('announced_outside_no', models.CharField(blank=True, default='', max_length=60)),
                ('announced_outside_at', models.DateTimeField(blank=True, null=True)),
                ('filed_at', models.DateTimeField(blank=True, null=True)),
                ('recorded_at', models.DateTimeField()),
                ('sources', models.JSONField(default=dict)),
                ('revision', models.IntegerField(default=1)),
                ('state', models.CharField(default='draft', max_length=12)),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='contracts.award')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('purchaser', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='ContractSupplier',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('position', models.SmallIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('uscc', models.CharField(blank=True, default='', max_length=18)),
                ('address', models.CharField(blank=True, default='', max_length=200)),
                ('contact', models.CharField(blank=True, default='', max_length=100)),
                ('individual', models.BooleanField(default=False)),
                ('share_fen', models.BigIntegerField()),
                ('size', models.CharField(blank=True, default='', max_length=10)),
                ('size_inputs', models.JSONField(default=dict)),
                ('payee', models.CharField(blank=True, default='', max_length=200)),
                ('account_no', models.CharField(blank=True, default='', max_length=40)),
                ('bank', models.CharField(blank=True, default='', max_length=200)),
                ('cnaps', models.CharField(blank=True, default='', max_length=12)),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suppliers', to='contracts.contract')),
                ('supplier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Filing',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('round', models.SmallIntegerField()),
                ('submitted_at', models.DateTimeField()),
                ('outside_no', models.CharField(blank=True, default='', max_length=60)),
                ('outside_at', models.DateTimeField(blank=True, null=True)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('verdict', models.CharField(blank=True, default='', max_length=10)),
                ('reasons', models.JSONField(default=dict)),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='filings', to='contracts.contract')),
            ],
        ),
        migrations.CreateModel(
            name='Numbering',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series', models.CharField(max_length=2)),
                ('year', models.SmallIntegerField()),
                ('last', models.IntegerField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
            ],
        ),
        migrations.CreateModel(
            name='ScheduleRow',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('position', models.SmallIntegerField()),
                ('milestone', models.CharField(max_length=100)),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5)),
                ('agreed_days', models.IntegerField(null=True)),
                ('unit', models.CharField(default='calendar', max_length=10)),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schedule', to='contracts.contract')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='WithheldItem',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('item', models.CharField(max_length=40)),
                ('ground', models.CharField(max_length=300)),
                ('asked_at', models.DateTimeField()),
                ('assent', models.BooleanField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('until', models.DateField()),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withheld', to='contracts.contract')),
            ],
        ),
        migrations.AddIndex(
            model_name='award',
            index=models.Index(fields=['purchaser', 'state'], name='contracts_award_purchaser'),
        ),
        migrations.AddIndex(
            model_name='award',
            index=models.Index(condition=models.Q(('purchaser__isnull', True), ('sample', False)), fields=['city', 'purchaser_name'], name='contracts_award_unclaimed'),
        ),
        migrations.AddConstraint(
            model_name='award',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['cancelled', 'contracted', 'noticed'])), name='contracts_award_state'),
        ),
        migrations.AddConstraint(
            model_name='award',
            constraint=models.UniqueConstraint(fields=('city', 'no'), name='contracts_award_no_once'),
        ),
        migrations.AddConstraint(
            model_name='award',
            constraint=models.UniqueConstraint(condition=models.Q(('src_id', ''), _negated=True), fields=('city', 'src', 'src_id'), name='contracts_award_source_once'),
        ),
        migrations.AddConstraint(
            model_name='award',
            constraint=models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='contracts_award_amount'),
        ),
        migrations.AddConstraint(
            model_name='award',
            constraint=models.CheckConstraint(condition=models.Q(('sample', True), models.Q(('region', ''), _negated=True), _connector='OR'), name='contracts_award_region'),
        ),
        migrations.AddIndex(
            model_name='awardshare',
            index=models.Index(fields=['supplier_name'], name='contracts_share_name'),
        ),
        migrations.AddConstraint(
            model_name='awardshare',
            constraint=models.UniqueConstraint(fields=('award', 'position'), name='contracts_share_position'),
        ),
        migrations.AddConstraint(
            model_name='awardshare',
            constraint=models.UniqueConstraint(condition=models.Q(('supplier__isnull', False)), fields=('award', 'supplier'), name='contracts_share_supplier_once'),
        ),
        migrations.AddConstraint(
            model_name='awardshare',
            constraint=models.CheckConstraint(condition=models.Q(('share_fen__isnull', True), ('share_fen__gt', 0), _connector='OR'), name='contracts_share_amount'),
        ),
        migrations.AddConstraint(
            model_name='awardinvitation',
            constraint=models.UniqueConstraint(condition=models.Q(('claim__isnull', True), ('withdrawn_at__isnull', True)), fields=('share',), name='contracts_invitation_open_once'),
        ),
        migrations.AddIndex(
            model_name='contract',
            index=models.Index(fields=['purchaser', 'state'], name='contracts_purchaser'),
        ),
        migrations.AddIndex(
            model_name='contract',
            index=models.Index(fields=['city', 'state', 'region'], name='contracts_desk'),
        ),
        migrations.AddIndex(
            model_name='contract',
            index=models.Index(condition=models.Q(('sample', False)), fields=['city', 'state', 'region'], name='contracts_counted'),
        ),
        migrations.AddIndex(
            model_name='contract',
            index=models.Index(fields=['city', 'purchaser_no'], name='contracts_purchaser_no'),
        ),
        migrations.AddConstraint(
            model_name='contract',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['announced', 'cancelled', 'draft', 'filed', 'returned', 'settled'])), name='contracts_contract_state'),
        ),
        migrations.AddConstraint(
            model_name='contract',
            constraint=models.UniqueConstraint(fields=('city', 'no'), name='contracts_contract_no_once'),
        ),
        migrations.AddConstraint(
            model_name='contract',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('award',), name='contracts_one_per_award'),
        ),
        migrations.AddConstraint(
            model_name='contract',
            constraint=models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='contracts_amount'),
        ),
        migrations.AddConstraint(
            model_name='contract',
            constraint=models.CheckConstraint(condition=models.Q(('prepayment_fen__gte', 0), ('retention_fen__gte', 0), ('retention_fen__lte', models.F('amount_fen')), ('prepayment_fen__lte', models.F('amount_fen'))), name='contracts_retention'),
        ),
        migrations.AddConstraint(
            model_name='contract',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'cancelled']), models.Q(('announced_at__isnull', False), ('signed_on__isnull', False)), _connector='OR'), name='contracts_signed_is_announced'),
        ),
        migrations.AddConstraint(
            model_name='contractsupplier',
            constraint=models.UniqueConstraint(fields=('contract', 'position'), name='contracts_supplier_position'),
        ),
        migrations.AddConstraint(
            model_name='contractsupplier',
            constraint=models.UniqueConstraint(condition=models.Q(('supplier__isnull', False)), fields=('contract', 'supplier'), include=('size',), name='contracts_supplier_once'),
        ),
        migrations.AddConstraint(
            model_name='contractsupplier',
            constraint=models.CheckConstraint(condition=models.Q(('share_fen__gt', 0)), name='contracts_supplier_share'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contractsupplier',
            trigger=pgtrigger.compiler.Trigger(name='kept_once_filed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE contract_state text;', func="\n            SELECT state INTO contract_state FROM contracts_contract WHERE id = OLD.contract_id;\n            IF contract_state NOT IN ('draft', 'returned') THEN\n                RAISE EXCEPTION 'contract % is %', OLD.contract_id, contract_state\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'contracts_kept_once_filed';\n            END IF;\n            RETURN OLD;\n        ", hash='a92401beb841f4cd0fa6672c2a71ebbc6bb707b5', operation='DELETE', pgid='pgtrigger_kept_once_filed_8e697', table='contracts_contractsupplier', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='filing',
            constraint=models.UniqueConstraint(fields=('contract', 'round'), name='contracts_filing_round'),
        ),
        migrations.AddConstraint(
            model_name='filing',
            constraint=models.UniqueConstraint(condition=models.Q(('verdict', '')), fields=('contract',), name='contracts_filing_open_once'),
        ),
        migrations.AddConstraint(
            model_name='numbering',
            constraint=models.UniqueConstraint(fields=('city', 'series', 'year'), name='contracts_numbering_once'),
        ),
        migrations.AddConstraint(
            model_name='schedulerow',
            constraint=models.UniqueConstraint(fields=('contract', 'position'), name='contracts_schedule_position'),
        ),
        migrations.AddConstraint(
            model_name='schedulerow',
            constraint=models.UniqueConstraint(fields=('contract', 'milestone'), name='contracts_schedule_milestone'),
        ),
        migrations.AddConstraint(
            model_name='schedulerow',
            constraint=models.CheckConstraint(condition=models.Q(('agreed_days__gte', 0), ('percent__gt', 0), ('percent__lte', 100)), name='contracts_schedule_range'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schedulerow',
            trigger=pgtrigger.compiler.Trigger(name='kept_once_filed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE contract_state text;', func="\n            SELECT state INTO contract_state FROM contracts_contract WHERE id = OLD.contract_id;\n            IF contract_state NOT IN ('draft', 'returned') THEN\n                RAISE EXCEPTION 'contract % is %', OLD.contract_id, contract_state\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'contracts_kept_once_filed';\n            END IF;\n            RETURN OLD;\n        ", hash='8d101f94afdfddd80c16f1a511afac4bc9549b95', operation='DELETE', pgid='pgtrigger_kept_once_filed_98a58', table='contracts_schedulerow', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='withhelditem',
            constraint=models.UniqueConstraint(fields=('contract', 'item'), name='contracts_withheld_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='withhelditem',
            trigger=pgtrigger.compiler.Trigger(name='kept_once_filed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE contract_state text;', func="\n            SELECT state INTO contract_state FROM contracts_contract WHERE id = OLD.contract_id;\n            IF contract_state NOT IN ('draft', 'returned') THEN\n                RAISE EXCEPTION 'contract % is %', OLD.contract_id, contract_state\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'contracts_kept_once_filed';\n            END IF;\n            RETURN OLD;\n        ", hash='2caba81b7d5141fd7dd7629a5bede137b4c45bc0', operation='DELETE', pgid='pgtrigger_kept_once_filed_953d0', table='contracts_withhelditem', when='BEFORE')),
        ),
    ]
