-- A lock keeps its account, moves by its table alone, and is released only when nothing is open.
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
            {{ lock_steps }})
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
