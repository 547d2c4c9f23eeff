-- What an institution lent before a contract came here stands by two sides: two of the institution
-- enter it, the supplier says that it is so (docs/decisions/elsewhere.md).

-- It runs on a contract whose opening stands; drawn before the contract came here, counted since what
-- was paid before was counted; it is answered once, and then stays.
CREATE OR REPLACE FUNCTION lending_outside_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND (NEW.state <> 'entered' OR NEW.answered_at IS NOT NULL
            OR NEW.words <> '')
        OR TG_OP = 'UPDATE' AND (OLD.state <> 'entered' OR NEW.state = 'entered')
    THEN
        PERFORM treasury_refuse('lending_outside_steps');
    END IF;
    IF TG_OP = 'INSERT' AND NOT EXISTS (
        SELECT FROM treasury_receivable r JOIN treasury_opening o ON o.receivable_id = r.id
        WHERE r.id = NEW.receivable_id AND o.state = 'standing'
            AND NEW.drawn_on <= parties_day(r.established_at)
            AND NEW.counted_on BETWEEN o.paid_until AND parties_day(NEW.entered_at))
    THEN
        PERFORM treasury_refuse('lending_outside_ran');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER lending_outside_guarded BEFORE INSERT OR UPDATE ON lending_outsideloan
FOR EACH ROW EXECUTE FUNCTION lending_outside_guarded();

CREATE OR REPLACE FUNCTION lending_outside_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    contract uuid;
    supplier uuid;
BEGIN
    SELECT contract_id, supplier_id INTO contract, supplier
    FROM treasury_receivable WHERE id = NEW.receivable_id;
    PERFORM treasury_need(CASE NEW.state
        WHEN 'entered' THEN
            parties_decided('lending.enter_outside', NEW.institution_id, 'institution-approver',
                NEW.entered_at, jsonb_build_object('contract_id', contract,
                    'original_fen', NEW.original_fen, 'outstanding_fen', NEW.outstanding_fen,
                    'counted_on', NEW.counted_on, 'drawn_on', NEW.drawn_on,
                    'due_on', NEW.due_on, 'rate_bp', NEW.rate_bp, 'day_count', NEW.day_count)
            ) >= (
                SELECT count(*) FROM lending_outsideloan
                WHERE (institution_id, receivable_id, entered_at)
                    = (NEW.institution_id, NEW.receivable_id, NEW.entered_at))
        WHEN 'standing' THEN
            parties_said(NEW.city_id, 'lending.outside.agreed', NEW.answered_at, NEW.id, supplier,
                ARRAY['supplier'])
            AND NEW.words = '' AND EXISTS (SELECT FROM lending_loan WHERE outside_id = NEW.id)
        WHEN 'declined' THEN
            parties_said(NEW.city_id, 'lending.outside.declined', NEW.answered_at, NEW.id,
                supplier, ARRAY['supplier'])
            AND btrim(NEW.words) <> ''
        WHEN 'withdrawn' THEN
            parties_said(NEW.city_id, 'lending.outside.withdrawn', NEW.answered_at, NEW.id,
                NEW.institution_id, ARRAY['institution-officer'])
        END, 'lending_outside_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_outside_undecided ON lending_outsideloan;
CREATE CONSTRAINT TRIGGER lending_outside_undecided AFTER INSERT OR UPDATE ON lending_outsideloan
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_outside_undecided();

-- Its loan is what the supplier said is so, to the last term, and takes headroom.
CREATE OR REPLACE FUNCTION lending_loan_outside(loan lending_loan) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM lending_outsideloan x JOIN treasury_receivable r ON r.id = x.receivable_id
        JOIN lending_loanentry e ON e.loan_id = loan.id AND e.kind = 'entered'
        WHERE x.id = loan.outside_id AND x.state = 'standing'
            AND (x.receivable_id, x.institution_id, r.supplier_id, r.contract_id, r.region,
                 x.outstanding_fen, x.rate_bp, x.day_count, x.drawn_on, x.due_on)
                = (loan.receivable_id, loan.institution_id, loan.supplier_id, loan.contract_id,
                   loan.region, loan.principal_fen, loan.rate_bp, loan.day_count, loan.drawn_on,
                   loan.due_on)
            AND (loan.fee_fen, loan.method, loan.hold_until_due, loan.accrued_on)
                = (0, 'bullet', false, x.counted_on)
            AND (e.drawn_fen, e.fee_fen, e."on", e.at)
                = (x.outstanding_fen, 0, x.counted_on, x.answered_at)
            AND EXISTS (
                SELECT FROM treasury_entry t
                WHERE t.ref_id = loan.id AND t.receivable_id = loan.receivable_id
                    AND t.kind = 'outside' AND t.account = 'outstanding'
                    AND t.delta_fen = loan.principal_fen));
END $$;

-- It stands under a lock of its institution, until it is at zero.
CREATE OR REPLACE FUNCTION lending_outside_under(operation treasury_lockoperation)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM lending_loan n JOIN treasury_lock l ON l.id = operation.lock_id
        WHERE n.outside_id = operation.offer_id
            AND (n.receivable_id, n.institution_id) = (l.receivable_id, l.institution_id)
            AND CASE operation.state
                WHEN 'open' THEN n.state <> 'settled' OR NOT lending_stands(operation)
                WHEN 'settled' THEN n.state = 'settled' OR lending_stands_again(operation)
                ELSE l.state IN ('recalled', 'refused')
                    OR l.state = 'lapsed' AND l.lapses_on < parties_day(l.ended_at)
                END);
END $$;
