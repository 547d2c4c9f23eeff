-- Complaints (docs/decisions/complaints.md): made about a party of a case of one's own, answered by
-- who is complained of, settled above; each step as the chain says, and what is over stays.
CREATE OR REPLACE FUNCTION complaints_concerns(
    of_case text, of_id uuid, whose uuid, accused uuid
) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT CASE of_case
        WHEN 'award' THEN EXISTS (
            SELECT FROM contracts_award a JOIN contracts_awardshare s ON s.award_id = a.id
            WHERE a.id = of_id AND s.supplier_id = whose AND a.purchaser_id = accused)
        WHEN 'contract' THEN EXISTS (
            SELECT FROM contracts_contract c
            JOIN contracts_contractsupplier s ON s.contract_id = c.id
            WHERE c.id = of_id AND s.supplier_id = whose AND c.purchaser_id = accused)
        WHEN 'application' THEN EXISTS (
            SELECT FROM lending_application a JOIN lending_intent i ON i.id = a.intent_id
            WHERE a.id = of_id AND i.supplier_id = whose AND a.institution_id = accused)
        WHEN 'loan' THEN EXISTS (
            SELECT FROM lending_loan
            WHERE id = of_id AND supplier_id = whose AND institution_id = accused)
        END
$$;

-- A number of the city on a day, as it is shipped where the city has none of its own. What stands in
-- {{ }} is made from policy/complaining.py by living.py.
CREATE OR REPLACE FUNCTION complaints_number(of_city text, of_code text, of_day date, shipped int)
RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT p.value::integer FROM rulebook_parameterrow p
        WHERE p.city_id = of_city AND p.code = of_code AND p.valid_from <= of_day
        ORDER BY p.valid_from DESC LIMIT 1), shipped)
$$;

-- Who stands above a kind of complaint that is made on a day.
CREATE OR REPLACE FUNCTION complaints_above(of_city text, of_kind text, of_day date)
RETURNS text LANGUAGE sql STABLE AS $$
    SELECT ({{ above }})[CASE
        {{ routes }}
        END]
$$;

CREATE OR REPLACE FUNCTION complaints_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'open' OR NEW.rating IS NOT NULL OR NEW.press_until IS NOT NULL THEN
            PERFORM parties_refuse('complaints_steps');
        END IF;
        IF NEW.kind || ' ' || NEW.matter <> ALL ({{ kinds }})
            OR NEW.upper_role IS DISTINCT FROM complaints_above(
                NEW.city_id, NEW.kind, parties_day(NEW.made_at))
            OR complaints_concerns(NEW.matter, COALESCE(NEW.loan_id, NEW.application_id,
                NEW.contract_id, NEW.award_id), NEW.supplier_id, NEW.accused_id) IS NOT TRUE
            OR NOT EXISTS (
                SELECT FROM parties_organisation
                WHERE id = NEW.upper_id AND city_id = NEW.city_id AND id <> NEW.accused_id
                    AND kind = (CASE NEW.upper_role WHEN 'procurement-officer' THEN 'bureau'
                        ELSE NEW.upper_role END))
        THEN
            PERFORM parties_refuse('complaints_foreign');
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN (
            'open>answered', 'open>raised', 'open>withdrawn', 'answered>raised',
            'answered>closed', 'raised>settled', 'raised>withdrawn')
        OR OLD.state = NEW.state AND (
            (NEW.raised_at, NEW.press_until, NEW.outcome, NEW.ended_at)
                IS DISTINCT FROM (OLD.raised_at, OLD.press_until, OLD.outcome, OLD.ended_at))
        OR NEW.state = 'closed' AND (NEW.outcome <> OLD.outcome
            OR parties_day(NEW.ended_at) <= OLD.press_until)
        OR NEW.press_until IS DISTINCT FROM OLD.press_until AND NEW.state <> 'answered'
        OR OLD.raised_at IS NOT NULL AND NEW.raised_at IS DISTINCT FROM OLD.raised_at
        OR OLD.rating IS NOT NULL AND (NEW.rating, NEW.rating_words, NEW.rated_at)
            IS DISTINCT FROM (OLD.rating, OLD.rating_words, OLD.rated_at)
    THEN
        PERFORM parties_refuse('complaints_steps');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER complaints_steps BEFORE INSERT OR UPDATE ON complaints_complaint
FOR EACH ROW EXECUTE FUNCTION complaints_steps();

-- Who may do what, by the chain: looked at when the transaction ends. Nobody raises what is not
-- overdue, and who is complained of settles nothing that went above it.
CREATE OR REPLACE FUNCTION complaints_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    answering text[] := ARRAY['institution-manager', 'purchaser-approver'];
    saying complaints_saying;
