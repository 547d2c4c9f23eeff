-- An alert (docs/decisions/alerts.md) begins open and as the daily work found it, and is closed once
-- by somebody of the regulator who says so in the chain. Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION alerts_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (CASE WHEN TG_OP = 'INSERT' THEN NEW.state <> 'open' ELSE OLD.state = 'closed' END) THEN
        PERFORM parties_refuse('alerts_steps');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER alerts_steps BEFORE INSERT OR UPDATE ON alerts_alert
FOR EACH ROW EXECUTE FUNCTION alerts_steps();

CREATE OR REPLACE FUNCTION alerts_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM audit_event e
        WHERE e.city = NEW.city_id AND e.subject_id = NEW.id::text AND CASE
            WHEN TG_OP = 'INSERT' THEN e.type = 'alerts.alert.raised' AND e.at = NEW.raised_at
                AND e.role = 'system'
                AND EXISTS (SELECT FROM alerts_alertthing t WHERE t.alert_id = NEW.id)
            ELSE e.type = 'alerts.alert.closed' AND e.at = NEW.closed_at
                AND e.role = 'regulator' AND e.person_id = NEW.closed_by_id
                AND e.after ->> 'words' = NEW.words
                AND parties_mandated(e.person_id, e.organisation_id, ARRAY['regulator'],
                    ARRAY[NEW.region, NEW.city_id], NEW.closed_at)
            END)
    THEN
        PERFORM parties_refuse('alerts_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS alerts_unsaid ON alerts_alert;
CREATE CONSTRAINT TRIGGER alerts_unsaid AFTER INSERT OR UPDATE ON alerts_alert
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION alerts_unsaid();
