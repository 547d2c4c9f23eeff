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
    IF NEW.state = 'released' AND (drawn > 0 OR EXISTS (
        SELECT FROM treasury_lockoperation WHERE lock_id = NEW.id AND state = 'open'))
    THEN
        PERFORM treasury_refuse('treasury_lock_in_use');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER treasury_lock_guarded BEFORE INSERT OR UPDATE ON treasury_lock
FOR EACH ROW EXECUTE FUNCTION treasury_lock_guarded();
