import django.db.models.deletion
import django.db.models.functions.uuid
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lending', '0024_revolving'),
        ('parties', '0022_papers'),
        ('treasury', '0013_forgiven'),
    ]

    operations = [
        migrations.CreateModel(
            name='Forgiveness',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('principal_fen', models.BigIntegerField()),
                ('interest_fen', models.BigIntegerField()),
                ('reason', models.CharField(max_length=500)),
                ('at', models.DateTimeField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city')),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='forgiveness', to='lending.loanentry')),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='forgiven', to='lending.loan')),
                ('overdue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='forgiven', to='lending.overdue')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('interest_fen__gte', 0), ('principal_fen__gte', 0), models.Q(('principal_fen__gt', 0), ('interest_fen__gt', 0), _connector='OR')), name='lending_forgiven_something')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='forgiveness',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='7b7bbe998338954ae3b54a4a7d5dd94f59b2297e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e9402', table='lending_forgiveness', when='BEFORE')),
        ),
        migrations.RunSQL(
            sql=r"""-- Nothing is lent or repaid that nobody decided (docs/decisions/decided.md): each guard looks when
-- the transaction ends.

-- An offer is what two of the institution approved; it keeps its terms.
CREATE OR REPLACE FUNCTION lending_offer_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need(CASE
        WHEN TG_OP = 'INSERT' THEN
            parties_decided('lending.approve_offer', NEW.institution_id, 'institution-approver',
                NEW.offered_at, jsonb_build_object('application_id', NEW.application_id,
                    'amount_fen', NEW.amount_fen, 'days', NEW.days, 'spread_bp', NEW.spread_bp,
                    'method', NEW.method, 'instalments', NEW.instalments, 'fee_fen', NEW.fee_fen)
            ) > 0
            AND (NEW.amount_reason <> '' OR NEW.amount_fen >= (
                SELECT amount_fen FROM lending_intent WHERE id = NEW.intent_id))
        WHEN NEW.state = 'accepted' AND OLD.state <> NEW.state THEN
            parties_said(NEW.city_id, 'lending.offer.accepted', NEW.accepted_at, NEW.id,
                (SELECT supplier_id FROM lending_intent WHERE id = NEW.intent_id),
                ARRAY['supplier'])
        ELSE true
        END, 'lending_offer_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_offer_undecided ON lending_offer;
CREATE CONSTRAINT TRIGGER lending_offer_undecided AFTER INSERT OR UPDATE ON lending_offer
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_offer_undecided();

CREATE OR REPLACE FUNCTION lending_offer_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.city_id, NEW.application_id, NEW.intent_id, NEW.receivable_id,
        NEW.institution_id, NEW.product_version_id, NEW.amount_fen, NEW.days, NEW.rate_bp,
        NEW.day_count, NEW.cap_percent, NEW.method, NEW.instalments, NEW.fee_fen,
        NEW.hold_until_due, NEW.offered_at, NEW.amount_reason, NEW.term_reason,
        NEW.grade, NEW.grade_reason, NEW.background_id)
        IS DISTINCT FROM
        (OLD.id, OLD.city_id, OLD.application_id, OLD.intent_id, OLD.receivable_id,
         OLD.institution_id, OLD.product_version_id, OLD.amount_fen, OLD.days, OLD.rate_bp,
         OLD.day_count, OLD.cap_percent, OLD.method, OLD.instalments, OLD.fee_fen,
         OLD.hold_until_due, OLD.offered_at, OLD.amount_reason, OLD.term_reason,
         OLD.grade, OLD.grade_reason, OLD.background_id)
    THEN
        PERFORM treasury_refuse('lending_offer_fixed');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER lending_offer_fixed BEFORE UPDATE ON lending_offer
FOR EACH ROW EXECUTE FUNCTION lending_offer_fixed();

-- A loan is a draw that two of the lender decided, on the terms of its offer, under its lock.
CREATE OR REPLACE FUNCTION lending_loan_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.outside_id IS NOT NULL THEN
        PERFORM treasury_need(lending_loan_outside(NEW), 'lending_loan_undecided');
        RETURN NULL;
    END IF;
    PERFORM treasury_need(EXISTS (
        SELECT FROM lending_offer o
        JOIN lending_intent i ON i.id = o.intent_id
        JOIN treasury_receivable r ON r.id = o.receivable_id
        JOIN lending_loanentry e ON e.loan_id = NEW.id AND e.kind = 'drawn'
        WHERE o.id = NEW.offer_id
            AND (o.receivable_id, o.institution_id, o.rate_bp, o.day_count, o.method,
                 o.hold_until_due, o.service_order, i.supplier_id, r.contract_id)
                = (NEW.receivable_id, NEW.institution_id, NEW.rate_bp, NEW.day_count, NEW.method,
                   NEW.hold_until_due, NEW.service_order, NEW.supplier_id, NEW.contract_id)
            AND (e.drawn_fen, e.fee_fen, e."on") = (NEW.principal_fen, NEW.fee_fen, NEW.drawn_on)
            AND o.drawn_fen = (SELECT sum(principal_fen) FROM lending_loan WHERE offer_id = o.id)
            AND EXISTS (
                SELECT FROM treasury_lock l
                WHERE l.receivable_id = o.receivable_id AND l.institution_id = o.institution_id
                    AND l.state IN ('active', 'released'))
            AND EXISTS (
                SELECT FROM treasury_entry t
                WHERE t.ref_id = NEW.id AND t.receivable_id = NEW.receivable_id
                    AND t.kind = 'draw' AND t.account = 'outstanding'
                    AND t.delta_fen = NEW.principal_fen)
            AND parties_decided('lending.disburse', o.institution_id, 'institution-approver', e.at,
                jsonb_build_object('offer_id', o.id, 'amount_fen', NEW.principal_fen)) >= (
                SELECT count(*) FROM lending_loan other
                JOIN lending_loanentry drawn ON drawn.loan_id = other.id AND drawn.kind = 'drawn'
                WHERE other.offer_id = o.id AND other.principal_fen = NEW.principal_fen
                    AND drawn.at = e.at)
    ), 'lending_loan_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_loan_undecided ON lending_loan;
CREATE CONSTRAINT TRIGGER lending_loan_undecided AFTER INSERT ON lending_loan
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_loan_undecided();

-- What moves a loan is its one draw, money that arrived, or a repayment that two recorded.
CREATE OR REPLACE FUNCTION lending_repaid_by_two(entry bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT parties_decided('lending.record_repayment', l.institution_id, 'institution-approver',
            e.at, jsonb_build_object('loan_id', l.id, 'on', e."on",
                'amount_fen', e.interest_fen + e.principal_fen + e.fee_fen)) >= (
            SELECT count(*) FROM lending_loanentry other
            WHERE other.loan_id = e.loan_id AND other.kind = 'repaid' AND other.at = e.at
                AND other.interest_fen + other.principal_fen + other.fee_fen
                    = e.interest_fen + e.principal_fen + e.fee_fen)
        AND (SELECT sum(principal_fen) FROM lending_loanentry
             WHERE loan_id = l.id AND kind = 'repaid')
            = (SELECT COALESCE(sum(delta_fen), 0) FROM treasury_entry
               WHERE ref_id = l.id AND kind = 'repay_own' AND account = 'headroom')
    FROM lending_loanentry e JOIN lending_loan l ON l.id = e.loan_id WHERE e.id = entry
$$;

CREATE OR REPLACE FUNCTION lending_repaid_by_money(entry bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
            SELECT FROM treasury_remittance m JOIN lending_loan l
                ON l.receivable_id = m.receivable_id
            WHERE m.id = e.source_id AND l.id = e.loan_id AND m.arrived_on <= e."on")
        AND (SELECT (sum(interest_fen), sum(principal_fen), sum(fee_fen)) FROM lending_loanentry
             WHERE source_id = e.source_id)
            = (SELECT (COALESCE(sum(delta_fen) FILTER (WHERE account = 'interest_paid'), 0),
                       COALESCE(sum(delta_fen) FILTER (WHERE account = 'principal_paid'), 0),
                       COALESCE(sum(delta_fen) FILTER (WHERE account = 'fee_paid'), 0))
               FROM treasury_entry WHERE ref_id = e.source_id AND kind = 'repay')
    FROM lending_loanentry e WHERE e.id = entry
$$;

-- What was taken back of a remittance is what its reversals come to.
CREATE OR REPLACE FUNCTION lending_reversed_whole(remittance uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT (SELECT (-sum(back.interest_fen), -sum(back.principal_fen), -sum(back.fee_fen))
            FROM lending_loanentry back JOIN lending_loanentry was ON was.id = back.reverses_id
            WHERE was.source_id = remittance)
        = (SELECT (-COALESCE(sum(delta_fen) FILTER (WHERE account = 'interest_paid'), 0),
                   -COALESCE(sum(delta_fen) FILTER (WHERE account = 'principal_paid'), 0),
                   -COALESCE(sum(delta_fen) FILTER (WHERE account = 'fee_paid'), 0))
           FROM treasury_entry WHERE ref_id = remittance AND kind = 'unrepay')
$$;

-- A reversal bears what it reverses, to the fen: of money whose payment came back then, all that it
-- repaid, as its posting says; with the interest that the principal bore from its repayment on.
CREATE OR REPLACE FUNCTION lending_reversed(entry bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
            SELECT FROM treasury_remittance m JOIN treasury_payment p ON p.id = m.payment_id
            WHERE (m.id, p.state, p.ended_at) = (was.source_id, 'returned', e.at))
        AND (was.loan_id, was.kind, was.interest_fen, was.principal_fen, was.fee_fen)
            = (e.loan_id, 'remitted', -e.interest_fen, -e.principal_fen, -e.fee_fen)
        AND e."on" = (SELECT max(before."on") FROM lending_loanentry before
                      WHERE before.loan_id = e.loan_id AND before.id < e.id)
        AND e.accrued_fen = round(was.principal_fen::numeric * l.rate_bp * (e."on" - was."on")
            / (10000 * l.day_count))
        AND lending_reversed_whole(was.source_id)
    FROM lending_loanentry e JOIN lending_loanentry was ON was.id = e.reverses_id
    JOIN lending_loan l ON l.id = e.loan_id WHERE e.id = entry
$$;

CREATE OR REPLACE FUNCTION lending_entry_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need(CASE NEW.kind
        WHEN 'drawn' THEN (
            SELECT count(*) = 1 FROM lending_loanentry
            WHERE loan_id = NEW.loan_id AND kind IN ('drawn', 'entered'))
        WHEN 'entered' THEN (
            SELECT count(*) = 1 FROM lending_loanentry e JOIN lending_loan l ON l.id = e.loan_id
            WHERE e.loan_id = NEW.loan_id AND e.kind IN ('drawn', 'entered')
                AND l.outside_id IS NOT NULL)
        WHEN 'repaid' THEN NEW.drawn_fen = 0 AND lending_repaid_by_two(NEW.id)
        WHEN 'remitted' THEN NEW.drawn_fen = 0 AND lending_repaid_by_money(NEW.id)
        WHEN 'reversed' THEN lending_reversed(NEW.id)
        WHEN 'forgiven' THEN NEW.drawn_fen = 0 AND lending_forgiven(NEW.id)
        END, 'lending_entry_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_entry_undecided ON lending_loanentry;
CREATE CONSTRAINT TRIGGER lending_entry_undecided AFTER INSERT ON lending_loanentry
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_entry_undecided();

-- A draw, and the entry of what runs already, is posted of one loan, once; what is repaid otherwise
-- is posted of one that says so.
CREATE OR REPLACE FUNCTION lending_posted_once(loan uuid, receivable uuid, fen bigint)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT count(*) = 1 AND bool_and((l.receivable_id, l.principal_fen) = (receivable, fen)
        AND (t.kind = 'outside') = (l.outside_id IS NOT NULL))
    FROM treasury_entry t JOIN lending_loan l ON l.id = t.ref_id
    WHERE t.ref_id = loan AND t.kind IN ('draw', 'outside') AND t.account = 'outstanding'
$$;

CREATE OR REPLACE FUNCTION lending_posting_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need(CASE NEW.kind
        WHEN 'draw' THEN lending_posted_once(NEW.ref_id, NEW.receivable_id, NEW.delta_fen)
        WHEN 'outside' THEN lending_posted_once(NEW.ref_id, NEW.receivable_id, NEW.delta_fen)
        WHEN 'unrepay' THEN lending_reversed_whole(NEW.ref_id)
        WHEN 'forgive' THEN EXISTS (
            SELECT FROM lending_forgiveness f JOIN lending_loan l ON l.id = f.loan_id
            WHERE f.id = NEW.ref_id
                AND (l.receivable_id, f.principal_fen) = (NEW.receivable_id, NEW.delta_fen))
        WHEN 'repay_own' THEN (
            SELECT sum(e.principal_fen) FROM lending_loanentry e JOIN lending_loan l
                ON l.id = e.loan_id
            WHERE l.id = NEW.ref_id AND l.receivable_id = NEW.receivable_id AND e.kind = 'repaid')
            = (SELECT sum(delta_fen) FROM treasury_entry
               WHERE ref_id = NEW.ref_id AND kind = 'repay_own' AND account = 'headroom')
        ELSE EXISTS (
            SELECT FROM lending_intent
            WHERE id = NEW.ref_id AND receivable_id = NEW.receivable_id)
        END, 'lending_posting_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_posting_undecided ON treasury_entry;
CREATE CONSTRAINT TRIGGER lending_posting_undecided AFTER INSERT ON treasury_entry
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (
    NEW.kind IN ('draw', 'outside', 'repay_own', 'forgive', 'reserve', 'unreserve')
        AND NEW.account IN ('outstanding', 'headroom', 'reserved') AND NEW.delta_fen > 0
    OR NEW.kind = 'unrepay' AND NEW.account = 'received'
) EXECUTE FUNCTION lending_posting_undecided();

-- What is outstanding and reserved on a receivable is what its loans and intents come to.
CREATE OR REPLACE FUNCTION lending_sums_agree(receivable uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT r.outstanding_fen = (SELECT COALESCE(sum(outstanding_fen), 0) FROM lending_loan
                                WHERE receivable_id = r.id)
        AND r.reserved_fen = (SELECT COALESCE(sum(reserved_fen), 0) FROM lending_intent
                              WHERE receivable_id = r.id)
    FROM treasury_receivable r WHERE r.id = receivable
$$;

CREATE OR REPLACE FUNCTION lending_sums_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    receivable uuid;
BEGIN
    IF TG_TABLE_NAME = 'lending_loanentry' THEN
        SELECT receivable_id INTO receivable FROM lending_loan WHERE id = NEW.loan_id;
    ELSIF TG_TABLE_NAME = 'lending_intent' THEN
        IF TG_OP = 'INSERT' AND NEW.reserved_fen = 0 OR TG_OP = 'UPDATE'
            AND (NEW.reserved_fen, NEW.receivable_id)
                IS NOT DISTINCT FROM (OLD.reserved_fen, OLD.receivable_id)
        THEN
            RETURN NULL;
        END IF;
        receivable := NEW.receivable_id;
    ELSE
        receivable := NEW.receivable_id;
    END IF;
    PERFORM treasury_need(lending_sums_agree(receivable), 'lending_sums_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_sums_undecided ON treasury_entry;
CREATE CONSTRAINT TRIGGER lending_sums_undecided AFTER INSERT ON treasury_entry
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (NEW.account IN ('outstanding', 'reserved'))
EXECUTE FUNCTION lending_sums_undecided();

DROP TRIGGER IF EXISTS lending_sums_undecided ON lending_loanentry;
CREATE CONSTRAINT TRIGGER lending_sums_undecided AFTER INSERT ON lending_loanentry
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_sums_undecided();

DROP TRIGGER IF EXISTS lending_sums_undecided ON lending_intent;
CREATE CONSTRAINT TRIGGER lending_sums_undecided AFTER INSERT OR UPDATE ON lending_intent
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_sums_undecided();

-- Whether a loan of an offer runs; whether an operation stands, or its financing again under a later.
CREATE OR REPLACE FUNCTION lending_open_under(offer uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM lending_loan WHERE offer_id = offer AND state <> 'settled')
$$;

CREATE OR REPLACE FUNCTION lending_stands(operation treasury_lockoperation) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM treasury_lockoperation WHERE id = operation.id AND state = 'open')
$$;

CREATE OR REPLACE FUNCTION lending_stands_again(operation treasury_lockoperation)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM treasury_lockoperation
        WHERE offer_id = operation.offer_id AND id > operation.id)
$$;

-- What stands under a lock is a chosen offer of its institution, until its loans are at zero (and
-- again, where a return lends them again); or a loan of its own that was lent outside (outside.sql).
CREATE OR REPLACE FUNCTION lending_operation_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.state = OLD.state THEN
        RETURN NULL;
    END IF;
    PERFORM treasury_need(EXISTS (
        SELECT FROM lending_offer o JOIN treasury_lock l ON l.id = NEW.lock_id
        WHERE o.id = NEW.offer_id
            AND (o.receivable_id, o.institution_id) = (l.receivable_id, l.institution_id)
            AND CASE NEW.state
                WHEN 'open' THEN o.accepted_at IS NOT NULL AND (o.state <> 'drawn'
                    OR lending_open_under(o.id) OR NOT lending_stands(NEW))
                WHEN 'settled' THEN o.state = 'drawn'
                    AND (NOT lending_open_under(o.id) OR lending_stands_again(NEW))
                ELSE l.state IN ('recalled', 'refused')
                    OR l.state = 'lapsed' AND l.lapses_on < parties_day(l.ended_at)
                    OR o.state NOT IN ('accepted', 'locking', 'conditions_met', 'part_drawn', 'drawn')
                END)
        OR lending_outside_under(NEW), 'lending_operation_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_operation_undecided ON treasury_lockoperation;
CREATE CONSTRAINT TRIGGER lending_operation_undecided AFTER INSERT OR UPDATE
ON treasury_lockoperation DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_operation_undecided();
""",
            hints={'living': 'decided.sql'},
        ),
        migrations.RunSQL(
            sql=r"""-- What two of an institution forgave of what was overdue (docs/decisions/overdue.md): never more than
-- was overdue of the principal then, nor than the interest that was owed.
CREATE OR REPLACE FUNCTION lending_forgiven(entry bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM lending_forgiveness f
        JOIN lending_loan l ON l.id = f.loan_id
        JOIN lending_overdue v ON v.id = f.overdue_id
        WHERE f.entry_id = e.id
            AND (f.loan_id, v.loan_id, f.city_id, f.at, f.principal_fen, f.interest_fen, 0)
                = (e.loan_id, e.loan_id, l.city_id, e.at, e.principal_fen, e.interest_fen, e.fee_fen)
            AND v.begun_at <= e.at AND COALESCE(v.ended_at >= e.at, true)
            AND e."on" <= parties_day(e.at) AND btrim(f.reason) <> ''
            AND e.principal_fen <= GREATEST(0, (
                SELECT l.principal_fen - COALESCE(sum(was.principal_fen), 0)
                FROM lending_loanentry was WHERE was.loan_id = l.id AND was.id < e.id
            ) - (
                SELECT p.left_fen FROM lending_instalment p
                WHERE p.loan_id = l.id AND p.due_on < e."on" ORDER BY p.due_on DESC LIMIT 1))
            AND (e.principal_fen = 0 OR EXISTS (
                SELECT FROM treasury_entry t
                WHERE t.ref_id = f.id AND t.receivable_id = l.receivable_id
                    AND t.kind = 'forgive' AND t.account = 'headroom'
                    AND t.delta_fen = e.principal_fen))
            AND parties_decided('lending.forgive_debt', l.institution_id, 'institution-approver',
                e.at, jsonb_build_object('overdue_id', v.id, 'principal_fen', f.principal_fen,
                    'interest_fen', f.interest_fen)) >= (
                SELECT count(*) FROM lending_forgiveness other
                WHERE (other.overdue_id, other.at, other.principal_fen, other.interest_fen)
                    = (f.overdue_id, f.at, f.principal_fen, f.interest_fen)))
    FROM lending_loanentry e WHERE e.id = entry
$$;

CREATE OR REPLACE FUNCTION lending_forgiveness_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT kind = 'forgiven' AND lending_forgiven(id) FROM lending_loanentry
        WHERE id = NEW.entry_id) IS NOT TRUE
    THEN
        PERFORM parties_refuse('lending_forgiveness_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_forgiveness_undecided ON lending_forgiveness;
CREATE CONSTRAINT TRIGGER lending_forgiveness_undecided AFTER INSERT ON lending_forgiveness
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_forgiveness_undecided();
""",
            hints={'living': 'forgiving.sql'},
        ),
    ]
