from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0021_heirs'),
        ('promotion', '0001_promotion'),
    ]

    operations = [
        migrations.RunSQL(
            sql=r"""-- An event is drafted by the desk of an authority, and moves only as its host's word in the chain
-- says: what is said of it changes only as the event of that change has it. Looked at when the
-- transaction ends.
CREATE OR REPLACE FUNCTION promotion_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    hosts text[] := ARRAY['procurement-officer', 'county-clerk', 'pboc', 'sme-authority',
        'regulator'];
    same boolean := TG_OP = 'INSERT'
        OR (NEW.title, NEW.place, NEW.starts_at, NEW.ends_at, NEW.capacity)
            IS NOT DISTINCT FROM
            (OLD.title, OLD.place, OLD.starts_at, OLD.ends_at, OLD.capacity);
    said boolean := CASE
        WHEN TG_OP = 'INSERT' THEN
            NEW.state = 'draft' AND parties_said(NEW.city_id, 'promotion.event.drafted',
                NEW.drafted_at, NEW.id, NEW.host_id, hosts)
        WHEN NEW.state = OLD.state THEN
            same OR EXISTS (
                SELECT FROM audit_event e
                WHERE e.city = NEW.city_id AND e.type = 'promotion.event.changed'
                    AND e.at = NEW.changed_at AND e.subject_id = NEW.id::text
                    AND e.organisation_id = ANY (parties_heirs(NEW.host_id))
                    AND e.role = ANY (hosts)
                    AND parties_mandated(e.person_id, e.organisation_id, hosts, NULL, e.at)
                    AND (e.after ->> 'title', e.after ->> 'place',
                        (e.after ->> 'starts')::timestamptz, (e.after ->> 'ends')::timestamptz,
                        (e.after ->> 'capacity')::integer)
                        = (NEW.title, NEW.place, NEW.starts_at, NEW.ends_at, NEW.capacity))
        WHEN NOT same THEN false
        WHEN OLD.state = 'draft' AND NEW.state = 'announced' THEN
            parties_said(NEW.city_id, 'promotion.event.announced', NEW.announced_at, NEW.id,
                NEW.host_id, hosts)
        WHEN OLD.state = 'announced' AND NEW.state = 'held' THEN
            parties_said(NEW.city_id, 'promotion.event.held', NEW.held_at, NEW.id,
                NEW.host_id, hosts)
        WHEN OLD.state = 'held' AND NEW.state = 'summed' THEN
            parties_said(NEW.city_id, 'promotion.event.summed_up', NEW.ended_at, NEW.id,
                NEW.host_id, hosts)
        WHEN OLD.state IN ('draft', 'announced') AND NEW.state = 'called_off' THEN
            parties_said(NEW.city_id, 'promotion.event.called_off', NEW.ended_at, NEW.id,
                NEW.host_id, hosts)
        ELSE false
        END;
BEGIN
    IF said IS NOT TRUE THEN
        PERFORM parties_refuse('promotion_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS promotion_unsaid ON promotion_outreachevent;
CREATE CONSTRAINT TRIGGER promotion_unsaid AFTER INSERT OR UPDATE
ON promotion_outreachevent DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION promotion_unsaid();

-- Whose event it is, is never rewritten; nor what it was, once it has begun, was held or called
-- off; nor how it ended.
CREATE OR REPLACE FUNCTION promotion_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.city_id, NEW.no, NEW.host_id, NEW.region, NEW.drafted_at)
        IS DISTINCT FROM
        (OLD.id, OLD.city_id, OLD.no, OLD.host_id, OLD.region, OLD.drafted_at)
        OR OLD.announced_at IS NOT NULL AND NEW.announced_at IS DISTINCT FROM OLD.announced_at
        OR OLD.held_at IS NOT NULL AND NEW.held_at IS DISTINCT FROM OLD.held_at
        OR OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at
        OR NEW.summary <> OLD.summary AND (OLD.state, NEW.state) <> ('held', 'summed')
        OR NEW.reason <> OLD.reason AND (OLD.state = 'called_off' OR NEW.state <> 'called_off')
        OR (OLD.state IN ('held', 'summed', 'called_off')
            OR OLD.state = 'announced' AND COALESCE(NEW.changed_at, 'infinity') >= OLD.starts_at)
        AND (NEW.kind, NEW.title, NEW.programme, NEW.meant_for, NEW.place, NEW.starts_at,
            NEW.ends_at, NEW.capacity)
        IS DISTINCT FROM
        (OLD.kind, OLD.title, OLD.programme, OLD.meant_for, OLD.place, OLD.starts_at,
            OLD.ends_at, OLD.capacity)
    THEN
        PERFORM parties_refuse('promotion_fixed');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER promotion_fixed BEFORE UPDATE ON promotion_outreachevent
FOR EACH ROW EXECUTE FUNCTION promotion_fixed();

-- No more sign up than there are places, and only to what is announced and not over.
CREATE OR REPLACE FUNCTION promotion_full() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    to_what promotion_outreachevent;
BEGIN
    SELECT * INTO to_what FROM promotion_outreachevent WHERE id = NEW.event_id
        FOR NO KEY UPDATE;
    IF to_what.state <> 'announced' OR NEW.at >= to_what.ends_at
        OR NEW.attended_at IS NOT NULL OR NEW.taken_back_at IS NOT NULL
    THEN
        PERFORM parties_refuse('promotion_closed');
    END IF;
    IF (SELECT count(*) FROM promotion_signup
        WHERE event_id = NEW.event_id AND taken_back_at IS NULL) >= to_what.capacity
    THEN
        PERFORM parties_refuse('promotion_full');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER promotion_full BEFORE INSERT ON promotion_signup
FOR EACH ROW EXECUTE FUNCTION promotion_full();

-- Who signed up stays; who came stays, and came while it was on, or was entered by the host; a
-- contact is only taken away, and only once the event is over.
CREATE OR REPLACE FUNCTION promotion_came() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_what promotion_outreachevent;
BEGIN
    SELECT * INTO of_what FROM promotion_outreachevent WHERE id = NEW.event_id;
    IF (NEW.id, NEW.event_id, NEW.organisation_id, NEW.name, NEW.at)
        IS DISTINCT FROM (OLD.id, OLD.event_id, OLD.organisation_id, OLD.name, OLD.at)
        OR OLD.taken_back_at IS NOT NULL AND NEW IS DISTINCT FROM OLD
            AND (NEW.taken_back_at, NEW.attended_at)
                IS DISTINCT FROM (OLD.taken_back_at, OLD.attended_at)
        OR OLD.attended_at IS NOT NULL
            AND (NEW.attended_at, NEW.how) IS DISTINCT FROM (OLD.attended_at, OLD.how)
    THEN
        PERFORM parties_refuse('promotion_stays');
    END IF;
    IF OLD.attended_at IS NULL AND NEW.attended_at IS NOT NULL AND (
        of_what.state NOT IN ('announced', 'held')
        OR NEW.attended_at < of_what.starts_at - interval '1 hour'
        OR NEW.how = 'door' AND (of_what.state <> 'announced' OR NEW.attended_at > of_what.ends_at))
    THEN
        PERFORM parties_refuse('promotion_not_there');
    END IF;
    IF NEW.contact IS DISTINCT FROM OLD.contact
        AND (NEW.contact <> '' OR NEW.erased_at < CASE WHEN of_what.state = 'called_off'
            THEN of_what.ended_at ELSE of_what.ends_at END)
    THEN
        PERFORM parties_refuse('promotion_contact_kept');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER promotion_came BEFORE UPDATE ON promotion_signup
FOR EACH ROW EXECUTE FUNCTION promotion_came();

-- What was asked stays as it was asked, and what was answered as it was answered.
CREATE OR REPLACE FUNCTION promotion_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.event_id, NEW.organisation_id, NEW.words, NEW.at)
        IS DISTINCT FROM (OLD.id, OLD.event_id, OLD.organisation_id, OLD.words, OLD.at)
        OR OLD.answered_at IS NOT NULL AND NEW IS DISTINCT FROM OLD
    THEN
        PERFORM parties_refuse('promotion_asked');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER promotion_asked BEFORE UPDATE ON promotion_question
FOR EACH ROW EXECUTE FUNCTION promotion_asked();

-- What is handed out, and what is answered, comes from the host, as its word in the chain says.
CREATE OR REPLACE FUNCTION promotion_host_said() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    hosts text[] := ARRAY['procurement-officer', 'county-clerk', 'pboc', 'sme-authority',
        'regulator'];
    kept jsonb := to_jsonb(NEW);
    moment timestamptz := (kept ->> TG_ARGV[1])::timestamptz;
BEGIN
    IF NOT EXISTS (
        SELECT FROM promotion_outreachevent o JOIN audit_event e ON e.city = o.city_id
        WHERE o.id = NEW.event_id AND e.type = TG_ARGV[0] AND e.at = moment
            AND e.subject_id = kept ->> TG_ARGV[2] AND e.role = ANY (hosts)
            AND e.organisation_id = ANY (parties_heirs(o.host_id))
            AND e.after ->> TG_ARGV[3] = kept ->> TG_ARGV[3]
            AND parties_mandated(e.person_id, e.organisation_id, hosts, NULL, moment))
    THEN
        PERFORM parties_refuse(TG_NAME);
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS promotion_paper_unsaid ON promotion_eventpaper;
CREATE CONSTRAINT TRIGGER promotion_paper_unsaid AFTER INSERT ON promotion_eventpaper
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
EXECUTE FUNCTION promotion_host_said('promotion.paper.kept', 'kept_at', 'event_id', 'sha256');

DROP TRIGGER IF EXISTS promotion_paper_withdrawn ON promotion_eventpaper;
CREATE CONSTRAINT TRIGGER promotion_paper_withdrawn AFTER UPDATE ON promotion_eventpaper
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
EXECUTE FUNCTION promotion_host_said(
    'promotion.paper.withdrawn', 'withdrawn_at', 'event_id', 'sha256');

DROP TRIGGER IF EXISTS promotion_answer_unsaid ON promotion_question;
CREATE CONSTRAINT TRIGGER promotion_answer_unsaid AFTER UPDATE ON promotion_question
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
EXECUTE FUNCTION promotion_host_said('promotion.question.answered', 'answered_at', 'id', 'answer');
""",
            hints={'living': 'promotion.sql'},
        ),
    ]
