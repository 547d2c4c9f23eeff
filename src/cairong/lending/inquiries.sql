-- What is asked for though the platform holds it is counted against who asks, and nothing else is
-- answered by itself, in the moment of asking (docs/decisions/wanted.md).
CREATE OR REPLACE FUNCTION lending_inquiry_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.held <> (SELECT count(*) FROM jsonb_array_elements(NEW.items) each WHERE each ? 'held')
        OR NEW.state = 'held' AND (NEW.held < jsonb_array_length(NEW.items)
            OR (TG_OP = 'INSERT' OR OLD.state <> 'held') AND NEW.ended_at IS DISTINCT FROM NEW.asked_at)
    THEN
        PERFORM parties_refuse('lending_inquiry_held');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER lending_inquiry_held BEFORE INSERT OR UPDATE ON lending_inquiry
FOR EACH ROW EXECUTE FUNCTION lending_inquiry_held();
