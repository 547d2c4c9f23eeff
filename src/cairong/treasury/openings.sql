-- What was paid before a contract came here stands by three sides: two of the purchaser declare it,
-- the supplier is heard, two of the treasury desk decide (docs/decisions/opening.md).
CREATE OR REPLACE FUNCTION treasury_opening_guarded() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' AND (NEW.state <> 'declared' OR NEW.answered_at IS NOT NULL
            OR NEW.decided_at IS NOT NULL OR NEW.objection <> '' OR NEW.reason <> ''
            OR NEW.object_until < parties_day(NEW.declared_at))
        OR TG_OP = 'UPDATE' AND NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
            {{ opening_steps }})
        OR TG_OP = 'UPDATE' AND NEW.state = OLD.state AND NEW IS DISTINCT FROM OLD
        OR TG_OP = 'UPDATE' AND (CASE WHEN NEW.state IN ('standing', 'returned')
            THEN (NEW.objection, NEW.answered_at) IS DISTINCT FROM (OLD.objection, OLD.answered_at)
            ELSE (NEW.reason, NEW.decided_at) IS DISTINCT FROM (OLD.reason, OLD.decided_at) END)
    THEN
        PERFORM treasury_refuse('treasury_opening_steps');
    END IF;
    IF TG_OP = 'INSERT' OR NEW.state = 'standing' THEN
        PERFORM FROM treasury_receivable
        WHERE id = NEW.receivable_id AND opening_fen IS NULL FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            PERFORM treasury_refuse('treasury_opening_known');
        END IF;
    END IF;
    IF NEW.state = 'standing' THEN
        UPDATE treasury_receivable SET opening_fen = NEW.paid_fen WHERE id = NEW.receivable_id;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER treasury_opening_guarded BEFORE INSERT OR UPDATE ON treasury_opening
FOR EACH ROW EXECUTE FUNCTION treasury_opening_guarded();

-- The supplier agreed, or had its days, or objected and was answered with a reason.
CREATE OR REPLACE FUNCTION treasury_opening_heard(o treasury_opening) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN CASE
        WHEN o.answered_at IS NULL THEN o.object_until < parties_day(o.decided_at)
        WHEN o.objection <> '' THEN btrim(o.reason) <> ''
        ELSE true END;
END $$;

-- What two of the purchaser declared, to the last milestone and the last word.
CREATE OR REPLACE FUNCTION treasury_opening_declared(o treasury_opening) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
    paid jsonb := (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'milestone', milestone, 'paid_fen', paid_fen)), '[]'::jsonb)
        FROM treasury_openingpart WHERE opening_id = o.id);
BEGIN
    RETURN EXISTS (
        SELECT FROM treasury_receivable r JOIN contracts_contract c ON c.id = r.contract_id
        JOIN parties_proposal q ON q.organisation_id = c.purchaser_id
        WHERE r.id = o.receivable_id AND q.act = 'treasury.declare_opening'
            AND q.state = 'approved' AND q.decided_at = o.declared_at AND q.decider_id IS NULL
            AND q.approves = 'purchaser-approver' AND q.arguments @> jsonb_build_object(
                'contract_id', c.id, 'paid_until', o.paid_until, 'evidence', o.evidence)
            AND coalesce(q.arguments ->> 'supplier_id', r.supplier_id::text) = r.supplier_id::text
            AND q.arguments -> 'parts' @> paid AND paid @> (q.arguments -> 'parts'))
        AND o.paid_fen = (
            SELECT coalesce(sum(paid_fen), 0) FROM treasury_openingpart WHERE opening_id = o.id);
END $$;

CREATE OR REPLACE FUNCTION treasury_opening_answered(o treasury_opening, what text)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT parties_said(o.city_id, what, o.answered_at, o.id, r.supplier_id,
                ARRAY['supplier'])
            FROM treasury_receivable r WHERE r.id = o.receivable_id);
END $$;

CREATE OR REPLACE FUNCTION treasury_opening_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need(CASE NEW.state
        WHEN 'declared' THEN treasury_opening_declared(NEW)
        WHEN 'agreed' THEN treasury_opening_answered(NEW, 'treasury.opening.agreed')
        WHEN 'objected' THEN treasury_opening_answered(NEW, 'treasury.opening.objected')
        WHEN 'returned' THEN parties_said(NEW.city_id, 'treasury.opening.returned', NEW.decided_at,
            NEW.id, (
                SELECT parties_decides(r.city_id, r.region, 'treasury', parties_day(NEW.decided_at))
                FROM treasury_receivable r WHERE r.id = NEW.receivable_id),
            ARRAY['treasury-officer'])
        WHEN 'standing' THEN
            treasury_two_of_bureau('treasury.approve_opening', NEW.receivable_id, 'treasury-approver',
                NEW.decided_at, jsonb_build_object('opening_id', NEW.id))
            AND treasury_opening_heard(NEW)
            AND NEW.paid_fen = (
                SELECT coalesce(sum(delta_fen), 0) FROM treasury_entry
                WHERE ref_id = NEW.id AND receivable_id = NEW.receivable_id
                    AND kind = 'opening' AND account = 'paid')
        END, 'treasury_opening_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_opening_undecided ON treasury_opening;
CREATE CONSTRAINT TRIGGER treasury_opening_undecided AFTER INSERT OR UPDATE ON treasury_opening
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_opening_undecided();

-- A part is added with its opening alone: none afterwards.
CREATE OR REPLACE FUNCTION treasury_opening_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need((
        SELECT o.paid_fen = (SELECT sum(paid_fen) FROM treasury_openingpart
                             WHERE opening_id = o.id)
        FROM treasury_opening o WHERE o.id = NEW.opening_id), 'treasury_opening_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_opening_part ON treasury_openingpart;
CREATE CONSTRAINT TRIGGER treasury_opening_part AFTER INSERT ON treasury_openingpart
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_opening_part();
