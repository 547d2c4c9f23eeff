-- Who audits does nothing else: administers nothing, stands in for nobody, holds no other role. One
-- person's mandates are looked at one after the other (docs/decisions/auditor.md).
CREATE OR REPLACE FUNCTION parties_auditor_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.ended_reason <> '' THEN
        RETURN NEW;
    END IF;
    IF NEW.role = 'auditor' AND (NEW.administrator OR NEW.deputy_for_id IS NOT NULL) THEN
        PERFORM parties_refuse('parties_auditor_plain');
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('parties_mandate ' || NEW.person_id, 0));
    IF EXISTS (
        SELECT FROM parties_mandate AS other
        WHERE other.person_id = NEW.person_id AND other.id <> NEW.id AND other.ended_reason = ''
            AND (other.role = 'auditor') <> (NEW.role = 'auditor')
            AND daterange(other.valid_from, other.valid_to, '[]')
                && daterange(NEW.valid_from, NEW.valid_to, '[]'))
    THEN
        PERFORM parties_refuse('parties_auditor_apart');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER parties_auditor_apart BEFORE INSERT OR UPDATE ON parties_mandate
FOR EACH ROW EXECUTE FUNCTION parties_auditor_apart();
