-- What the code should never do, the database refuses: each refusal carries the name of its guard.

-- A receivable begins with empty books and without a payee.
CREATE OR REPLACE FUNCTION treasury_receivable_starts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.current_id IS NOT NULL
        OR {{ sum_not_zero }}
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
               AND state IN ({{ live_locks }}))
    THEN
        PERFORM treasury_refuse('treasury_payee_locked');
    END IF;
    IF EXISTS (SELECT FROM treasury_payment WHERE receivable_id = NEW.receivable_id
               AND state IN ({{ open_payments }}))
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
            AND state IN ({{ live_locks }}))
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
            NEW.voucher_no, NEW.requested_at)
            IS DISTINCT FROM
            (OLD.id, OLD.city_id, OLD.receivable_id, OLD.payee_version_id, OLD.amount_fen,
             OLD.voucher_no, OLD.requested_at)
            OR NEW.state = OLD.state AND NEW IS DISTINCT FROM OLD
            OR OLD.released_at IS NOT NULL AND NEW.released_at IS DISTINCT FROM OLD.released_at
        THEN
            PERFORM treasury_refuse('treasury_payment_fixed');
        END IF;
        IF NEW.state = OLD.state THEN
            RETURN NEW;
        END IF;
        IF (OLD.state, NEW.state) NOT IN (
            {{ payment_steps }})
        THEN
            PERFORM treasury_refuse('treasury_payment_steps');
        END IF;
    END IF;
    IF NEW.state IN ({{ open_payments }}) AND (
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
        AND {{ payment_state_of_kind }} = NEW.state
    ) THEN
        PERFORM treasury_refuse('treasury_payment_posted');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_payment_posted ON treasury_payment;
CREATE CONSTRAINT TRIGGER treasury_payment_posted AFTER INSERT OR UPDATE ON treasury_payment
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_payment_posted();
