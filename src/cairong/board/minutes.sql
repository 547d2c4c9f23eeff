-- Minutes are drafted by one desk, confirmed by each that met, then numbered and never changed.
CREATE OR REPLACE FUNCTION board_minutes_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step text := CASE WHEN TG_OP = 'INSERT' THEN 'new' ELSE OLD.state || '>' || NEW.state END;
    there text[] := ARRAY(SELECT desk::text FROM board_attendance WHERE minutes_id = NEW.id);
    held boolean;
BEGIN
    held := (TG_OP = 'INSERT' OR (NEW.id, NEW.city_id, NEW.drafter, NEW.drafted_at)
        IS NOT DISTINCT FROM (OLD.id, OLD.city_id, OLD.drafter, OLD.drafted_at)
        AND (step = 'draft>draft' OR (NEW.title, NEW.met_on, NEW.place, NEW.corrects_id)
            IS NOT DISTINCT FROM (OLD.title, OLD.met_on, OLD.place, OLD.corrects_id)))
        AND CASE step
        WHEN 'new' THEN NEW.state = 'draft' AND board_said(NEW.city_id,
            '{board.minutes.drafted}', NEW.drafted_at, NEW.id, ARRAY[NEW.drafter::text])
        WHEN 'draft>draft' THEN board_said(NEW.city_id, '{board.minutes.changed}',
            NEW.changed_at, NEW.id, ARRAY[NEW.drafter::text])
        WHEN 'draft>dropped' THEN board_said(NEW.city_id, '{board.minutes.dropped}',
            NEW.changed_at, NEW.id, ARRAY[NEW.drafter::text])
        WHEN 'draft>circulated' THEN board_said(NEW.city_id, '{board.minutes.circulated}', NEW.circulated_at,
            NEW.id, ARRAY[NEW.drafter::text])
        WHEN 'circulated>draft' THEN board_said(NEW.city_id, '{board.minutes.returned}',
            NEW.changed_at, NEW.id, there)
        WHEN 'circulated>confirmed' THEN NEW.circulated_at = OLD.circulated_at
            AND board_said(NEW.city_id, '{board.minutes.confirmed}', NEW.confirmed_at, NEW.id,
                there)
            AND NEW.year = extract(year FROM parties_day(NEW.confirmed_at))
            AND (SELECT count(DISTINCT board_authority(desk)) FROM board_attendance
                WHERE minutes_id = NEW.id) > 1
            AND NOT EXISTS (
                SELECT FROM board_attendance
                WHERE minutes_id = NEW.id AND confirmed_at IS NULL)
        ELSE false
        END;
    IF held IS NOT TRUE THEN
        PERFORM parties_refuse('board_minutes_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_minutes_held ON board_minutes;
CREATE CONSTRAINT TRIGGER board_minutes_held AFTER INSERT OR UPDATE ON board_minutes
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_minutes_held();

-- They get the next number of their year, once.
CREATE OR REPLACE FUNCTION board_minutes_next() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number IS DISTINCT FROM OLD.number AND (OLD.number IS NOT NULL
        OR NEW.number <> 1 + COALESCE((
            SELECT max(number) FROM board_minutes
            WHERE (city_id, word, year) = (NEW.city_id, NEW.word, NEW.year)), 0))
    THEN
        PERFORM parties_refuse('board_minutes_once');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER board_minutes_next BEFORE UPDATE ON board_minutes
FOR EACH ROW EXECUTE FUNCTION board_minutes_next();

-- Who was there is written, and what was confirmed made void, in the draft alone.
CREATE OR REPLACE FUNCTION board_attendance_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
            SELECT FROM board_minutes
            WHERE id = coalesce(NEW.minutes_id, OLD.minutes_id) AND state = 'draft')
        AND (TG_OP <> 'UPDATE' OR NEW.people <> OLD.people OR NEW.confirmed_at IS NULL)
    THEN
        PERFORM parties_refuse('board_attendance_held');
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

CREATE OR REPLACE TRIGGER board_attendance_draft BEFORE INSERT OR UPDATE OR DELETE
ON board_attendance
FOR EACH ROW EXECUTE FUNCTION board_attendance_draft();

-- Each desk confirms by its own officer.
CREATE OR REPLACE FUNCTION board_attendance_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_minutes board_minutes;
    held boolean;
