-- What is judged of whom an institution lends to: by its officer, by a source of a day that came.
CREATE OR REPLACE FUNCTION lending_eligibility_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW."on" BETWEEN parties_day(NEW.at) - {{ source_days }} AND parties_day(NEW.at)
        AND parties_said(NEW.city_id, 'lending.eligibility.judged', NEW.at, NEW.application_id,
            (SELECT institution_id FROM lending_application WHERE id = NEW.application_id),
            ARRAY['institution-officer'])
        AND EXISTS (SELECT FROM audit_event
            WHERE (city, type, at, subject_id, person_id) = (NEW.city_id,
                'lending.eligibility.judged', NEW.at, NEW.application_id::text, NEW.person_id)))
        IS NOT TRUE
    THEN
        PERFORM parties_refuse('lending_eligibility_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_eligibility_unsaid ON lending_eligibilitymark;
CREATE CONSTRAINT TRIGGER lending_eligibility_unsaid AFTER INSERT ON lending_eligibilitymark
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_eligibility_unsaid();

-- Nobody is turned down for a criterion that its institution has not judged as unmet; why somebody
-- was turned down stays.
CREATE OR REPLACE FUNCTION lending_rejection_unjudged() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    named text := CASE NEW.reject_code
        {{ criteria }}
        END;
BEGIN
    IF OLD.state = 'rejected' THEN
        IF (NEW.state, NEW.reject_code, NEW.reject_words, NEW.reject_curable, NEW.decided_at)
            IS DISTINCT FROM
            (OLD.state, OLD.reject_code, OLD.reject_words, OLD.reject_curable, OLD.decided_at)
        THEN
            PERFORM parties_refuse('lending_rejection_unjudged');
        END IF;
        RETURN NEW;
    END IF;
    IF named IS NOT NULL AND 'unmet' IS DISTINCT FROM (
        SELECT result FROM lending_eligibilitymark
        WHERE application_id = NEW.id AND criterion = named ORDER BY at DESC, id DESC LIMIT 1)
    THEN
        PERFORM parties_refuse('lending_rejection_unjudged');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER lending_rejection_unjudged BEFORE UPDATE ON lending_application
FOR EACH ROW WHEN ('rejected' IN (NEW.state, OLD.state))
EXECUTE FUNCTION lending_rejection_unjudged();
