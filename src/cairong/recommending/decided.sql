-- A recommendation is what two persons of its authority agreed to; it ends by whom the chain names.
-- Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION recommending_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    code text := (SELECT uscc FROM parties_organisation WHERE id = NEW.supplier_id);
    decided boolean := CASE
        WHEN TG_OP = 'INSERT' THEN
            NEW.state = 'open' AND EXISTS (
                SELECT FROM parties_organisation
                WHERE id = NEW.authority_id AND city_id = NEW.city_id AND kind = 'sme-authority')
            AND (parties_decided('recommending.recommend_supplier', NEW.authority_id,
                    'sme-authority', NEW.recommended_at,
                    jsonb_build_object('uscc', code, 'until', NEW.until)) > 0
                OR parties_decided('recommending.recommend_list', NEW.authority_id,
                    'sme-authority', NEW.recommended_at,
                    jsonb_build_object('firms', jsonb_build_array(
                        jsonb_build_object('uscc', code, 'until', NEW.until)))) > 0)
        WHEN NEW.state = OLD.state THEN true
        WHEN OLD.state <> 'open' THEN false
        WHEN NEW.state = 'withdrawn' THEN
            parties_decided('recommending.withdraw_recommendation', NEW.authority_id,
                'sme-authority', NEW.ended_at, jsonb_build_object('recommendation_id', NEW.id)) > 0
        WHEN NEW.state = 'refused' THEN
            parties_said(NEW.city_id, 'recommending.supplier.refused', NEW.ended_at, NEW.id,
                NEW.supplier_id, ARRAY['supplier'])
        ELSE NEW.state = 'lapsed' AND NEW.until < parties_day(NEW.ended_at)
        END;
BEGIN
    IF decided IS NOT TRUE THEN
        PERFORM parties_refuse('recommending_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS recommending_undecided ON recommending_recommendation;
CREATE CONSTRAINT TRIGGER recommending_undecided AFTER INSERT OR UPDATE
ON recommending_recommendation DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION recommending_undecided();

-- Whom it is about, by whom and until when is never rewritten.
CREATE OR REPLACE FUNCTION recommending_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.city_id, NEW.no, NEW.supplier_id, NEW.authority_id, NEW.region, NEW.until,
        NEW.recommended_at)
        IS DISTINCT FROM
        (OLD.id, OLD.city_id, OLD.no, OLD.supplier_id, OLD.authority_id, OLD.region, OLD.until,
         OLD.recommended_at)
    THEN
        PERFORM parties_refuse('recommending_fixed');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER recommending_fixed BEFORE UPDATE ON recommending_recommendation
FOR EACH ROW EXECUTE FUNCTION recommending_fixed();

-- «Offered» and «lent» are that institution's own offer and loan to that supplier; an answer stays.
CREATE OR REPLACE FUNCTION recommending_answer_true() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    firm uuid := (SELECT supplier_id FROM recommending_recommendation
        WHERE id = NEW.recommendation_id);
BEGIN
    IF NEW.offer_id IS NOT NULL
        AND (TG_OP = 'INSERT' OR NEW.offer_id IS DISTINCT FROM OLD.offer_id)
        AND NOT EXISTS (
            SELECT FROM lending_offer o JOIN lending_intent i ON i.id = o.intent_id
            WHERE o.id = NEW.offer_id AND o.institution_id = NEW.institution_id
                AND i.supplier_id = firm)
        OR NEW.loan_id IS NOT NULL
        AND (TG_OP = 'INSERT' OR NEW.loan_id IS DISTINCT FROM OLD.loan_id)
        AND NOT EXISTS (
            SELECT FROM lending_loan l
            WHERE l.id = NEW.loan_id AND l.institution_id = NEW.institution_id
                AND l.supplier_id = firm AND l.outside_id IS NULL)
    THEN
        PERFORM parties_refuse('recommending_answer_true');
    END IF;
    IF TG_OP = 'UPDATE' AND (
        (NEW.recommendation_id, NEW.institution_id, NEW.asked_at)
            IS DISTINCT FROM (OLD.recommendation_id, OLD.institution_id, OLD.asked_at)
        OR OLD.code <> '' AND NEW.code = ''
        OR OLD.state <> NEW.state AND NOT (OLD.state || '>' || NEW.state) IN (
            'waiting>explained', 'waiting>offered', 'waiting>lent', 'waiting>closed',
            'explained>offered', 'explained>lent', 'offered>lent'))
    THEN
        PERFORM parties_refuse('recommending_answer_stays');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER recommending_answer_true BEFORE INSERT OR UPDATE ON recommending_ask
FOR EACH ROW EXECUTE FUNCTION recommending_answer_true();

-- Why there is no offer the institution itself said: looked at when the transaction ends.
CREATE OR REPLACE FUNCTION recommending_answer_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT parties_said(NEW.city_id, 'recommending.ask.explained', NEW.answered_at, NEW.id,
        NEW.institution_id, ARRAY['institution-officer'])
    THEN
        PERFORM parties_refuse('recommending_answer_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS recommending_answer_unsaid ON recommending_ask;
CREATE CONSTRAINT TRIGGER recommending_answer_unsaid AFTER UPDATE ON recommending_ask
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN ((OLD.code, OLD.words) IS DISTINCT FROM (NEW.code, NEW.words))
EXECUTE FUNCTION recommending_answer_unsaid();
