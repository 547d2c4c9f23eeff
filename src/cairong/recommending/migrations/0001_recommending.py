import django.db.models.deletion
import django.db.models.functions.uuid
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('parties', '0013_recommending'),
    ]

    operations = [
        migrations.CreateModel(
            name='GroundPaper',
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
            name='Recommendation',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('no', models.CharField(max_length=20)),
                ('region', models.CharField(max_length=6)),
                ('until', models.DateField()),
                ('state', models.CharField(default='open', max_length=12)),
                ('shares_contact', models.BooleanField(default=False)),
                ('recommended_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_reason', models.CharField(blank=True, max_length=300)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to='parties.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Ground',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('version', models.SmallIntegerField()),
                ('kind', models.CharField(max_length=12)),
                ('words', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('paper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grounds', to='recommending.groundpaper')),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grounds', to='recommending.recommendation')),
            ],
        ),
        migrations.CreateModel(
            name='Ask',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(default='waiting', max_length=12)),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('code', models.CharField(blank=True, max_length=20)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('offer_id', models.UUIDField(null=True)),
                ('loan_id', models.UUIDField(null=True)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asks', to='recommending.recommendation')),
            ],
        ),
        migrations.CreateModel(
            name='Saying',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=12)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sayings', to='recommending.recommendation')),
            ],
        ),
        migrations.AddConstraint(
            model_name='groundpaper',
            constraint=models.UniqueConstraint(fields=('city', 'sha256'), name='recommending_paper_once'),
        ),
        migrations.AddConstraint(
            model_name='groundpaper',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(models.F('sha256'), models.Func(models.Func(models.F('content'), function='sha256'), models.Value('hex'), function='encode', output_field=models.CharField())), name='recommending_paper_hash'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='groundpaper',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='6ea5bac494821b9b47bd3b184c362d5ed3f00315', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_be039', table='recommending_groundpaper', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['lapsed', 'open', 'refused', 'withdrawn'])), name='recommending_recommendation_state'),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.UniqueConstraint(fields=('city', 'no'), name='recommending_no_once'),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('city', 'supplier'), name='recommending_one_open'),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('ended_at__gte', models.F('recommended_at'))), _connector='OR'), name='recommending_ended_when_over'),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.CheckConstraint(condition=models.Q(('shares_contact', False), ('state', 'open'), _connector='OR'), name='recommending_contact_while_open'),
        ),
        migrations.AddConstraint(
            model_name='ground',
            constraint=models.UniqueConstraint(fields=('recommendation', 'version', 'kind'), name='recommending_ground_once'),
        ),
        migrations.AddConstraint(
            model_name='ground',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['lead', 'credit', 'operation']), ('version__gte', 1), models.Q(('words', ''), _negated=True)), name='recommending_ground_said'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ground',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='7b6a8873920a348640bda2d9a4634ae49193b6d2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f92bc', table='recommending_ground', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='ask',
            index=models.Index(fields=['institution', 'state'], name='recommending_ask_desk'),
        ),
        migrations.AddConstraint(
            model_name='ask',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['closed', 'explained', 'lent', 'offered', 'waiting'])), name='recommending_ask_state'),
        ),
        migrations.AddConstraint(
            model_name='ask',
            constraint=models.UniqueConstraint(fields=('recommendation', 'institution'), name='recommending_ask_once'),
        ),
        migrations.AddConstraint(
            model_name='ask',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('state__in', ['waiting', 'closed'])), models.Q(('answered_at__gte', models.F('asked_at')), ('state__in', ['explained', 'offered', 'lent'])), _connector='OR'), name='recommending_answered_when_said'),
        ),
        migrations.AddConstraint(
            model_name='ask',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('code', ''), ('words', ''), models.Q(('state', 'explained'), _negated=True)), models.Q(models.Q(('code', ''), _negated=True), models.Q(('words', ''), _negated=True)), _connector='OR'), name='recommending_reason_in_words'),
        ),
        migrations.AddConstraint(
            model_name='ask',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('offer_id__isnull', False), ('state', 'offered')), models.Q(('loan_id__isnull', False), ('state', 'lent')), models.Q(('loan_id', None), ('offer_id', None), ('state__in', ['waiting', 'explained', 'closed'])), _connector='OR'), name='recommending_offer_backed'),
        ),
        migrations.AddConstraint(
            model_name='saying',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['shared', 'kept']), models.Q(('words', ''), _negated=True), _connector='OR'), name='recommending_saying_said'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='saying',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='89bf97feede3fc9ef037d8c6be17790c16c17dde', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d66c1', table='recommending_saying', when='BEFORE')),
        ),
        migrations.RunSQL(
            sql=r"""-- A recommendation is what two persons of its authority agreed to; it ends by whom the chain names.
-- Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION recommending_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    code text := (SELECT uscc FROM parties_organisation WHERE id = NEW.supplier_id);
    decided boolean := CASE
        WHEN TG_OP = 'INSERT' THEN
            NEW.state = 'open' AND EXISTS (
                SELECT FROM parties_organisation
                WHERE id = NEW.authority_id AND city_id = NEW.city_id AND kind = 'sme-authority')
            AND (parties_decided('recommending.recommend_supplier', NEW.authority_id,
                    'sme-authority', NEW.recommended_at,
                    jsonb_build_object('uscc', code, 'until', NEW.until)) > 0
                OR parties_decided('recommending.recommend_list', NEW.authority_id,
                    'sme-authority', NEW.recommended_at,
                    jsonb_build_object('firms', jsonb_build_array(
                        jsonb_build_object('uscc', code, 'until', NEW.until)))) > 0)
        WHEN NEW.state = OLD.state THEN true
        WHEN OLD.state <> 'open' THEN false
        WHEN NEW.state = 'withdrawn' THEN
            parties_decided('recommending.withdraw_recommendation', NEW.authority_id,
                'sme-authority', NEW.ended_at, jsonb_build_object('recommendation_id', NEW.id)) > 0
        WHEN NEW.state = 'refused' THEN
            parties_said(NEW.city_id, 'recommending.supplier.refused', NEW.ended_at, NEW.id,
                NEW.supplier_id, ARRAY['supplier'])
        ELSE NEW.state = 'lapsed' AND NEW.until < parties_day(NEW.ended_at)
        END;
BEGIN
    IF decided IS NOT TRUE THEN
        PERFORM parties_refuse('recommending_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS recommending_undecided ON recommending_recommendation;
CREATE CONSTRAINT TRIGGER recommending_undecided AFTER INSERT OR UPDATE
ON recommending_recommendation DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION recommending_undecided();

-- Whom it is about, by whom and until when is never rewritten.
CREATE OR REPLACE FUNCTION recommending_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.city_id, NEW.no, NEW.supplier_id, NEW.authority_id, NEW.region, NEW.until,
        NEW.recommended_at)
        IS DISTINCT FROM
        (OLD.id, OLD.city_id, OLD.no, OLD.supplier_id, OLD.authority_id, OLD.region, OLD.until,
         OLD.recommended_at)
    THEN
        PERFORM parties_refuse('recommending_fixed');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER recommending_fixed BEFORE UPDATE ON recommending_recommendation
FOR EACH ROW EXECUTE FUNCTION recommending_fixed();

-- «Offered» and «lent» are that institution's own offer and loan to that supplier; an answer stays.
CREATE OR REPLACE FUNCTION recommending_answer_true() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    firm uuid := (SELECT supplier_id FROM recommending_recommendation
        WHERE id = NEW.recommendation_id);
BEGIN
    IF NEW.offer_id IS NOT NULL
        AND (TG_OP = 'INSERT' OR NEW.offer_id IS DISTINCT FROM OLD.offer_id)
        AND NOT EXISTS (
            SELECT FROM lending_offer o JOIN lending_intent i ON i.id = o.intent_id
            WHERE o.id = NEW.offer_id AND o.institution_id = NEW.institution_id
                AND i.supplier_id = firm)
        OR NEW.loan_id IS NOT NULL
        AND (TG_OP = 'INSERT' OR NEW.loan_id IS DISTINCT FROM OLD.loan_id)
        AND NOT EXISTS (
            SELECT FROM lending_loan l
            WHERE l.id = NEW.loan_id AND l.institution_id = NEW.institution_id
                AND l.supplier_id = firm)
    THEN
        PERFORM parties_refuse('recommending_answer_true');
    END IF;
    IF TG_OP = 'UPDATE' AND (
        (NEW.recommendation_id, NEW.institution_id, NEW.asked_at)
            IS DISTINCT FROM (OLD.recommendation_id, OLD.institution_id, OLD.asked_at)
        OR OLD.code <> '' AND NEW.code = ''
        OR OLD.state <> NEW.state AND NOT (OLD.state || '>' || NEW.state) IN (
            'waiting>explained', 'waiting>offered', 'waiting>lent', 'waiting>closed',
            'explained>offered', 'explained>lent', 'offered>lent'))
    THEN
        PERFORM parties_refuse('recommending_answer_stays');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER recommending_answer_true BEFORE INSERT OR UPDATE ON recommending_ask
FOR EACH ROW EXECUTE FUNCTION recommending_answer_true();

-- Why there is no offer the institution itself said: looked at when the transaction ends.
CREATE OR REPLACE FUNCTION recommending_answer_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT parties_said(NEW.city_id, 'recommending.ask.explained', NEW.answered_at, NEW.id,
        NEW.institution_id, ARRAY['institution-officer'])
    THEN
        PERFORM parties_refuse('recommending_answer_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS recommending_answer_unsaid ON recommending_ask;
CREATE CONSTRAINT TRIGGER recommending_answer_unsaid AFTER UPDATE ON recommending_ask
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN ((OLD.code, OLD.words) IS DISTINCT FROM (NEW.code, NEW.words))
EXECUTE FUNCTION recommending_answer_unsaid();
""",
            hints={'living': 'decided.sql'},
        ),
    ]
