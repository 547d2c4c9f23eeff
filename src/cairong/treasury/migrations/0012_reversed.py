from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('treasury', '0011_elsewhere'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='entry',
            name='treasury_entry_by_chart',
        ),
        migrations.RemoveConstraint(
            model_name='entry',
            name='treasury_posting_once',
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('account__in', ('contract',)), ('delta_fen__lt', 0), ('kind', 'stand')), models.Q(('account__in', ('committed',)), ('delta_fen__gt', 0), ('kind', 'stand')), models.Q(('account__in', ('committed',)), ('delta_fen__lt', 0), ('kind', 'opening')), models.Q(('account__in', ('paid',)), ('delta_fen__gt', 0), ('kind', 'opening')), models.Q(('account__in', ('committed',)), ('delta_fen__lt', 0), ('kind', 'accept')), models.Q(('account__in', ('due',)), ('delta_fen__gt', 0), ('kind', 'accept')), models.Q(('account__in', ('due',)), ('delta_fen__lt', 0), ('kind', 'unaccept')), models.Q(('account__in', ('committed',)), ('delta_fen__gt', 0), ('kind', 'unaccept')), models.Q(('account__in', ('due',)), ('delta_fen__lt', 0), ('kind', 'request')), models.Q(('account__in', ('requested',)), ('delta_fen__gt', 0), ('kind', 'request')), models.Q(('account__in', ('requested',)), ('delta_fen__lt', 0), ('kind', 'withdraw')), models.Q(('account__in', ('due',)), ('delta_fen__gt', 0), ('kind', 'withdraw')), models.Q(('account__in', ('requested',)), ('delta_fen__lt', 0), ('kind', 'release')), models.Q(('account__in', ('in_transit',)), ('delta_fen__gt', 0), ('kind', 'release')), models.Q(('account__in', ('in_transit', 'transferred')), ('delta_fen__lt', 0), ('kind', 'confirm')), models.Q(('account__in', ('paid', 'received')), ('delta_fen__gt', 0), ('kind', 'confirm')), models.Q(('account__in', ('in_transit',)), ('delta_fen__lt', 0), ('kind', 'bounce')), models.Q(('account__in', ('due',)), ('delta_fen__gt', 0), ('kind', 'bounce')), models.Q(('account__in', ('paid', 'received', 'to_supplier')), ('delta_fen__lt', 0), ('kind', 'return')), models.Q(('account__in', ('due', 'transferred')), ('delta_fen__gt', 0), ('kind', 'return')), models.Q(('account__in', ('in_transit',)), ('delta_fen__lt', 0), ('kind', 'call_off')), models.Q(('account__in', ('due',)), ('delta_fen__gt', 0), ('kind', 'call_off')), models.Q(('account__in', ('due',)), ('delta_fen__lt', 0), ('kind', 'resume')), models.Q(('account__in', ('in_transit',)), ('delta_fen__gt', 0), ('kind', 'resume')), models.Q(('account__in', ('received', 'outstanding')), ('delta_fen__lt', 0), ('kind', 'repay')), models.Q(('account__in', ('interest_paid', 'principal_paid', 'fee_paid', 'headroom')), ('delta_fen__gt', 0), ('kind', 'repay')), models.Q(('account__in', ('interest_paid', 'principal_paid', 'fee_paid', 'headroom')), ('delta_fen__lt', 0), ('kind', 'unrepay')), models.Q(('account__in', ('received', 'outstanding')), ('delta_fen__gt', 0), ('kind', 'unrepay')), models.Q(('account__in', ('outstanding',)), ('delta_fen__lt', 0), ('kind', 'repay_own')), models.Q(('account__in', ('headroom',)), ('delta_fen__gt', 0), ('kind', 'repay_own')), models.Q(('account__in', ('received',)), ('delta_fen__lt', 0), ('kind', 'surplus')), models.Q(('account__in', ('to_supplier',)), ('delta_fen__gt', 0), ('kind', 'surplus')), models.Q(('account__in', ('headroom',)), ('delta_fen__lt', 0), ('kind', 'reserve')), models.Q(('account__in', ('reserved',)), ('delta_fen__gt', 0), ('kind', 'reserve')), models.Q(('account__in', ('reserved',)), ('delta_fen__lt', 0), ('kind', 'unreserve')), models.Q(('account__in', ('headroom',)), ('delta_fen__gt', 0), ('kind', 'unreserve')), models.Q(('account__in', ('reserved',)), ('delta_fen__lt', 0), ('kind', 'draw')), models.Q(('account__in', ('outstanding',)), ('delta_fen__gt', 0), ('kind', 'draw')), models.Q(('account__in', ('headroom',)), ('delta_fen__lt', 0), ('kind', 'outside')), models.Q(('account__in', ('outstanding',)), ('delta_fen__gt', 0), ('kind', 'outside')), _connector='OR'), name='treasury_entry_by_chart'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ('stand', 'accept', 'unaccept', 'request', 'withdraw', 'release', 'confirm', 'bounce', 'return', 'call_off', 'resume', 'surplus', 'opening', 'outside', 'unrepay'))), fields=('ref_id', 'receivable', 'kind', 'account'), name='treasury_posting_once'),
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

    -- A posting is one kind, of one thing, at one moment, with every account its kind moves.
    IF EXISTS (
        SELECT FROM posted
        GROUP BY posting
        HAVING count(DISTINCT (kind, ref_id, at)) <> 1 OR CASE min(kind)
            WHEN 'repay' THEN
                COALESCE(sum(delta_fen) FILTER (WHERE account = 'principal_paid'), 0)
                <> -COALESCE(sum(delta_fen) FILTER (WHERE account = 'outstanding'), 0)
            WHEN 'unrepay' THEN
                COALESCE(sum(delta_fen) FILTER (WHERE account = 'principal_paid'), 0)
                <> -COALESCE(sum(delta_fen) FILTER (WHERE account = 'outstanding'), 0)
            WHEN 'return' THEN
                count(*) FILTER (WHERE account IN ('paid', 'due', 'transferred')) <> 3
                OR count(DISTINCT abs(delta_fen))
                    FILTER (WHERE account IN ('paid', 'due', 'transferred')) <> 1
            ELSE count(DISTINCT abs(delta_fen)) <> 1 OR count(*) <> CASE min(kind)
                WHEN 'stand' THEN 2
                WHEN 'opening' THEN 2
                WHEN 'accept' THEN 2
                WHEN 'unaccept' THEN 2
                WHEN 'request' THEN 2
                WHEN 'withdraw' THEN 2
                WHEN 'release' THEN 2
                WHEN 'confirm' THEN 4
                WHEN 'bounce' THEN 2
                WHEN 'return' THEN 5
                WHEN 'call_off' THEN 2
                WHEN 'resume' THEN 2
                WHEN 'repay' THEN 6
                WHEN 'unrepay' THEN 6
                WHEN 'repay_own' THEN 2
                WHEN 'surplus' THEN 2
                WHEN 'reserve' THEN 2
                WHEN 'unreserve' THEN 2
                WHEN 'draw' THEN 2
                WHEN 'outside' THEN 2 END
            END
    ) THEN
        PERFORM treasury_refuse('treasury_posting_whole');
    END IF;

    -- A posting of a payment is of that payment: its receivable, its amount, its state.
    IF EXISTS (
        SELECT FROM posted LEFT JOIN treasury_payment p ON p.id = ref_id
        WHERE kind IN ('request', 'withdraw', 'release', 'confirm', 'bounce', 'return', 'call_off', 'resume')
        AND account IN ('contract', 'committed', 'due', 'requested', 'in_transit', 'paid')
        AND (p.id IS NULL OR p.receivable_id <> posted.receivable_id
             OR p.amount_fen <> abs(delta_fen)
             OR p.state <> CASE kind
                 WHEN 'request' THEN 'requested'
                 WHEN 'withdraw' THEN 'withdrawn'
                 WHEN 'release' THEN 'released'
                 WHEN 'confirm' THEN 'confirmed'
                 WHEN 'bounce' THEN 'returned'
                 WHEN 'return' THEN 'returned'
                 WHEN 'call_off' THEN 'unpaid'
                 WHEN 'resume' THEN 'released' END)
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
    -- What a repayment that was taken back lends again was lent before: it is not barred either.
    -- A draw is not barred by what stays reserved of its own offer, only by what others hold.
    -- What nobody knows the opening of carries nothing.
    IF EXISTS (
        SELECT FROM treasury_receivable r JOIN (
            SELECT receivable_id, min(cap_percent) AS cap,
                COALESCE(max(kept_fen) FILTER (WHERE kind = 'draw'), 0) AS kept
            FROM posted
            WHERE account IN ('reserved', 'outstanding') AND delta_fen > 0 AND kind <> 'unrepay'
            GROUP BY receivable_id
        ) risen ON risen.receivable_id = r.id
        WHERE r.outstanding_fen + GREATEST(r.reserved_fen - risen.kept, 0)
            > LEAST(r.cap_percent, risen.cap)
            * GREATEST(r.amount_fen - r.paid_fen - r.in_transit_fen - r.retention_fen, 0) / 100
        OR r.opening_fen IS NULL
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
            OR NEW.lapses_on < OLD.lapses_on OR NEW.state = OLD.state AND
            (NEW.requested_at, NEW.consented_at, NEW.acknowledged_at, NEW.active_at, NEW.ended_at)
            IS DISTINCT FROM
            (OLD.requested_at, OLD.consented_at, OLD.acknowledged_at, OLD.active_at, OLD.ended_at)
            OR OLD.state = 'released' AND
            (NEW.requested_at, NEW.consented_at, NEW.acknowledged_at, NEW.active_at)
            IS DISTINCT FROM
            (OLD.requested_at, OLD.consented_at, OLD.acknowledged_at, OLD.active_at)
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
            ('released', 'active'),
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
    -- What was lent outside, or is lent again by a return, may run on under no lock.
    IF NEW.state = 'released' AND (EXISTS (
        SELECT FROM treasury_lockoperation WHERE lock_id = NEW.id AND state = 'open')
        OR drawn > 0 AND NOT EXISTS (
            SELECT FROM treasury_entry
            WHERE receivable_id = NEW.receivable_id AND kind IN ('outside', 'unrepay')))
    THEN
        PERFORM treasury_refuse('treasury_lock_in_use');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER treasury_lock_guarded BEFORE INSERT OR UPDATE ON treasury_lock
FOR EACH ROW EXECUTE FUNCTION treasury_lock_guarded();

-- A released lock stands again where a return reopened what it held: since it ended, and with that.
CREATE OR REPLACE FUNCTION treasury_lock_again(lock treasury_lock, ended timestamptz)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN lock.ended_at IS NULL AND EXISTS (
        SELECT FROM treasury_lockoperation o JOIN treasury_entry e ON e.at = o.opened_at
        WHERE o.lock_id = lock.id AND o.opened_at >= ended
            AND e.receivable_id = lock.receivable_id AND e.kind = 'unrepay');
END $$;

-- Each step of a lock is its party's: looked at when the transaction ends (decided.sql).
CREATE OR REPLACE FUNCTION treasury_lock_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    this jsonb := jsonb_build_object('lock_id', NEW.id);
    two constant text := 'treasury-approver';
    before text := CASE TG_OP WHEN 'UPDATE' THEN OLD.state END;
    supplier uuid;
BEGIN
    IF NEW.state = before THEN
        RETURN NULL;
    END IF;
    SELECT supplier_id INTO supplier FROM treasury_receivable WHERE id = NEW.receivable_id;
    PERFORM treasury_need(CASE NEW.state
        WHEN 'requested' THEN EXISTS (
            SELECT FROM treasury_lockoperation o
            CROSS JOIN (VALUES ('lending.request_lock', 'offer_id'),
                ('lending.request_outside_lock', 'outside_id')) AS asked(act, named)
            WHERE o.lock_id = NEW.id AND parties_decided(asked.act,
                NEW.institution_id, 'institution-approver', NEW.requested_at,
                jsonb_build_object(asked.named, o.offer_id)) > 0)
        WHEN 'supplier_consented' THEN
            parties_said(NEW.city_id, 'treasury.lock.consented', NEW.consented_at, NEW.id,
                supplier, ARRAY['supplier'])
        WHEN 'purchaser_acknowledged' THEN
            treasury_two_of_purchaser('treasury.acknowledge_lock', NEW.receivable_id,
                NEW.acknowledged_at, this)
        WHEN 'active' THEN CASE before
            WHEN 'released' THEN treasury_lock_again(NEW, OLD.ended_at)
            ELSE treasury_two_of_bureau('treasury.confirm_lock', NEW.receivable_id, two, NEW.active_at,
                this) END
        WHEN 'recalled' THEN
            parties_said(NEW.city_id, 'treasury.lock.recalled', NEW.ended_at, NEW.id,
                NEW.institution_id, ARRAY['institution-officer'])
        WHEN 'refused' THEN CASE before
            WHEN 'requested' THEN
                parties_said(NEW.city_id, 'treasury.lock.refused', NEW.ended_at, NEW.id, supplier,
                    ARRAY['supplier'])
            WHEN 'supplier_consented' THEN
                treasury_two_of_purchaser('treasury.decline_acknowledgement', NEW.receivable_id,
                    NEW.ended_at, this)
            ELSE
                treasury_two_of_bureau('treasury.decline_confirmation', NEW.receivable_id, two,
                    NEW.ended_at, this)
            END
        ELSE NOT EXISTS (
            SELECT FROM treasury_lockoperation WHERE lock_id = NEW.id AND state = 'open')
        END, 'treasury_lock_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_lock_undecided ON treasury_lock;
CREATE CONSTRAINT TRIGGER treasury_lock_undecided AFTER INSERT OR UPDATE ON treasury_lock
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_lock_undecided();
""",
            hints={'living': 'lock.sql'},
        ),
        migrations.RunSQL(
            sql=r"""-- What stands in the books rests on a paper that somebody decided: looked at when the transaction
-- ends (decided.sql). What stands in {{ }} is made from the numbers of policy by living.py.

-- A receivable is a supplier's share of a contract that two of the purchaser signed, under a cap
-- that was declared beforehand. What was paid before is unknown of one signed before the city
-- opened, and nothing of any other.
CREATE OR REPLACE FUNCTION treasury_receivable_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need((
        NEW.cap_percent IN (70) OR EXISTS (
            SELECT FROM rulebook_parameterrow
            WHERE city_id = NEW.city_id AND code = 'contract_cap_percent'
                AND value = NEW.cap_percent)
    ) AND EXISTS (
        SELECT FROM contracts_contract c JOIN contracts_contractsupplier s ON s.contract_id = c.id
        JOIN parties_city y ON y.code = c.city_id
        WHERE c.id = NEW.contract_id AND (c.city_id, c.region) = (NEW.city_id, NEW.region)
            AND NEW.opening_fen IS NOT DISTINCT FROM
                CASE WHEN c.signed_on < y.opened_on THEN NULL ELSE 0 END
            AND (s.supplier_id, s.share_fen) = (NEW.supplier_id, NEW.amount_fen)
            AND c.retention_fen
                = (SELECT sum(retention_fen) FROM treasury_receivable WHERE contract_id = c.id)
            AND parties_decided('filing.sign_contract', c.purchaser_id, 'purchaser-approver',
                NEW.established_at,
                jsonb_build_object('award_id', c.award_id, 'amount_fen', c.amount_fen)) > 0
    ) AND EXISTS (
        SELECT FROM treasury_entry
        WHERE ref_id = NEW.contract_id AND receivable_id = NEW.id AND kind = 'stand'
            AND account = 'committed' AND delta_fen = NEW.amount_fen
    ), 'treasury_receivable_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_receivable_undecided ON treasury_receivable;
CREATE CONSTRAINT TRIGGER treasury_receivable_undecided AFTER INSERT ON treasury_receivable
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_receivable_undecided();

-- An acceptance is the purchaser's, and is posted.
CREATE OR REPLACE FUNCTION treasury_acceptance_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need((
        SELECT parties_said(NEW.city_id, 'treasury.acceptance.recorded', NEW.recorded_at, NEW.id,
            c.purchaser_id, ARRAY['purchaser-officer'])
        FROM treasury_receivable r JOIN contracts_contract c ON c.id = r.contract_id
        WHERE r.id = NEW.receivable_id
    ) AND EXISTS (
        SELECT FROM treasury_entry
        WHERE ref_id = NEW.id AND receivable_id = NEW.receivable_id AND kind = 'accept'
            AND account = 'due' AND delta_fen = NEW.amount_fen
    ), 'treasury_acceptance_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_acceptance_undecided ON treasury_acceptance;
CREATE CONSTRAINT TRIGGER treasury_acceptance_undecided AFTER INSERT ON treasury_acceptance
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_acceptance_undecided();

CREATE OR REPLACE FUNCTION treasury_recall_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need((
        SELECT treasury_two_of_purchaser('treasury.recall_acceptance', a.receivable_id,
            NEW.recalled_at, jsonb_build_object('acceptance_id', a.id))
            AND EXISTS (
                SELECT FROM treasury_entry
                WHERE ref_id = a.id AND receivable_id = a.receivable_id AND kind = 'unaccept')
        FROM treasury_acceptance a WHERE a.id = NEW.acceptance_id
    ), 'treasury_recall_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_recall_undecided ON treasury_acceptancerecall;
CREATE CONSTRAINT TRIGGER treasury_recall_undecided AFTER INSERT ON treasury_acceptancerecall
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_recall_undecided();

-- Nothing stays of money that came back: what it repaid is taken back to the fen, once and with its
-- payment, and what the supplier had of it is taken out with it.
CREATE OR REPLACE FUNCTION treasury_nothing_stays(remittance uuid, payment uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (
        SELECT FROM treasury_entry
        WHERE ref_id = remittance AND kind IN ('repay', 'unrepay')
            OR account = 'to_supplier' AND (ref_id = remittance AND kind = 'surplus'
                OR ref_id = payment AND kind = 'return')
        GROUP BY account HAVING sum(delta_fen) <> 0)
$$;

-- A posting is of a paper of the same receivable, with its amount and its moment.
CREATE OR REPLACE FUNCTION treasury_posting_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need(CASE NEW.kind
        WHEN 'stand' THEN EXISTS (
            SELECT FROM treasury_receivable r
            WHERE (r.id, r.contract_id, r.amount_fen, r.established_at)
                = (NEW.receivable_id, NEW.ref_id, NEW.delta_fen, NEW.at))
        WHEN 'accept' THEN EXISTS (
            SELECT FROM treasury_acceptance a JOIN treasury_receivable r ON r.id = a.receivable_id
            WHERE (a.id, a.receivable_id, a.amount_fen, a.recorded_at)
                = (NEW.ref_id, NEW.receivable_id, NEW.delta_fen, NEW.at)
                AND r.opening_fen IS NOT NULL)
        WHEN 'opening' THEN EXISTS (
            SELECT FROM treasury_opening o
            WHERE (o.id, o.receivable_id, o.paid_fen, o.decided_at, o.state)
                = (NEW.ref_id, NEW.receivable_id, NEW.delta_fen, NEW.at, 'standing'))
        WHEN 'unaccept' THEN EXISTS (
            SELECT FROM treasury_acceptance a
            JOIN treasury_acceptancerecall back ON back.acceptance_id = a.id
            WHERE (a.id, a.receivable_id, a.amount_fen, back.recalled_at)
                = (NEW.ref_id, NEW.receivable_id, NEW.delta_fen, NEW.at))
        WHEN 'bounce' THEN NOT EXISTS (
            SELECT FROM treasury_remittance WHERE payment_id = NEW.ref_id)
        WHEN 'call_off' THEN NOT EXISTS (
            SELECT FROM treasury_remittance WHERE payment_id = NEW.ref_id)
        WHEN 'return' THEN EXISTS (
            SELECT FROM treasury_remittance m
            WHERE m.payment_id = NEW.ref_id AND treasury_nothing_stays(m.id, NEW.ref_id))
        WHEN 'unrepay' THEN EXISTS (
            SELECT FROM treasury_remittance m JOIN treasury_payment p ON p.id = m.payment_id
            WHERE (m.id, m.receivable_id, p.state, p.ended_at)
                = (NEW.ref_id, NEW.receivable_id, 'returned', NEW.at)
                AND treasury_nothing_stays(m.id, p.id))
        ELSE EXISTS (
            SELECT FROM treasury_remittance m JOIN treasury_payment p ON p.id = m.payment_id
            WHERE (m.id, m.receivable_id) = (NEW.ref_id, NEW.receivable_id)
                AND (p.state = 'confirmed' OR treasury_nothing_stays(m.id, p.id))
                AND m.amount_fen >= (
                SELECT -sum(delta_fen) FROM treasury_entry
                WHERE ref_id = m.id AND account = 'received' AND delta_fen < 0))
        END, 'treasury_posting_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_posting_undecided ON treasury_entry;
CREATE CONSTRAINT TRIGGER treasury_posting_undecided AFTER INSERT ON treasury_entry
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (
    NEW.kind IN ('stand', 'accept', 'unaccept', 'bounce', 'return', 'call_off')
        AND NEW.account IN ('committed', 'due') AND NEW.delta_fen > 0
    OR NEW.kind IN ('repay', 'surplus', 'unrepay') AND NEW.account = 'received'
    OR NEW.kind = 'opening' AND NEW.account = 'paid'
) EXECUTE FUNCTION treasury_posting_undecided();
""",
            hints={'living': 'postings.sql'},
        ),
    ]
