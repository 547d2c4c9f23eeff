-- Papers of an institution on an application (docs/decisions/papers.md): its own, on one it was asked
-- for; none stands without its application.
CREATE OR REPLACE FUNCTION lending_lender_own() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM papers_paper p JOIN lending_application a ON a.id = NEW.application_id
        WHERE p.id = NEW.paper_id AND p.purpose = ANY ({{ lenders }})
            AND (p.city_id, a.city_id, p.organisation_id)
                = (NEW.city_id, NEW.city_id, a.institution_id))
    THEN
        PERFORM parties_refuse('lending_lender_own');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER lending_lender_own BEFORE INSERT ON lending_lenderpaper
FOR EACH ROW EXECUTE FUNCTION lending_lender_own();

CREATE OR REPLACE FUNCTION lending_lender_placed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM lending_lenderpaper l
        JOIN audit_event e ON e.city = NEW.city_id AND e.type = 'papers.paper.kept'
            AND e.at = NEW.kept_at AND e.subject_id = NEW.id::text
        WHERE l.paper_id = NEW.id AND e.about @> ARRAY[l.application_id])
    THEN
        PERFORM parties_refuse('lending_lender_placed');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_lender_placed ON papers_paper;
CREATE CONSTRAINT TRIGGER lending_lender_placed AFTER INSERT ON papers_paper
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (NEW.purpose = ANY ({{ lenders }}))
EXECUTE FUNCTION lending_lender_placed();
