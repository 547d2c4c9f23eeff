-- Who acts for whom (docs/decisions/agencies.md): an agency under an agreement that two persons of
-- the purchaser recorded and the agency accepted, in its days, for what it covers.

-- Whether an agreement lets an agency act for a purchaser on a project on the day of a moment. Its
-- row is shared while the act runs, so that whoever ends it waits, and what comes later sees it.
CREATE OR REPLACE FUNCTION agencies_holds(
    which uuid, acting uuid, for_whom uuid, on_project text, moment timestamptz
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    found agencies_engagement;
BEGIN
    SELECT * INTO found FROM agencies_engagement WHERE id = which FOR SHARE;
    RETURN found.state = 'accepted' AND found.agency_id = acting
        AND found.purchaser_id = for_whom AND found.project_no IN ('', on_project)
        AND parties_day(moment) BETWEEN found.valid_from AND found.valid_to
        AND NOT (found.project_no = '' AND on_project <> '' AND EXISTS (
            SELECT FROM agencies_engagement o
            WHERE o.purchaser_id = for_whom AND o.project_no = on_project
                AND o.agency_id <> acting AND o.state = 'accepted'
                AND parties_day(moment) BETWEEN o.valid_from AND o.valid_to));
END $$;

-- One agreement begins waiting, goes the steps of its table, and says at each who decided.
CREATE OR REPLACE FUNCTION agencies_engagement_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state NOT IN ('offered', 'accepted') AND NEW IS DISTINCT FROM OLD
            OR NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
                ('offered', 'accepted'), ('offered', 'declined'), ('offered', 'ended'),
                ('accepted', 'ended'), ('accepted', 'returned'))
        THEN
            PERFORM parties_refuse('agencies_engagement_steps');
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> 'offered' OR NOT EXISTS (
        SELECT FROM parties_organisation p, parties_organisation a
        WHERE p.id = NEW.purchaser_id AND p.kind = 'purchaser' AND p.city_id = NEW.city_id
            AND a.id = NEW.agency_id AND a.kind = 'agency' AND a.city_id = NEW.city_id)
    THEN
        PERFORM parties_refuse('agencies_engagement_steps');
    END IF;
    -- Two that are recorded at once wait for one another here.
    PERFORM FROM parties_organisation WHERE id = NEW.purchaser_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM agencies_engagement o
        WHERE o.purchaser_id = NEW.purchaser_id AND o.project_no = NEW.project_no
            AND (o.project_no <> '' OR o.agency_id = NEW.agency_id)
            AND o.state IN ('offered', 'accepted')
            AND o.valid_from <= NEW.valid_to AND o.valid_to >= NEW.valid_from)
    THEN
        PERFORM parties_refuse('agencies_engagement_overlaps');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER agencies_engagement_goes BEFORE INSERT OR UPDATE ON agencies_engagement
FOR EACH ROW EXECUTE FUNCTION agencies_engagement_goes();

-- Looked at when the act ends: recorded and ended by two of the purchaser, answered by the agency.
CREATE OR REPLACE FUNCTION agencies_engagement_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    known jsonb := jsonb_build_object('engagement_id', NEW.id);
    decided boolean;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.state = OLD.state THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'INSERT' THEN
        decided := parties_decided('agencies.record_engagement', NEW.purchaser_id,
            'purchaser-approver', NEW.recorded_at, jsonb_build_object(
                'agency_id', NEW.agency_id, 'valid_to', NEW.valid_to)) > 0;
    ELSIF NEW.state = 'ended' THEN
        decided := parties_decided('agencies.end_engagement', NEW.purchaser_id,
            'purchaser-approver', NEW.ended_at, known) > 0;
    ELSE
        decided := parties_said(NEW.city_id, 'agencies.engagement.' || NEW.state,
            (CASE NEW.state WHEN 'returned' THEN NEW.ended_at ELSE NEW.answered_at END),
            NEW.id, NEW.agency_id, ARRAY['agency-clerk']);
    END IF;
    IF NOT decided THEN
        PERFORM parties_refuse('agencies_engagement_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS agencies_engagement_undecided ON agencies_engagement;
CREATE CONSTRAINT TRIGGER agencies_engagement_undecided
AFTER INSERT OR UPDATE OF state ON agencies_engagement DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION agencies_engagement_undecided();

-- A file of an agency rests on an agreement that holds; a cancelled one never comes back.
CREATE OR REPLACE FUNCTION agencies_file_mandated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state = 'cancelled' AND NEW IS DISTINCT FROM OLD THEN
            PERFORM parties_refuse('agencies_file_steps');
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> 'issued' THEN
        PERFORM parties_refuse('agencies_file_steps');
    END IF;
    IF NEW.agency_id IS NOT NULL AND NOT agencies_holds(
        NEW.engagement_id, NEW.agency_id, NEW.purchaser_id, NEW.project_no, NEW.recorded_at)
    THEN
        PERFORM parties_refuse('agencies_mandate');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER agencies_file_mandated BEFORE INSERT OR UPDATE ON agencies_procurementfile
FOR EACH ROW EXECUTE FUNCTION agencies_file_mandated();

-- Who obtained a file is entered by its purchaser, or by its agency while an agreement holds; the
-- agency is never among them, and nobody is added to a file that was cancelled.
CREATE OR REPLACE FUNCTION agencies_recipient_mandated() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_file agencies_procurementfile;
BEGIN
    SELECT * INTO of_file FROM agencies_procurementfile WHERE id = NEW.file_id FOR SHARE;
    IF of_file.state <> 'issued' THEN
        PERFORM parties_refuse('agencies_file_steps');
    END IF;
    IF NEW.by_id IS DISTINCT FROM of_file.purchaser_id AND (
        NEW.by_id IS DISTINCT FROM of_file.agency_id OR NOT EXISTS (
            SELECT FROM agencies_engagement e
            WHERE e.agency_id = NEW.by_id AND e.purchaser_id = of_file.purchaser_id
                AND agencies_holds(
                    e.id, NEW.by_id, of_file.purchaser_id, of_file.project_no, NEW.at)))
    THEN
        PERFORM parties_refuse('agencies_mandate');
    END IF;
    IF EXISTS (SELECT FROM parties_organisation
               WHERE id = of_file.agency_id AND uscc <> '' AND uscc = NEW.uscc)
    THEN
        PERFORM parties_refuse('agencies_own_part');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER agencies_recipient_mandated BEFORE INSERT ON agencies_recipient
FOR EACH ROW EXECUTE FUNCTION agencies_recipient_mandated();
