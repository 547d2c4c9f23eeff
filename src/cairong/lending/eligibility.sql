-- What is judged of whom an institution lends to: by its officer, by a source of a day that came.
CREATE OR REPLACE FUNCTION lending_eligibility_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW."on" <= parties_day(NEW.at) AND parties_said(NEW.city_id, 'lending.eligibility.judged',
        NEW.at, NEW.application_id,
        (SELECT institution_id FROM lending_application WHERE id = NEW.application_id),
        ARRAY['institution-officer'])) IS NOT TRUE
    THEN
        PERFORM parties_refuse('lending_eligibility_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_eligibility_unsaid ON lending_eligibilitymark;
CREATE CONSTRAINT TRIGGER lending_eligibility_unsaid AFTER INSERT ON lending_eligibilitymark
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_eligibility_unsaid();
