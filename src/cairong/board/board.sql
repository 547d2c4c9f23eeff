-- The joint board (docs/decisions/board.md). Nothing of a task moves that the desk whose turn it is
-- did not say in the chain. All is looked at when the transaction ends.
CREATE OR REPLACE FUNCTION board_authority(desk text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN desk IN ('procurement-officer', 'treasury-officer') THEN 'bureau' ELSE desk END
$$;

-- Whether the chain says that an officer of one of these desks, for the whole city, did one of these.
CREATE OR REPLACE FUNCTION board_said(
    of_city text, what text[], moment timestamptz, to_what uuid, desks text[]
) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM audit_event e JOIN parties_organisation o ON o.id = e.organisation_id
        WHERE e.city = of_city AND e.type = ANY (what) AND e.at = moment
            AND e.subject_id = to_what::text AND e.role = ANY (desks)
            AND o.kind = board_authority(e.role)
            AND parties_mandated(e.person_id, o.id, ARRAY[e.role::text], ARRAY[of_city], e.at));
END $$;

CREATE OR REPLACE FUNCTION board_task_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step text := CASE WHEN TG_OP = 'INSERT' THEN 'new'
        WHEN OLD.state = NEW.state THEN OLD.state ELSE OLD.state || '>' || NEW.state END;
    held boolean;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        held := (NEW.id, NEW.city_id, NEW.no, NEW.title, NEW.words, NEW.clauses, NEW.region,
            NEW.owner, NEW.proposed_by, NEW.line_id, NEW.since_on, NEW.proposed_at)
            IS NOT DISTINCT FROM
            (OLD.id, OLD.city_id, OLD.no, OLD.title, OLD.words, OLD.clauses, OLD.region,
            OLD.owner, OLD.proposed_by, OLD.line_id, OLD.since_on, OLD.proposed_at)
            AND (step = 'open>finished' OR (NEW.finished_at, NEW.finished_by_id, NEW.evidence)
                IS NOT DISTINCT FROM (OLD.finished_at, OLD.finished_by_id, OLD.evidence))
            AND (OLD.accepted_at IS NULL AND step = 'proposed>open'
                OR NEW.accepted_at IS NOT DISTINCT FROM OLD.accepted_at)
            AND (step IN ('proposed>declined', 'proposed>withdrawn', 'open>called_off')
                OR (NEW.ended_at, NEW.reason) IS NOT DISTINCT FROM (OLD.ended_at, OLD.reason))
            AND (step = 'finished>confirmed' OR (NEW.confirmed_at, NEW.confirmed_by)
                IS NOT DISTINCT FROM (OLD.confirmed_at, OLD.confirmed_by))
            AND (NEW.due_on = OLD.due_on OR step = 'open' AND EXISTS (
                SELECT FROM board_change c
                WHERE c.task_id = NEW.id AND c.state = 'agreed' AND c.due_on = NEW.due_on
                    AND c.before_on = OLD.due_on));
        IF held IS NOT TRUE THEN
            PERFORM parties_refuse('board_task_held');
        END IF;
    END IF;
    held := CASE step
        WHEN 'new' THEN NEW.state IN ('proposed', 'open') AND NEW.finished_at IS NULL AND CASE
            WHEN NEW.line_id IS NULL THEN (NEW.state = 'open') = (NEW.owner = NEW.proposed_by)
                AND NEW.since_on = parties_day(NEW.proposed_at)
                AND board_said(NEW.city_id, '{board.task.proposed}', NEW.proposed_at, NEW.id,
                    ARRAY[NEW.proposed_by::text])
                AND EXISTS (
                    SELECT FROM audit_event e
                    WHERE e.city = NEW.city_id AND e.at = NEW.proposed_at
                        AND e.type = 'board.task.proposed' AND e.subject_id = NEW.id::text
                        AND (e.after ->> 'title', e.after ->> 'words', e.after ->> 'due_on')
                            = (NEW.title, NEW.words, NEW.due_on::text))
            ELSE EXISTS (
                SELECT FROM board_line l JOIN board_minutes m ON m.id = l.minutes_id
                WHERE l.id = NEW.line_id AND coalesce(l.struck_at, 'infinity') >= m.confirmed_at
                    AND m.state = 'confirmed'
                    AND m.confirmed_at = NEW.proposed_at
                    AND (l.title, l.words, l.clauses, l.owner, l.region, l.due_on, m.drafter,
                        m.met_on, m.city_id)
                    = (NEW.title, NEW.words, NEW.clauses, NEW.owner, NEW.region, NEW.due_on,
                        NEW.proposed_by, NEW.since_on, NEW.city_id)
                    AND (NEW.state = 'open') = EXISTS (
                        SELECT FROM board_attendance a
                        WHERE a.minutes_id = m.id AND a.desk = NEW.owner))
            END
        WHEN 'proposed>open' THEN board_said(NEW.city_id, '{board.task.accepted}',
            NEW.accepted_at, NEW.id, ARRAY[NEW.owner::text])
        WHEN 'proposed>declined' THEN board_said(NEW.city_id, '{board.task.declined}',
            NEW.ended_at, NEW.id, ARRAY[NEW.owner::text])
        WHEN 'proposed>withdrawn' THEN board_said(NEW.city_id, '{board.task.withdrawn}',
            NEW.ended_at, NEW.id, ARRAY[NEW.proposed_by::text])
        WHEN 'open>finished' THEN board_said(NEW.city_id, '{board.task.finished}',
            NEW.finished_at, NEW.id, ARRAY[NEW.owner::text])
        WHEN 'open>called_off' THEN EXISTS (
            SELECT FROM board_change c WHERE c.task_id = NEW.id AND c.state = 'agreed'
                AND c.due_on IS NULL AND c.decided_at = NEW.ended_at)
        WHEN 'finished>confirmed' THEN
            board_authority(NEW.confirmed_by) <> board_authority(NEW.owner)
            AND board_said(NEW.city_id, '{board.task.confirmed}', NEW.confirmed_at, NEW.id,
                ARRAY[NEW.confirmed_by::text])
            AND NOT EXISTS (
                SELECT FROM audit_event e
                WHERE e.city = NEW.city_id AND e.at = NEW.confirmed_at
                    AND e.type = 'board.task.confirmed' AND e.subject_id = NEW.id::text
                    AND parties_root(e.person_id) = parties_root(NEW.finished_by_id))
        WHEN 'finished>open' THEN EXISTS (
            SELECT FROM board_note n WHERE n.task_id = NEW.id AND n.at >= OLD.finished_at
                AND board_authority(n.desk) <> board_authority(NEW.owner)
                AND board_said(NEW.city_id, '{board.task.sent_back}', n.at, NEW.id,
                    ARRAY[n.desk::text]))
        ELSE TG_OP = 'UPDATE' AND OLD.state = NEW.state
        END;
    IF held IS NOT TRUE THEN
        PERFORM parties_refuse('board_task_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_task_held ON board_task;
CREATE CONSTRAINT TRIGGER board_task_held AFTER INSERT OR UPDATE ON board_task
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_task_held();

-- A desk works with the owner because it said so: by an act, by proposing, or in signed minutes.
CREATE OR REPLACE FUNCTION board_partner_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    task board_task;
    held boolean;
BEGIN
    SELECT * INTO task FROM board_task WHERE id = NEW.task_id;
    IF TG_OP = 'INSERT' THEN
        held := NEW.state = 'asked' OR NEW.state = 'joined' AND NEW.answered_at = task.proposed_at
            AND CASE WHEN task.line_id IS NULL THEN NEW.desk = task.proposed_by
                ELSE EXISTS (
                    SELECT FROM board_line l JOIN board_attendance a ON a.minutes_id = l.minutes_id
                    WHERE l.id = task.line_id AND NEW.desk = ANY (l.partners)
                        AND a.desk = NEW.desk)
                END;
    ELSE
        held := (NEW.id, NEW.task_id, NEW.desk) = (OLD.id, OLD.task_id, OLD.desk)
            AND OLD.state = 'asked' AND CASE NEW.state
                WHEN 'joined' THEN board_said(task.city_id, '{board.task.accepted}',
                    NEW.answered_at, task.id, ARRAY[NEW.desk::text])
                WHEN 'declined' THEN board_said(task.city_id, '{board.task.declined}',
                    NEW.answered_at, task.id, ARRAY[NEW.desk::text])
                WHEN 'ended' THEN task.state NOT IN ('proposed', 'open', 'finished')
                ELSE false
                END;
    END IF;
    IF held IS NOT TRUE THEN
        PERFORM parties_refuse('board_partner_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_partner_held ON board_partner;
CREATE CONSTRAINT TRIGGER board_partner_held AFTER INSERT OR UPDATE ON board_partner
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_partner_held();

-- What is said of a task, and what is kept of it, is of the desk that the chain names.
CREATE OR REPLACE FUNCTION board_note_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM board_task t WHERE t.id = NEW.task_id AND EXISTS (
            SELECT FROM audit_event e WHERE e.city = t.city_id AND e.at = NEW.at
                AND e.type IN ('board.task.noted', 'board.task.sent_back')
                AND e.subject_id = t.id::text AND e.person_id = NEW.by_id
                AND position((e.after ->> coalesce(
                    CASE e.type WHEN 'board.task.noted' THEN 'words' END, 'reason'))
                    IN NEW.words) > 0)
            AND board_said(t.city_id, '{board.task.noted,board.task.sent_back}', NEW.at, t.id,
                ARRAY[NEW.desk::text]))
    THEN
        PERFORM parties_refuse('board_note_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_note_held ON board_note;
CREATE CONSTRAINT TRIGGER board_note_held AFTER INSERT ON board_note
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_note_held();

CREATE OR REPLACE FUNCTION board_task_paper_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT board_said(NEW.city_id, '{board.task.paper_kept}', NEW.kept_at, NEW.task_id,
            ARRAY[NEW.desk::text])
        OR NOT EXISTS (
            SELECT FROM audit_event e WHERE e.city = NEW.city_id AND e.at = NEW.kept_at
                AND e.type = 'board.task.paper_kept' AND e.subject_id = NEW.task_id::text
                AND e.after ->> 'sha256' = NEW.sha256)
    THEN
        PERFORM parties_refuse('board_task_paper_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_task_paper_held ON board_taskpaper;
CREATE CONSTRAINT TRIGGER board_task_paper_held AFTER INSERT ON board_taskpaper
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_task_paper_held();

-- A change is asked for by one authority and agreed to by another, one of them the owner's.
CREATE OR REPLACE FUNCTION board_change_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    task board_task;
    held boolean;
BEGIN
    SELECT * INTO task FROM board_task WHERE id = NEW.task_id;
    IF TG_OP = 'INSERT' THEN
        held := NEW.state = 'asked' AND board_said(task.city_id, '{board.change.asked}',
                NEW.asked_at, NEW.id, ARRAY[NEW.asked_by::text])
            AND EXISTS (
                SELECT FROM audit_event e WHERE e.city = task.city_id AND e.at = NEW.asked_at
                    AND e.type = 'board.change.asked' AND e.subject_id = NEW.id::text
                    AND e.before ->> 'due_on' = NEW.before_on::text);
    ELSE
        held := (NEW.id, NEW.task_id, NEW.before_on, NEW.due_on, NEW.reason, NEW.asked_by,
            NEW.asker_id, NEW.asked_at)
            IS NOT DISTINCT FROM (OLD.id, OLD.task_id, OLD.before_on, OLD.due_on,
            OLD.reason, OLD.asked_by, OLD.asker_id, OLD.asked_at)
            AND OLD.state = 'asked'
            AND (NEW.state = 'withdrawn' OR task.owner IN (NEW.asked_by, NEW.decided_by)
                AND board_authority(NEW.asked_by) <> board_authority(NEW.decided_by))
            AND board_said(task.city_id, CASE NEW.state
                WHEN 'agreed' THEN ARRAY[CASE WHEN NEW.due_on IS NULL
                    THEN 'board.task.called_off' ELSE 'board.change.agreed' END]
                WHEN 'declined' THEN ARRAY['board.change.declined']
                ELSE ARRAY['board.change.withdrawn'] END, NEW.decided_at, NEW.id,
                ARRAY[CASE NEW.state WHEN 'withdrawn' THEN NEW.asked_by
                    ELSE NEW.decided_by END::text]);
    END IF;
    IF held IS NOT TRUE THEN
        PERFORM parties_refuse('board_change_held');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS board_change_held ON board_change;
CREATE CONSTRAINT TRIGGER board_change_held AFTER INSERT OR UPDATE ON board_change
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION board_change_held();
