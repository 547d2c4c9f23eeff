-- Applications on paper (docs/decisions/on-paper.md): a form is printed, received once or void, and at
-- most disowned; what it was received as stays.
CREATE OR REPLACE FUNCTION lending_form_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (CASE
        WHEN TG_OP = 'INSERT' THEN NEW.state = 'printed'
        WHEN (NEW.id, NEW.city_id, NEW.supplier_id, NEW.contract_id, NEW.code, NEW.printed_at)
            <> (OLD.id, OLD.city_id, OLD.supplier_id, OLD.contract_id, OLD.code, OLD.printed_at)
            THEN false
        WHEN OLD.state = 'printed' THEN NEW.state IN ('received', 'void')
        WHEN OLD.state = 'received' THEN NEW.state = 'disowned'
            AND (NEW.institution_id, NEW.received_on, NEW.entered_at, NEW.late, NEW.intent_id)
                = (OLD.institution_id, OLD.received_on, OLD.entered_at, OLD.late, OLD.intent_id)
        ELSE false
        END) IS NOT TRUE
    THEN
        PERFORM parties_refuse('lending_form_steps');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER lending_form_steps BEFORE INSERT OR UPDATE ON lending_paperform
FOR EACH ROW EXECUTE FUNCTION lending_form_steps();

-- Its supplier prints it, and says itself that it never handed it in; the institution that enters it
-- is the one asked, of the very supplier and contract, on the day of receipt. Looked at when the
-- transaction ends.
CREATE OR REPLACE FUNCTION lending_form_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (CASE NEW.state
        WHEN 'printed' THEN parties_said(NEW.city_id, 'lending.form.printed', NEW.printed_at, NEW.id,
            NEW.supplier_id, ARRAY['supplier'])
        WHEN 'void' THEN EXISTS (
            SELECT FROM lending_paperform other
            WHERE (other.supplier_id, other.contract_id, other.printed_at)
                = (NEW.supplier_id, NEW.contract_id, NEW.voided_at) AND other.id <> NEW.id)
        WHEN 'received' THEN parties_said(NEW.city_id, 'lending.intent.on_paper', NEW.entered_at,
            NEW.intent_id, NEW.institution_id, ARRAY['institution-officer'])
            AND NEW.received_on BETWEEN parties_day(NEW.printed_at) AND parties_day(NEW.entered_at)
            AND EXISTS (
                SELECT FROM lending_intent i
                WHERE i.id = NEW.intent_id AND NOT i.broadcast
                    AND (i.city_id, i.supplier_id, i.contract_id)
                        = (NEW.city_id, NEW.supplier_id, NEW.contract_id)
                    AND parties_day(i.registered_at) = NEW.received_on
                    AND (SELECT array_agg(a.institution_id) FROM lending_application a
                         WHERE a.intent_id = i.id AND a.submitted_at = i.registered_at)
                        = ARRAY[NEW.institution_id])
        WHEN 'disowned' THEN parties_said(NEW.city_id, 'lending.intent.disowned', NEW.disowned_at,
            NEW.intent_id, NEW.supplier_id, ARRAY['supplier'])
            AND EXISTS (
                SELECT FROM lending_intent WHERE id = NEW.intent_id AND state = 'withdrawn')
        END) IS NOT TRUE
    THEN
        PERFORM parties_refuse('lending_form_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_form_unsaid ON lending_paperform;
CREATE CONSTRAINT TRIGGER lending_form_unsaid AFTER INSERT OR UPDATE ON lending_paperform
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_form_unsaid();
