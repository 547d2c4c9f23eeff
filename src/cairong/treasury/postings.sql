-- What stands in the books rests on a paper that somebody decided: looked at when the transaction
-- ends (decided.sql). What stands in {{ }} is made from the numbers of policy by living.py.

-- A receivable is a supplier's share of a contract that two of the purchaser signed, under a cap
-- that was declared beforehand. What was paid before is unknown of one signed before the city
-- opened, and nothing of any other.
CREATE OR REPLACE FUNCTION treasury_receivable_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need((
        NEW.cap_percent IN ({{ shipped_caps }}) OR EXISTS (
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
