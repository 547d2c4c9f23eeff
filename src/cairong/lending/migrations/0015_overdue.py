import django.db.models.deletion
import django.db.models.functions.uuid
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lending', '0014_lender_papers'),
        ('parties', '0022_papers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Overdue',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('due_on', models.DateField()),
                ('last_on', models.DateField()),
                ('begun_at', models.DateTimeField()),
                ('state', models.CharField(default='open', max_length=12)),
                ('ended_at', models.DateTimeField(null=True)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='overdues', to='lending.loan')),
            ],
        ),
        migrations.CreateModel(
            name='OverdueContact',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField()),
                ('channel', models.CharField(max_length=10)),
                ('words', models.CharField(max_length=500)),
                ('at', models.DateTimeField()),
                ('overdue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='lending.overdue')),
            ],
        ),
        migrations.CreateModel(
            name='RepaymentPlan',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('parts', models.JSONField()),
                ('paid_fen', models.BigIntegerField()),
                ('words', models.CharField(max_length=500)),
                ('proposed_at', models.DateTimeField()),
                ('state', models.CharField(default='proposed', max_length=12)),
                ('reason', models.CharField(blank=True, default='', max_length=500)),
                ('answered_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('overdue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='lending.overdue')),
            ],
        ),
        migrations.CreateModel(
            name='WriteOff',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('principal_fen', models.BigIntegerField()),
                ('interest_fen', models.BigIntegerField()),
                ('reason', models.CharField(max_length=500)),
                ('at', models.DateTimeField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('loan', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='write_off', to='lending.loan')),
                ('overdue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='write_offs', to='lending.overdue')),
            ],
        ),
        migrations.AddIndex(
            model_name='overdue',
            index=models.Index(condition=models.Q(('state__in', ['open', 'contacted', 'planned', 'written_off'])), fields=['city', 'last_on'], name='lending_overdue_running'),
        ),
        migrations.AddConstraint(
            model_name='overdue',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['cleared', 'contacted', 'open', 'planned', 'written_off'])), name='lending_overdue_state'),
        ),
        migrations.AddConstraint(
            model_name='overdue',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'contacted', 'planned', 'written_off'])), fields=('loan',), name='lending_overdue_once'),
        ),
        migrations.AddConstraint(
            model_name='overdue',
            constraint=models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('due_on')), models.Q(('state', 'cleared'), ('ended_at__isnull', True), _connector='XOR')), name='lending_overdue_days'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='overduecontact',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='3d20ccb79c605b6aa251f3fa0e2747b697285c59', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d22b6', table='lending_overduecontact', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='repaymentplan',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['agreed', 'declined', 'dropped', 'kept', 'missed', 'proposed'])), name='lending_repaymentplan_state'),
        ),
        migrations.AddConstraint(
            model_name='repaymentplan',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'agreed'])), fields=('overdue',), name='lending_plan_once'),
        ),
        migrations.AddConstraint(
            model_name='repaymentplan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='lending_plan_reasoned'),
        ),
        migrations.AddConstraint(
            model_name='writeoff',
            constraint=models.CheckConstraint(condition=models.Q(('interest_fen__gte', 0), ('principal_fen__gte', 0)), name='lending_written_off'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='writeoff',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='e76d3c84f37193450246c39c057570188a406caa', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_466a7', table='lending_writeoff', when='BEFORE')),
        ),
        migrations.RunSQL(
            sql=r"""-- Loans that are overdue, what is agreed about them, and what is written off (docs/decisions/overdue.md).

-- What is overdue began with a payment of the loan's own schedule that passed and was not made; it goes
-- on from state to state, and ends once what had passed then is repaid. Its days never change.
CREATE OR REPLACE FUNCTION lending_overdue_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (CASE TG_OP
        WHEN 'INSERT' THEN NEW.state = 'open' AND NEW.last_on < parties_day(NEW.begun_at)
            AND EXISTS (
                SELECT FROM lending_loan l JOIN lending_instalment p ON p.loan_id = l.id
                WHERE (l.id, l.city_id, l.state, p.due_on)
                    = (NEW.loan_id, NEW.city_id, 'repaying', NEW.due_on)
                    AND (l.outstanding_fen > p.left_fen OR l.interest_paid_fen < (
                        SELECT sum(interest_fen) FROM lending_instalment
                        WHERE loan_id = l.id AND position <= p.position)
                        OR p.left_fen = 0))
        ELSE (NEW.id, NEW.city_id, NEW.loan_id, NEW.due_on, NEW.last_on, NEW.begun_at)
                = (OLD.id, OLD.city_id, OLD.loan_id, OLD.due_on, OLD.last_on, OLD.begun_at)
            AND (NEW.state = 'cleared' OR (OLD.state, NEW.state) IN (
                ('open', 'contacted'), ('open', 'planned'), ('contacted', 'planned'),
                ('planned', 'open'), ('open', 'written_off'), ('contacted', 'written_off')))
            AND OLD.state <> 'cleared'
        END) IS NOT TRUE
    THEN
        PERFORM parties_refuse('lending_overdue_steps');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER lending_overdue_steps BEFORE INSERT OR UPDATE ON lending_overdue
FOR EACH ROW EXECUTE FUNCTION lending_overdue_steps();

-- The principal of a loan that was repaid by a moment.
CREATE OR REPLACE FUNCTION lending_repaid_by(loan uuid, moment timestamptz) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT COALESCE(sum(principal_fen), 0)::bigint FROM lending_loanentry
    WHERE loan_id = loan AND at <= moment
$$;

-- Each state has its ground: a contact that somebody recorded, a plan that stands, a write-off, or the
-- money. Looked at when the transaction ends, of the state in which it leaves it.
CREATE OR REPLACE FUNCTION lending_overdue_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> (SELECT state FROM lending_overdue WHERE id = NEW.id) THEN
        RETURN NULL;
    END IF;
    IF (CASE NEW.state
        WHEN 'open' THEN NOT EXISTS (
            SELECT FROM lending_repaymentplan WHERE overdue_id = NEW.id AND state = 'agreed')
        WHEN 'contacted' THEN EXISTS (
            SELECT FROM lending_overduecontact WHERE overdue_id = NEW.id)
        WHEN 'planned' THEN EXISTS (
            SELECT FROM lending_repaymentplan WHERE overdue_id = NEW.id AND state = 'agreed')
        WHEN 'written_off' THEN EXISTS (
            SELECT FROM lending_writeoff WHERE overdue_id = NEW.id AND loan_id = NEW.loan_id)
        ELSE NOT EXISTS (
            SELECT FROM lending_repaymentplan
            WHERE overdue_id = NEW.id AND state IN ('proposed', 'agreed'))
            AND EXISTS (
                SELECT FROM lending_loan l JOIN lending_instalment p ON p.loan_id = l.id
                WHERE l.id = NEW.loan_id AND p.due_on = NEW.due_on
                    AND l.principal_fen - lending_repaid_by(l.id, NEW.ended_at) <= p.left_fen)
        END) IS NOT TRUE
    THEN
        PERFORM parties_refuse('lending_overdue_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_overdue_undecided ON lending_overdue;
CREATE CONSTRAINT TRIGGER lending_overdue_undecided AFTER INSERT OR UPDATE ON lending_overdue
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_overdue_undecided();

-- A contact is said by an officer of the institution that lent.
CREATE OR REPLACE FUNCTION lending_contact_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM lending_overdue v JOIN lending_loan l ON l.id = v.loan_id
        WHERE v.id = NEW.overdue_id AND NEW."on" BETWEEN v.due_on AND parties_day(NEW.at)
            AND parties_said(v.city_id, 'lending.overdue.contacted', NEW.at, v.id,
                l.institution_id, ARRAY['institution-officer']))
    THEN
        PERFORM parties_refuse('lending_contact_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_contact_unsaid ON lending_overduecontact;
CREATE CONSTRAINT TRIGGER lending_contact_unsaid AFTER INSERT ON lending_overduecontact
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_contact_unsaid();

-- The parts of a plan lie one after the other, from the day after it is proposed, and are together what
-- is overdue of the principal; it is answered once and ends once, and what it says stays.
CREATE OR REPLACE FUNCTION lending_plan_laid(plan lending_repaymentplan) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT count(*) > 0 AND bool_and(part.fen > 0) AND bool_and(part.day > part.before)
        AND EXISTS (
            SELECT FROM lending_overdue v JOIN lending_loan l ON l.id = v.loan_id
            JOIN lending_instalment p ON p.loan_id = l.id
            WHERE v.id = plan.overdue_id AND v.state IN ('open', 'contacted')
                AND p.due_on < parties_day(plan.proposed_at)
                AND l.principal_paid_fen = plan.paid_fen
                AND l.outstanding_fen - p.left_fen = sum(part.fen))
    FROM (
        SELECT (each ->> 'principal_fen')::bigint AS fen, (each ->> 'on')::date AS day,
            lag((each ->> 'on')::date, 1, parties_day(plan.proposed_at))
                OVER (ORDER BY place) AS before
        FROM jsonb_array_elements(plan.parts) WITH ORDINALITY AS laid (each, place)) part
$$;

CREATE OR REPLACE FUNCTION lending_plan_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (CASE TG_OP
        WHEN 'INSERT' THEN NEW.state = 'proposed' AND lending_plan_laid(NEW)
        ELSE (NEW.id, NEW.city_id, NEW.overdue_id, NEW.parts, NEW.paid_fen, NEW.words,
                NEW.proposed_at)
                = (OLD.id, OLD.city_id, OLD.overdue_id, OLD.parts, OLD.paid_fen, OLD.words,
                   OLD.proposed_at)
            AND (OLD.state, NEW.state) IN (
                ('proposed', 'agreed'), ('proposed', 'declined'), ('proposed', 'dropped'),
                ('agreed', 'missed'), ('agreed', 'kept'))
            AND (NEW.state <> 'agreed' OR EXISTS (
                SELECT FROM lending_overdue v JOIN lending_loan l ON l.id = v.loan_id
                WHERE v.id = NEW.overdue_id AND l.principal_paid_fen = NEW.paid_fen))
        END) IS NOT TRUE
    THEN
        PERFORM parties_refuse('lending_plan_steps');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER lending_plan_steps BEFORE INSERT OR UPDATE ON lending_repaymentplan
FOR EACH ROW EXECUTE FUNCTION lending_plan_steps();

-- Two of the institution propose it, the supplier itself agrees or does not. It is kept when the last
-- of it came, missed only when a part of it did not.
CREATE OR REPLACE FUNCTION lending_plan_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_loan lending_loan;
BEGIN
    SELECT l.* INTO of_loan FROM lending_overdue v JOIN lending_loan l ON l.id = v.loan_id
    WHERE v.id = NEW.overdue_id;
    IF (CASE NEW.state
        WHEN 'proposed' THEN parties_decided('lending.propose_plan', of_loan.institution_id,
            'institution-approver', NEW.proposed_at, jsonb_build_object(
                'overdue_id', NEW.overdue_id,
                'days', jsonb_path_query_array(NEW.parts, '$[*].on'),
                'principals_fen', jsonb_path_query_array(NEW.parts, '$[*].principal_fen'))) > 0
        WHEN 'agreed' THEN parties_said(NEW.city_id, 'lending.plan.agreed', NEW.answered_at,
            NEW.overdue_id, of_loan.supplier_id, ARRAY['supplier'])
        WHEN 'declined' THEN parties_said(NEW.city_id, 'lending.plan.declined', NEW.answered_at,
            NEW.overdue_id, of_loan.supplier_id, ARRAY['supplier'])
        WHEN 'kept' THEN lending_repaid_by(of_loan.id, NEW.ended_at) - NEW.paid_fen >= (
            SELECT sum((each ->> 'principal_fen')::bigint) FROM jsonb_array_elements(NEW.parts) each)
        WHEN 'missed' THEN EXISTS (
            SELECT FROM jsonb_array_elements(NEW.parts) WITH ORDINALITY AS laid (each, place)
            WHERE (each ->> 'on')::date < parties_day(NEW.ended_at)
                AND lending_repaid_by(of_loan.id, NEW.ended_at) - NEW.paid_fen < (
                    SELECT sum((other ->> 'principal_fen')::bigint)
                    FROM jsonb_array_elements(NEW.parts) WITH ORDINALITY AS o (other, at)
                    WHERE at <= place))
        ELSE true
        END) IS NOT TRUE
    THEN
        PERFORM parties_refuse('lending_plan_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_plan_undecided ON lending_repaymentplan;
CREATE CONSTRAINT TRIGGER lending_plan_undecided AFTER INSERT OR UPDATE ON lending_repaymentplan
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_plan_undecided();

-- A loan is written off by two of the institution that lent it, at what was owed then.
CREATE OR REPLACE FUNCTION lending_write_off_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM lending_overdue v JOIN lending_loan l ON l.id = v.loan_id
        WHERE (v.id, v.loan_id, v.city_id) = (NEW.overdue_id, NEW.loan_id, NEW.city_id)
            AND v.state IN ('written_off', 'cleared') AND btrim(NEW.reason) <> ''
            AND NEW.principal_fen = l.principal_fen - lending_repaid_by(l.id, NEW.at)
            AND parties_decided('lending.write_off_loan', l.institution_id, 'institution-approver',
                NEW.at, jsonb_build_object('overdue_id', NEW.overdue_id)) > 0)
    THEN
        PERFORM parties_refuse('lending_write_off_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_write_off_undecided ON lending_writeoff;
CREATE CONSTRAINT TRIGGER lending_write_off_undecided AFTER INSERT ON lending_writeoff
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_write_off_undecided();

-- A loan that is settled is not overdue any more: whoever lets money repay it says so.
CREATE OR REPLACE FUNCTION lending_settled_overdue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM lending_loan l JOIN lending_overdue v ON v.loan_id = l.id
        WHERE l.id = NEW.loan_id AND l.state = 'settled' AND v.state <> 'cleared')
    THEN
        PERFORM parties_refuse('lending_settled_overdue');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_settled_overdue ON lending_loanentry;
CREATE CONSTRAINT TRIGGER lending_settled_overdue AFTER INSERT ON lending_loanentry
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_settled_overdue();
""",
            hints={'living': 'overdue.sql'},
        ),
    ]
