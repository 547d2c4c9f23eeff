-- An agreement stands once each party's officer agreed, ends with its last day or by a party's word,
-- and what it says never changes. Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION board_party_said(agreement board_agreement, what text[], moment timestamptz)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM board_party p, unnest(what) AS named
        WHERE p.agreement_id = agreement.id AND parties_said(agreement.city_id, named, moment,
            agreement.id, p.organisation_id, ARRAY[p.desk::text]));
END $$;

CREATE OR REPLACE FUNCTION board_agreement_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step text := CASE WHEN TG_OP = 'INSERT' THEN 'new' ELSE OLD.state || '>' || NEW.state END;
    moves text[] := ARRAY['state', 'agreed_at', 'warned_at', 'ended_at', 'reason'];
    held boolean;
BEGIN
    held := CASE
        WHEN step = 'new' THEN NEW.state = 'proposed' AND board_said(NEW.city_id,
            '{board.agreement.proposed}', NEW.drafted_at, NEW.id, ARRAY[NEW.drafter::text])
            AND EXISTS (
                SELECT FROM audit_event e WHERE e.city = NEW.city_id AND e.at = NEW.drafted_at
                    AND e.type = 'board.agreement.proposed' AND e.subject_id = NEW.id::text
                    AND (e.after ->> 'purpose', e.after ->> 'until_on')
                        = (NEW.purpose, NEW.until_on::text))
        WHEN to_jsonb(NEW) - moves <> to_jsonb(OLD) - moves THEN false
        WHEN step = 'agreed>agreed' THEN OLD.warned_at IS NULL
            AND (NEW.agreed_at, NEW.reason) = (OLD.agreed_at, OLD.reason)
        WHEN step = 'proposed>agreed' THEN NEW.until_on >= parties_day(NEW.agreed_at)
            AND board_party_said(NEW, '{board.agreement.agreed}', NEW.agreed_at)
            AND NOT EXISTS (
                SELECT FROM board_party WHERE agreement_id = NEW.id AND agreed_at IS NULL)
        WHEN step = 'agreed>lapsed' THEN NEW.until_on < parties_day(NEW.ended_at)
        WHEN step IN ('proposed>declined', 'proposed>withdrawn', 'agreed>ended') THEN NEW.reason <> ''
            AND board_party_said(NEW, ARRAY['board.agreement.' || NEW.state], NEW.ended_at)
        ELSE false
        END;
    IF held IS NOT TRUE THEN
        PERFORM parties_refuse('board_agreement_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_agreement_held ON board_agreement;
CREATE CONSTRAINT TRIGGER board_agreement_held AFTER INSERT OR UPDATE ON board_agreement
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_agreement_held();

-- A party is one from the beginning, and agrees once, by its own officer.
CREATE OR REPLACE FUNCTION board_party_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    agreement board_agreement;
    held boolean;
BEGIN
    SELECT * INTO agreement FROM board_agreement WHERE id = NEW.agreement_id;
    held := CASE
        WHEN TG_OP = 'INSERT' THEN EXISTS (
            SELECT FROM audit_event e
            WHERE e.city = agreement.city_id AND e.type = 'board.agreement.proposed'
                AND e.at = agreement.drafted_at AND e.subject_id = agreement.id::text
                AND NEW.organisation_id = ANY (e.visible_to)
                AND (NEW.agreed_at IS NULL OR NEW.agreed_at = e.at
                    AND NEW.desk = agreement.drafter AND NEW.agreed_by_id = e.person_id))
        ELSE OLD.agreed_at IS NULL
            AND (NEW.id, NEW.agreement_id, NEW.organisation_id, NEW.desk, NEW.gives)
            = (OLD.id, OLD.agreement_id, OLD.organisation_id, OLD.desk, OLD.gives)
            AND EXISTS (
                SELECT FROM unnest(ARRAY['board.agreement.joined', 'board.agreement.agreed']) AS n
                WHERE parties_said(agreement.city_id, n, NEW.agreed_at, agreement.id,
                    NEW.organisation_id, ARRAY[NEW.desk::text]))
        END;
    IF held IS NOT TRUE THEN
        PERFORM parties_refuse('board_party_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_party_held ON board_party;
CREATE CONSTRAINT TRIGGER board_party_held AFTER INSERT OR UPDATE ON board_party
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_party_held();