BEGIN
    SELECT * INTO saying FROM complaints_saying WHERE complaint_id = NEW.id AND kind = (CASE
        WHEN TG_OP = 'INSERT' THEN 'made' WHEN NEW.state = 'raised' THEN 'pressed'
        ELSE NEW.state END);
    IF (CASE
        WHEN TG_OP = 'INSERT' THEN parties_said(NEW.city_id, 'complaints.complaint.made',
            NEW.made_at, NEW.id, NEW.supplier_id, ARRAY['supplier']) AND saying.at = NEW.made_at
        WHEN NEW.rating IS DISTINCT FROM OLD.rating THEN OLD.state = NEW.state
            AND parties_said(NEW.city_id, 'complaints.complaint.rated', NEW.rated_at, NEW.id,
                NEW.supplier_id, ARRAY['supplier'])
        WHEN NEW.state = OLD.state THEN true
        WHEN NEW.state = 'answered' THEN saying.outcome = NEW.outcome
            AND NEW.press_until >= parties_day(saying.at) + complaints_number(NEW.city_id,
                'complaint_press_days', parties_day(saying.at), {{ press_days }})
            AND parties_said(NEW.city_id, 'complaints.complaint.answered', saying.at, NEW.id,
                NEW.accused_id, answering)
        WHEN NEW.state = 'settled' THEN saying.outcome = NEW.outcome AND saying.at = NEW.ended_at
            AND parties_said(NEW.city_id, 'complaints.complaint.settled', NEW.ended_at, NEW.id,
                NEW.upper_id, ARRAY[NEW.upper_role::text])
        WHEN NEW.state = 'withdrawn' THEN saying.at = NEW.ended_at
            AND parties_said(NEW.city_id, 'complaints.complaint.withdrawn', NEW.ended_at,
                NEW.id, NEW.supplier_id, ARRAY['supplier'])
        WHEN OLD.state = 'answered' AND NEW.state = 'raised' THEN saying.at = NEW.raised_at
            AND parties_said(NEW.city_id, 'complaints.complaint.pressed', NEW.raised_at, NEW.id,
                NEW.supplier_id, ARRAY['supplier'])
        ELSE EXISTS (
                SELECT FROM audit_event
                WHERE city = NEW.city_id AND subject_id = NEW.id::text AND role = 'system'
                    AND (type, at) IN (('complaints.complaint.raised', NEW.raised_at),
                        ('complaints.complaint.closed', NEW.ended_at)))
            AND (NEW.state = 'closed' OR EXISTS (
                SELECT FROM clocks_duty
                WHERE subject_id = NEW.id AND kind = 'answer_complaint'
                    AND due_on < parties_day(NEW.raised_at)))
        END) IS NOT TRUE
    THEN
        PERFORM parties_refuse('complaints_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS complaints_unsaid ON complaints_complaint;
CREATE CONSTRAINT TRIGGER complaints_unsaid AFTER INSERT OR UPDATE ON complaints_complaint
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION complaints_unsaid();

-- What is said comes from the side whose it is, with its own paper, and the chain tells it.
CREATE OR REPLACE FUNCTION complaints_saying_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM complaints_complaint c
        WHERE c.id = NEW.complaint_id
            AND NEW.by_id = ANY (parties_heirs(CASE NEW.kind WHEN 'answered' THEN c.accused_id
                WHEN 'settled' THEN c.upper_id ELSE c.supplier_id END))
            AND parties_said(c.city_id, 'complaints.complaint.' || NEW.kind, NEW.at, c.id,
                NEW.by_id, CASE NEW.kind
                    WHEN 'answered' THEN ARRAY['institution-manager', 'purchaser-approver']
                    WHEN 'settled' THEN ARRAY[c.upper_role::text] ELSE ARRAY['supplier'] END)
            AND (NEW.paper_id IS NULL OR EXISTS (
                SELECT FROM complaints_complaintpaper
                WHERE id = NEW.paper_id AND organisation_id = NEW.by_id)))
    THEN
        PERFORM parties_refuse('complaints_saying_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS complaints_saying_unsaid ON complaints_saying;
CREATE CONSTRAINT TRIGGER complaints_saying_unsaid AFTER INSERT ON complaints_saying
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION complaints_saying_unsaid();

-- The channel of late payments: only for such a complaint, answered once, by the supplier or who
-- stands above, as the chain tells. Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION complaints_passed_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told boolean := TG_OP = 'UPDATE';
    whose uuid := CASE WHEN told THEN NEW.told_by_id ELSE NEW.passed_by_id END;
BEGIN
    IF told <> (NEW.answer <> '') OR told AND OLD.answer <> '' OR NOT EXISTS (
        SELECT FROM complaints_complaint c
        WHERE c.id = NEW.complaint_id AND c.kind = 'unpaid'
            AND whose = ANY (parties_heirs(c.supplier_id) || parties_heirs(c.upper_id))
            AND parties_said(c.city_id, CASE WHEN told THEN 'complaints.complaint.passed_answered'
                    ELSE 'complaints.complaint.passed' END,
                CASE WHEN told THEN NEW.told_at ELSE NEW.passed_at END, c.id, whose,
                ARRAY['supplier', c.upper_role::text]))
    THEN
        PERFORM parties_refuse('complaints_passed_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS complaints_passed_unsaid ON complaints_passed;
CREATE CONSTRAINT TRIGGER complaints_passed_unsaid AFTER INSERT OR UPDATE ON complaints_passed
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION complaints_passed_unsaid();
