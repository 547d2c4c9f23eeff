-- A document is entered by one and looked over by another person of the same authority; what it says
-- never changes. Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION board_checks(desk text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE desk WHEN 'procurement-officer' THEN 'procurement-approver'
        WHEN 'treasury-officer' THEN 'treasury-approver' ELSE desk END
$$;

CREATE OR REPLACE FUNCTION board_document_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step text := CASE WHEN TG_OP = 'INSERT' THEN 'new' ELSE OLD.state || '>' || NEW.state END;
    held boolean;
BEGIN
    held := CASE
        WHEN step = 'new' THEN NEW.state = 'entered' AND parties_said(NEW.city_id,
            'board.document.entered', NEW.entered_at, NEW.id, NEW.organisation_id,
            ARRAY[NEW.desk::text])
            AND EXISTS (
                SELECT FROM audit_event e WHERE e.city = NEW.city_id AND e.at = NEW.entered_at
                    AND e.type = 'board.document.entered' AND e.subject_id = NEW.id::text
                    AND e.person_id = NEW.entered_by_id
                    AND (e.after ->> 'no', e.after ->> 'title', e.after ->> 'sha256')
                        = (NEW.no, NEW.title, NEW.sha256))
        WHEN (NEW.id, NEW.city_id, NEW.no, NEW.title, NEW.issuer, NEW.issued_on, NEW.effective_on,
            NEW.until_on, NEW.kind, NEW.sha256, NEW.corrects_id, NEW.desk, NEW.organisation_id,
            NEW.entered_by_id, NEW.entered_at)
            IS DISTINCT FROM
            (OLD.id, OLD.city_id, OLD.no, OLD.title, OLD.issuer, OLD.issued_on, OLD.effective_on,
            OLD.until_on, OLD.kind, OLD.sha256, OLD.corrects_id, OLD.desk, OLD.organisation_id,
            OLD.entered_by_id, OLD.entered_at) THEN false
        WHEN step IN ('entered>listed', 'entered>returned') THEN
            parties_root(NEW.checked_by_id) <> parties_root(NEW.entered_by_id)
            AND parties_said(NEW.city_id, 'board.document.' || NEW.state, NEW.checked_at, NEW.id,
                NEW.organisation_id, ARRAY[board_checks(NEW.desk)])
            AND EXISTS (
                SELECT FROM audit_event
                WHERE city = NEW.city_id AND at = NEW.checked_at
                    AND subject_id = NEW.id::text AND person_id = NEW.checked_by_id)
        WHEN step = 'listed>corrected' THEN
            (NEW.checked_by_id, NEW.checked_at, NEW.reason)
            = (OLD.checked_by_id, OLD.checked_at, OLD.reason) AND EXISTS (
                SELECT FROM board_document WHERE corrects_id = NEW.id AND state IN ('listed', 'corrected'))
        ELSE false
        END;
    IF held IS NOT TRUE THEN
        PERFORM parties_refuse('board_document_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_document_held ON board_document;
CREATE CONSTRAINT TRIGGER board_document_held AFTER INSERT OR UPDATE ON board_document
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_document_held();

-- It takes the place of what was said when it was entered, or of what puts such a one right.
CREATE OR REPLACE FUNCTION board_supersession_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM board_document o WHERE o.id = NEW.old_id AND (EXISTS (
            SELECT FROM audit_event e JOIN board_document d ON d.id = NEW.document_id
            WHERE e.city = d.city_id AND e.type = 'board.document.entered' AND e.at = d.entered_at
                AND e.subject_id = d.id::text AND e.after -> 'supersedes' ? o.no)
        OR EXISTS (
            SELECT FROM board_supersession s
            WHERE s.document_id = NEW.document_id AND s.old_id = o.corrects_id)))
    THEN
        PERFORM parties_refuse('board_supersession_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_supersession_held ON board_supersession;
CREATE CONSTRAINT TRIGGER board_supersession_held AFTER INSERT ON board_supersession
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_supersession_held();
