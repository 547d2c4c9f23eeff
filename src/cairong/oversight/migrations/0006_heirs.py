from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0021_heirs'),
        ('oversight', '0005_county_bureaus'),
    ]

    operations = [
        migrations.RunSQL(
            sql=r"""-- Letters of urging (docs/decisions/urging.md). A letter begins as issued, with the next number of
-- its series; it is answered or disputed once, and closed once.
CREATE OR REPLACE FUNCTION oversight_urging_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'issued' OR NEW.received_at IS NOT NULL THEN
            PERFORM parties_refuse('oversight_urging_steps');
        END IF;
        IF NEW.number <> 1 + COALESCE((
            SELECT max(number) FROM oversight_urging
            WHERE (city_id, word, year) = (NEW.city_id, NEW.word, NEW.year)), 0)
        THEN
            PERFORM parties_refuse('oversight_urging_number_once');
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state = 'closed'
        OR OLD.received_at IS NOT NULL AND (NEW.received_at, NEW.received_by_id)
            IS DISTINCT FROM (OLD.received_at, OLD.received_by_id)
        OR OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN (
            'issued>answered', 'issued>disputed', 'issued>closed', 'answered>closed',
            'disputed>closed')
        OR NEW.state = 'closed' AND (OLD.state = 'disputed')
            <> (NEW.verdict IN ('upheld', 'overruled'))
    THEN
        PERFORM parties_refuse('oversight_urging_steps');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER oversight_urging_steps BEFORE INSERT OR UPDATE ON oversight_urging
FOR EACH ROW EXECUTE FUNCTION oversight_urging_steps();

-- Issued and closed by two of the procurement desk, of whom neither answered it; answered where an
-- answer of its holder says so. Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION oversight_urging_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    bureau uuid := parties_bureau(NEW.city_id);
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF parties_decided('oversight.issue_urging', bureau, 'procurement-approver', NEW.issued_at,
            jsonb_build_object('organisation_id', NEW.organisation_id, 'series', NEW.word,
                'demand', NEW.demand)) > 0
            AND EXISTS (SELECT FROM oversight_urged WHERE letter_id = NEW.id)
        THEN
            RETURN NULL;
        END IF;
    ELSIF NEW.state = 'closed' THEN
        IF parties_decided('oversight.close_urging', bureau, 'procurement-approver', NEW.closed_at,
            jsonb_build_object('urging_id', NEW.id, 'verdict', NEW.verdict,
                'finding', NEW.finding)) > 0
            AND NOT EXISTS (
                SELECT FROM oversight_urginganswer a JOIN parties_proposal p
                    ON a.by_id IN (p.prepared_by_id, p.decided_by_id)
                WHERE a.letter_id = NEW.id AND p.act = 'oversight.close_urging'
                    AND p.state = 'approved' AND p.decided_at = NEW.closed_at
                    AND p.arguments @> jsonb_build_object('urging_id', NEW.id))
        THEN
            RETURN NULL;
        END IF;
    ELSIF EXISTS (
        SELECT FROM oversight_urginganswer
        WHERE letter_id = NEW.id AND (disputed <> '{}') = (NEW.state = 'disputed'))
    THEN
        RETURN NULL;
    END IF;
    PERFORM parties_refuse('oversight_urging_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS oversight_urging_undecided ON oversight_urging;
CREATE CONSTRAINT TRIGGER oversight_urging_undecided AFTER INSERT ON oversight_urging
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION oversight_urging_undecided();

DROP TRIGGER IF EXISTS oversight_urging_unclosed ON oversight_urging;
CREATE CONSTRAINT TRIGGER oversight_urging_unclosed AFTER UPDATE ON oversight_urging
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
EXECUTE FUNCTION oversight_urging_undecided();

-- A letter urges what the two decided: overdue duties of the desk it goes to, in their region. It
-- begins with each of them open and none excused.
CREATE OR REPLACE FUNCTION oversight_urged_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT NEW.open OR NEW.upheld OR NOT EXISTS (
        SELECT FROM oversight_urging u JOIN clocks_duty d ON d.id = NEW.duty_id
        JOIN parties_proposal p ON p.act = 'oversight.issue_urging' AND p.state = 'approved'
            AND p.decided_at = u.issued_at AND p.organisation_id = parties_bureau(u.city_id)
            AND p.region IN (u.city_id, d.region)
            AND p.arguments @> jsonb_build_object('organisation_id', u.organisation_id,
                'duty_ids', jsonb_build_array(d.id))
        WHERE u.id = NEW.letter_id AND u.city_id = d.city_id
            AND COALESCE(CASE WHEN d.kind IN ('review_filing', 'confirm_lock', 'release_payment')
                THEN parties_decides(u.city_id, d.region, parties_desk(d.holder_role),
                    parties_day(u.issued_at)) END,
                parties_living(d.holder_organisation_id), parties_bureau(u.city_id))
                = u.organisation_id
            AND d.holder_role = u.desk AND u.region IN (u.city_id, d.region)
            AND COALESCE(d.done_on, d.cancelled_on, 'infinity') >= parties_day(u.issued_at)
            AND (d.due_on, d.kind) = (NEW.due_on, NEW.kind) AND d.due_on < parties_day(u.issued_at))
    THEN
        PERFORM parties_refuse('oversight_urged_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS oversight_urged_undecided ON oversight_urged;
CREATE CONSTRAINT TRIGGER oversight_urged_undecided AFTER INSERT ON oversight_urged
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION oversight_urged_undecided();

-- With its letter what it urges is closed; a dispute that was upheld excuses what it disputed.
CREATE OR REPLACE FUNCTION oversight_urging_ends() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE oversight_urged SET open = false, upheld = NEW.verdict = 'upheld' AND EXISTS (
        SELECT FROM oversight_urginganswer a
        WHERE a.letter_id = NEW.id AND oversight_urged.duty_id = ANY (a.disputed))
    WHERE letter_id = NEW.id;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER oversight_urging_ends AFTER UPDATE ON oversight_urging
FOR EACH ROW WHEN (OLD.state <> 'closed' AND NEW.state = 'closed')
EXECUTE FUNCTION oversight_urging_ends();

-- Only the desk that a letter went to answers it, and says so in the chain; it disputes nothing but
-- what the letter urges, and not without a paper.
CREATE OR REPLACE FUNCTION oversight_answer_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM oversight_urging u
        WHERE u.id = NEW.letter_id
            AND NEW.organisation_id = ANY (parties_heirs(u.organisation_id))
            AND (u.state = CASE WHEN NEW.disputed = '{}' THEN 'answered' ELSE 'disputed' END
                OR u.closed_at >= NEW.at)
            AND (NEW.disputed = '{}' OR NEW.paper_id IS NOT NULL)
            AND NEW.disputed <@ ARRAY(SELECT duty_id FROM oversight_urged WHERE letter_id = u.id)
            AND parties_said(u.city_id, CASE WHEN NEW.disputed = '{}'
                THEN 'oversight.urging.answered' ELSE 'oversight.urging.disputed' END,
                NEW.at, u.id, NEW.organisation_id, ARRAY[u.desk])
            AND EXISTS (
                SELECT FROM audit_event e
                WHERE e.city = u.city_id AND e.at = NEW.at AND e.subject_id = u.id::text
                    AND e.type IN ('oversight.urging.answered', 'oversight.urging.disputed')
                    AND e.organisation_id = NEW.organisation_id AND e.person_id = NEW.by_id))
    THEN
        PERFORM parties_refuse('oversight_answer_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS oversight_answer_unsaid ON oversight_urginganswer;
CREATE CONSTRAINT TRIGGER oversight_answer_unsaid AFTER INSERT ON oversight_urginganswer
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION oversight_answer_unsaid();

-- That a letter was served the bureau says in the chain.
CREATE OR REPLACE FUNCTION oversight_service_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM oversight_urging u
        WHERE u.id = NEW.letter_id AND parties_said(u.city_id, 'oversight.urging.served', NEW.at,
            u.id, parties_bureau(u.city_id), ARRAY['procurement-officer', 'county-clerk']))
    THEN
        PERFORM parties_refuse('oversight_service_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS oversight_service_unsaid ON oversight_urgingservice;
CREATE CONSTRAINT TRIGGER oversight_service_unsaid AFTER INSERT ON oversight_urgingservice
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION oversight_service_unsaid();
""",
            hints={'living': 'urging.sql'},
        ),
    ]
