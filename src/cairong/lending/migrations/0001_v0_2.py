import django.db.models.deletion
import django.db.models.functions.uuid
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contracts', '0001_v0_2'),
        ('parties', '0001_v0_2'),
        ('products', '0001_v0_2'),
        ('treasury', '0001_v0_2'),
    ]

    operations = [
        migrations.CreateModel(
            name='Intent',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('no', models.CharField(max_length=20)),
                ('region', models.CharField(max_length=6)),
                ('amount_fen', models.BigIntegerField()),
                ('days', models.IntegerField()),
                ('purpose', models.CharField(blank=True, max_length=300)),
                ('broadcast', models.BooleanField(default=False)),
                ('state', models.CharField(default='open', max_length=12)),
                ('reserved_fen', models.BigIntegerField(default=0)),
                ('registered_at', models.DateTimeField()),
                ('lapses_on', models.DateField()),
                ('award', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='intents', to='contracts.award')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('contract', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='intents', to='contracts.contract')),
                ('receivable', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='intents', to='treasury.receivable')),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('scope', models.CharField(default='联系人及电话', max_length=100)),
                ('given_at', models.DateTimeField()),
                ('until', models.DateField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('intent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='lending.intent')),
            ],
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('region', models.CharField(max_length=6)),
                ('state', models.CharField(default='submitted', max_length=12)),
                ('submitted_at', models.DateTimeField()),
                ('complete_on', models.DateField(null=True)),
                ('by_silence', models.BooleanField(default=False)),
                ('decided_at', models.DateTimeField(null=True)),
                ('reject_code', models.CharField(blank=True, max_length=40)),
                ('reject_words', models.CharField(blank=True, max_length=500)),
                ('reject_curable', models.BooleanField(default=False)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('intent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='lending.intent')),
            ],
        ),
        migrations.CreateModel(
            name='Loan',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('no', models.CharField(max_length=20)),
                ('region', models.CharField(max_length=6)),
                ('principal_fen', models.BigIntegerField()),
                ('fee_fen', models.BigIntegerField(default=0)),
                ('rate_bp', models.IntegerField()),
                ('day_count', models.SmallIntegerField()),
                ('method', models.CharField(max_length=20)),
                ('hold_until_due', models.BooleanField(default=False)),
                ('service_order', models.IntegerField()),
                ('drawn_on', models.DateField()),
                ('due_on', models.DateField()),
                ('outstanding_fen', models.BigIntegerField(default=0)),
                ('accrued_fen', models.BigIntegerField(default=0)),
                ('accrued_on', models.DateField()),
                ('interest_paid_fen', models.BigIntegerField(default=0)),
                ('principal_paid_fen', models.BigIntegerField(default=0)),
                ('fee_paid_fen', models.BigIntegerField(default=0)),
                ('state', models.CharField(default='repaying', max_length=12)),
                ('settled_on', models.DateField(null=True)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loans', to='contracts.contract')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('receivable', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loans', to='treasury.receivable')),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Instalment',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('position', models.SmallIntegerField()),
                ('due_on', models.DateField()),
                ('principal_fen', models.BigIntegerField()),
                ('interest_fen', models.BigIntegerField()),
                ('left_fen', models.BigIntegerField()),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='instalments', to='lending.loan')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='LoanEntry',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=10)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('drawn_fen', models.BigIntegerField(default=0)),
                ('accrued_fen', models.BigIntegerField(default=0)),
                ('interest_fen', models.BigIntegerField(default=0)),
                ('principal_fen', models.BigIntegerField(default=0)),
                ('fee_fen', models.BigIntegerField(default=0)),
                ('source_id', models.UUIDField(null=True)),
                ('means', models.CharField(blank=True, max_length=200)),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='lending.loan')),
            ],
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('amount_fen', models.BigIntegerField()),
                ('days', models.IntegerField()),
                ('tenor', models.CharField(max_length=2)),
                ('lpr_bp', models.IntegerField()),
                ('lpr_on', models.DateField()),
                ('spread_bp', models.IntegerField()),
                ('rate_bp', models.IntegerField()),
                ('day_count', models.SmallIntegerField()),
                ('cap_percent', models.SmallIntegerField()),
                ('method', models.CharField(max_length=20)),
                ('instalments', models.SmallIntegerField()),
                ('fee_fen', models.BigIntegerField()),
                ('hold_until_due', models.BooleanField(default=False)),
                ('interest_fen', models.BigIntegerField()),
                ('simple_percent', models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                ('irr_percent', models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                ('schedule', models.JSONField(default=list)),
                ('state', models.CharField(default='offered', max_length=16)),
                ('offered_at', models.DateTimeField()),
                ('valid_until', models.DateField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('conditions_on', models.DateField(null=True)),
                ('registration_no', models.CharField(blank=True, max_length=60)),
                ('service_order', models.IntegerField(null=True)),
                ('drawn_fen', models.BigIntegerField(default=0)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='lending.application')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('intent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='lending.intent')),
                ('lock', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='treasury.lock')),
                ('product_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='products.productversion')),
                ('receivable', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='treasury.receivable')),
            ],
        ),
        migrations.AddField(
            model_name='loan',
            name='offer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loans', to='lending.offer'),
        ),
        migrations.CreateModel(
            name='Verification',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('version', models.IntegerField()),
                ('content_hash', models.CharField(max_length=64)),
                ('receipt', models.BinaryField()),
                ('provincial_reference', models.CharField(blank=True, max_length=100)),
                ('at', models.DateTimeField()),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verifications', to='lending.application')),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contract')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
            ],
        ),
        migrations.AddField(
            model_name='offer',
            name='verification',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lending.verification'),
        ),
        migrations.AddIndex(
            model_name='intent',
            index=models.Index(fields=['supplier', 'state'], name='lending_intent_supplier'),
        ),
        migrations.AddIndex(
            model_name='intent',
            index=models.Index(fields=['city', 'state', 'lapses_on'], name='lending_intent_lapsing'),
        ),
        migrations.AddConstraint(
            model_name='intent',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['chosen', 'closed', 'financed', 'lapsed', 'offered', 'open', 'withdrawn'])), name='lending_intent_state'),
        ),
        migrations.AddConstraint(
            model_name='intent',
            constraint=models.UniqueConstraint(fields=('city', 'no'), name='lending_intent_no_once'),
        ),
        migrations.AddConstraint(
            model_name='intent',
            constraint=models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0), ('days__gt', 0)), name='lending_intent_amount'),
        ),
        migrations.AddConstraint(
            model_name='intent',
            constraint=models.CheckConstraint(condition=models.Q(('reserved_fen__gte', 0)), name='lending_intent_reserved'),
        ),
        migrations.AddConstraint(
            model_name='intent',
            constraint=models.CheckConstraint(condition=models.Q(('award__isnull', False), ('contract__isnull', False), _connector='OR'), name='lending_intent_of_something'),
        ),
        migrations.AddConstraint(
            model_name='intent',
            constraint=models.CheckConstraint(condition=models.Q(('reserved_fen', 0), ('receivable__isnull', False), _connector='OR'), name='lending_intent_reserves_somewhere'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('intent', 'institution'), name='lending_consent_once'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['institution', 'state'], name='lending_application_desk'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(condition=models.Q(('state', 'submitted')), fields=['city', 'submitted_at'], name='lending_application_silent'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['accepted', 'approved', 'complete', 'declined', 'fallen', 'lapsed', 'rejected', 'submitted', 'withdrawn'])), name='lending_application_state'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(fields=('intent', 'institution'), name='lending_application_once'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'rejected'), _negated=True), models.Q(models.Q(('reject_code', ''), _negated=True), models.Q(('reject_words', ''), _negated=True)), _connector='OR'), name='lending_rejection_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='instalment',
            constraint=models.UniqueConstraint(fields=('loan', 'position'), name='lending_instalment_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='instalment',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='6437afc3aa189c6bc2246a06c30f3187ad89bd10', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4b6a4', table='lending_instalment', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='loanentry',
            constraint=models.UniqueConstraint(condition=models.Q(('source_id__isnull', False)), fields=('loan', 'source_id'), name='lending_entry_source_once'),
        ),
        migrations.AddConstraint(
            model_name='loanentry',
            constraint=models.CheckConstraint(condition=models.Q(('accrued_fen__gte', 0), ('drawn_fen__gte', 0), ('fee_fen__gte', 0), ('interest_fen__gte', 0), ('principal_fen__gte', 0)), name='lending_entry_not_negative'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='loanentry',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='c66f2e8025b6c3468441738e8fce520b9d9b7975', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_86b3d', table='lending_loanentry', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='loan',
            index=models.Index(condition=models.Q(('state', 'repaying')), fields=['receivable', 'service_order'], name='lending_loan_running'),
        ),
        migrations.AddIndex(
            model_name='loan',
            index=models.Index(fields=['city', 'drawn_on', 'region'], name='lending_loan_drawn'),
        ),
        migrations.AddIndex(
            model_name='loan',
            index=models.Index(fields=['institution', 'state'], name='lending_loan_desk'),
        ),
        migrations.AddConstraint(
            model_name='loan',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['repaying', 'settled'])), name='lending_loan_state'),
        ),
        migrations.AddConstraint(
            model_name='loan',
            constraint=models.UniqueConstraint(fields=('city', 'no'), name='lending_loan_no_once'),
        ),
        migrations.AddConstraint(
            model_name='loan',
            constraint=models.CheckConstraint(condition=models.Q(('outstanding_fen__gte', 0), ('outstanding_fen__lte', models.F('principal_fen')), ('principal_paid_fen__lte', models.F('principal_fen'))), name='lending_principal_within_loan'),
        ),
        migrations.AddConstraint(
            model_name='loan',
            constraint=models.CheckConstraint(condition=models.Q(('interest_paid_fen__gte', 0), ('interest_paid_fen__lte', models.F('accrued_fen'))), name='lending_interest_within_accrued'),
        ),
        migrations.AddConstraint(
            model_name='loan',
            constraint=models.CheckConstraint(condition=models.Q(('fee_paid_fen__lte', models.F('fee_fen'))), name='lending_fee_within_loan'),
        ),
        migrations.AddIndex(
            model_name='verification',
            index=models.Index(fields=['application', '-at'], name='lending_verification_new'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='verification',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='92592c3ee1bc7bff7171755949ebad8e6855ff47', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_513d3', table='lending_verification', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='offer',
            index=models.Index(condition=models.Q(('state', 'offered')), fields=['city', 'valid_until'], name='lending_offer_lapsing'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['accepted', 'conditions_met', 'declined', 'drawn', 'fallen', 'lapsed', 'locking', 'offered', 'withdrawn'])), name='lending_offer_state'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['accepted', 'locking', 'conditions_met', 'drawn'])), fields=('intent',), name='lending_one_offer_accepted'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['offered', 'accepted', 'locking', 'conditions_met'])), fields=('application',), name='lending_one_live_offer'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.UniqueConstraint(fields=('receivable', 'service_order'), name='lending_service_order_once'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0), ('days__gt', 0), ('fee_fen__gte', 0), ('rate_bp__gt', 0)), name='lending_offer_terms'),
        ),
        migrations.AddConstraint(
            model_name='offer',
            constraint=models.CheckConstraint(condition=models.Q(('drawn_fen__gte', 0), ('drawn_fen__lte', models.F('amount_fen'))), name='lending_drawn_within_offer'),
        ),
        migrations.RunSQL(
            sql=r"""-- An entry moves its loan. The app role may not update loans; this function may, as the owner.
CREATE OR REPLACE FUNCTION lending_entry_applied() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE lending_loan SET
        outstanding_fen = outstanding_fen + NEW.drawn_fen - NEW.principal_fen,
        accrued_fen = accrued_fen + NEW.accrued_fen,
        accrued_on = GREATEST(accrued_on, NEW."on"),
        interest_paid_fen = interest_paid_fen + NEW.interest_fen,
        principal_paid_fen = principal_paid_fen + NEW.principal_fen,
        fee_paid_fen = fee_paid_fen + NEW.fee_fen,
        state = CASE WHEN outstanding_fen + NEW.drawn_fen = NEW.principal_fen
                      AND accrued_fen + NEW.accrued_fen = interest_paid_fen + NEW.interest_fen
                      AND fee_paid_fen + NEW.fee_fen = fee_fen
                     THEN 'settled' ELSE 'repaying' END,
        settled_on = CASE WHEN outstanding_fen + NEW.drawn_fen = NEW.principal_fen
                           AND accrued_fen + NEW.accrued_fen = interest_paid_fen + NEW.interest_fen
                           AND fee_paid_fen + NEW.fee_fen = fee_fen
                          THEN NEW."on" END
    WHERE id = NEW.loan_id;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER lending_entry_applied AFTER INSERT ON lending_loanentry
FOR EACH ROW EXECUTE FUNCTION lending_entry_applied();
""",
            hints={'living': 'entries.sql'},
        ),
    ]
