-- What two of an institution forgave of what was overdue (docs/decisions/overdue.md): never more than
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