BEGIN
    SELECT * INTO of_minutes FROM board_minutes WHERE id = NEW.minutes_id;
    held := CASE
        WHEN TG_OP = 'INSERT' THEN NEW.confirmed_at IS NULL
        WHEN (NEW.id, NEW.minutes_id, NEW.desk) <> (OLD.id, OLD.minutes_id, OLD.desk) THEN false
        WHEN NEW.confirmed_at IS NULL THEN true
        ELSE OLD.confirmed_at IS NULL AND EXISTS (
            SELECT FROM audit_event e
            WHERE e.city = of_minutes.city_id AND e.at = NEW.confirmed_at
                AND e.subject_id = of_minutes.id::text AND e.person_id = NEW.confirmed_by_id
                AND e.type IN ('board.minutes.circulated', 'board.minutes.signed',
                    'board.minutes.confirmed'))
            AND board_said(of_minutes.city_id,
                '{board.minutes.circulated,board.minutes.signed,board.minutes.confirmed}',
                NEW.confirmed_at, of_minutes.id, ARRAY[NEW.desk::text])
        END;
    IF held IS NOT TRUE THEN
        PERFORM parties_refuse('board_attendance_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_attendance_held ON board_attendance;
CREATE CONSTRAINT TRIGGER board_attendance_held AFTER INSERT OR UPDATE ON board_attendance
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_attendance_held();

-- Lines and papers are written, and struck out, by the drafter while it is a draft.
CREATE OR REPLACE FUNCTION board_line_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM board_minutes m WHERE m.id = NEW.minutes_id AND CASE
            WHEN TG_OP = 'INSERT' THEN NEW.struck_at IS NULL
                AND NEW.written_at <= coalesce(m.circulated_at, 'infinity') AND board_said(m.city_id,
                '{board.minutes.line_written}', NEW.written_at, m.id, ARRAY[m.drafter::text])
                AND (
                    SELECT count(*) FROM board_line l
                    WHERE (l.minutes_id, l.written_at, l.words)
                        = (NEW.minutes_id, NEW.written_at, NEW.words)
                        AND l.due_on IS NOT DISTINCT FROM NEW.due_on)
                <= (
                    SELECT count(*) FROM audit_event e
                    WHERE e.city = m.city_id AND e.at = NEW.written_at
                        AND e.type = 'board.minutes.line_written' AND e.subject_id = m.id::text
                        AND e.after ->> 'words' = NEW.words
                        AND e.after ->> 'due_on' IS NOT DISTINCT FROM NEW.due_on::text)
            ELSE to_jsonb(NEW) - 'struck_at' = to_jsonb(OLD) - 'struck_at'
                AND OLD.struck_at IS NULL
                AND NEW.struck_at <= coalesce(m.circulated_at, 'infinity') AND board_said(m.city_id,
                '{board.minutes.line_struck}', NEW.struck_at, m.id, ARRAY[m.drafter::text])
            END)
    THEN
        PERFORM parties_refuse('board_line_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_line_held ON board_line;
CREATE CONSTRAINT TRIGGER board_line_held AFTER INSERT OR UPDATE ON board_line
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_line_held();

CREATE OR REPLACE FUNCTION board_minutes_paper_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM board_minutes m WHERE m.id = NEW.minutes_id AND CASE
            WHEN TG_OP = 'INSERT' THEN NEW.struck_at IS NULL
                AND NEW.kept_at <= coalesce(m.circulated_at, 'infinity') AND board_said(m.city_id,
                '{board.minutes.paper_kept}', NEW.kept_at, m.id, ARRAY[m.drafter::text])
                AND EXISTS (
                    SELECT FROM audit_event e WHERE e.city = m.city_id AND e.at = NEW.kept_at
                        AND e.type = 'board.minutes.paper_kept' AND e.subject_id = m.id::text
                        AND e.after ->> 'sha256' = NEW.sha256)
            ELSE (NEW.id, NEW.minutes_id, NEW.name, NEW.sha256, NEW.kept_at)
                = (OLD.id, OLD.minutes_id, OLD.name, OLD.sha256, OLD.kept_at)
                AND OLD.struck_at IS NULL
                AND NEW.struck_at <= coalesce(m.circulated_at, 'infinity') AND board_said(m.city_id,
                '{board.minutes.paper_struck}', NEW.struck_at, m.id, ARRAY[m.drafter::text])
            END)
    THEN
        PERFORM parties_refuse('board_minutes_paper_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_minutes_paper_held ON board_minutespaper;
CREATE CONSTRAINT TRIGGER board_minutes_paper_held AFTER INSERT OR UPDATE ON board_minutespaper
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_minutes_paper_held();
