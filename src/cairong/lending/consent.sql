-- Nobody consents in a supplier's name (个人信息保护法§23): it ticks the institution when it asks for
-- money, or says so later; or the form that it signed is received from it (on_paper.sql). A consent
-- ends once: as its supplier says, or where it gives another after its days are over.
-- Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION lending_consent_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked lending_intent := (SELECT i FROM lending_intent i WHERE i.id = NEW.intent_id);
    to_whom uuid := (SELECT id FROM lending_application
        WHERE intent_id = NEW.intent_id AND institution_id = NEW.institution_id);
BEGIN
    IF (CASE WHEN TG_OP = 'UPDATE' THEN
        OLD.withdrawn_at IS NULL AND (
            parties_said(asked.city_id, 'lending.consent.withdrawn', NEW.withdrawn_at, to_whom,
                asked.supplier_id, ARRAY['supplier'])
            OR NEW.until < parties_day(NEW.withdrawn_at)
            AND parties_said(asked.city_id, 'lending.consent.given', NEW.withdrawn_at, to_whom,
                asked.supplier_id, ARRAY['supplier']))
        WHEN NEW.scope <> '{{ consent_scope }}'
            OR NEW.until > parties_day(NEW.given_at) + {{ consent_days }} THEN false
        ELSE parties_said(asked.city_id, 'lending.consent.given', NEW.given_at, to_whom,
                asked.supplier_id, ARRAY['supplier'])
        OR EXISTS (SELECT FROM lending_paperform
            WHERE intent_id = NEW.intent_id AND institution_id = NEW.institution_id
                AND entered_at = NEW.given_at)
        OR (parties_said(asked.city_id, 'lending.intent.registered', NEW.given_at, asked.id,
                asked.supplier_id, ARRAY['supplier'])
            AND EXISTS (
                SELECT FROM audit_event e
                WHERE e.city = asked.city_id AND e.type = 'lending.intent.registered'
                    AND e.subject_id = asked.id::text
                    AND e.after -> 'reader_ids' ? NEW.institution_id::text))
        END) IS NOT TRUE
    THEN
        PERFORM parties_refuse('lending_consent_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_consent_unsaid ON lending_consent;
CREATE CONSTRAINT TRIGGER lending_consent_unsaid AFTER INSERT OR UPDATE ON lending_consent
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_consent_unsaid();
