-- A story says of its loan what the loan says, under the hash of its text. Its desk writes it; two
-- persons publish it, once both sides consented to this very text.
CREATE OR REPLACE FUNCTION spreading_story_facts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said jsonb := NEW.document::jsonb;
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.document, NEW.sha256, NEW.title) IS NOT DISTINCT FROM
        (OLD.document, OLD.sha256, OLD.title)
    THEN
        RETURN NEW;
    END IF;
    IF NEW.sha256 <> encode(sha256(convert_to(NEW.document, 'UTF8')), 'hex')
        OR said ->> 'title' <> NEW.title
        OR NOT EXISTS (
            SELECT FROM lending_loan l
            JOIN lending_offer o ON o.id = l.offer_id
            JOIN lending_intent i ON i.id = o.intent_id
            JOIN parties_organisation s ON s.id = l.supplier_id
            JOIN parties_organisation b ON b.id = l.institution_id
            WHERE l.id = NEW.loan_id AND l.city_id = NEW.city_id
                AND (l.supplier_id, l.institution_id) = (NEW.supplier_id, NEW.institution_id)
                AND said -> 'facts' = jsonb_build_object(
                    'amount_fen', l.principal_fen, 'rate_bp', l.rate_bp,
                    'days', l.drawn_on - parties_day(i.registered_at),
                    'drawn_on', l.drawn_on, 'due_on', l.due_on,
                    'supplier', s.name, 'institution', b.name))
    THEN
        PERFORM parties_refuse('spreading_story_facts');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER spreading_story_facts BEFORE INSERT OR UPDATE ON spreading_casestory
FOR EACH ROW EXECUTE FUNCTION spreading_story_facts();

CREATE OR REPLACE FUNCTION spreading_story_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.city_id, NEW.no, NEW.host_id, NEW.region, NEW.loan_id)
        IS DISTINCT FROM
        (OLD.id, OLD.city_id, OLD.no, OLD.host_id, OLD.region, OLD.loan_id)
        OR OLD.state IN ('published', 'withdrawn')
        AND (NEW.document, NEW.title, NEW.published_at)
        IS DISTINCT FROM (OLD.document, OLD.title, OLD.published_at)
        OR OLD.state = 'withdrawn'
    THEN
        PERFORM parties_refuse('spreading_story_fixed');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER spreading_story_fixed BEFORE UPDATE ON spreading_casestory
FOR EACH ROW EXECUTE FUNCTION spreading_story_fixed();

-- Whether the newest word of each side is a consent to a text.
CREATE OR REPLACE FUNCTION spreading_consented(to_what uuid, text_hash text)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT count(*) = 2 AND bool_and(verdict = 'given' AND sha256 = text_hash)
    FROM (SELECT DISTINCT ON (side) verdict, sha256 FROM spreading_consent
        WHERE story_id = to_what ORDER BY side, id DESC) newest
$$;

CREATE OR REPLACE FUNCTION spreading_story_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    desk text[] := ARRAY['procurement-officer'];
    said boolean := CASE
        WHEN TG_OP = 'INSERT' THEN
            NEW.state = 'draft' AND parties_said(NEW.city_id, 'spreading.story.drafted',
                NEW.written_at, NEW.id, NEW.host_id, desk)
        WHEN NEW.document <> OLD.document THEN
            NEW.state = 'draft' AND parties_said(NEW.city_id, 'spreading.story.changed',
                NEW.written_at, NEW.id, NEW.host_id, desk)
        WHEN NEW.state = 'published' THEN
            parties_decided('spreading.publish_case_story', NEW.host_id, 'procurement-approver',
                NEW.published_at,
                jsonb_build_object('story_id', NEW.id, 'sha256', NEW.sha256)) > 0
        WHEN NEW.state = 'withdrawn' THEN
            parties_said(NEW.city_id, 'spreading.story.taken_down', NEW.ended_at, NEW.id,
                NEW.host_id, desk)
            OR parties_said(NEW.city_id, 'spreading.consent.withdrawn', NEW.ended_at, NEW.id,
                NEW.supplier_id, ARRAY['supplier'])
            OR parties_said(NEW.city_id, 'spreading.consent.withdrawn', NEW.ended_at, NEW.id,
                NEW.institution_id, ARRAY['institution-officer'])
        ELSE true
        END;
BEGIN
    IF said IS NOT TRUE THEN
        PERFORM parties_refuse('spreading_story_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS spreading_story_unsaid ON spreading_casestory;
CREATE CONSTRAINT TRIGGER spreading_story_unsaid AFTER INSERT OR UPDATE ON spreading_casestory
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION spreading_story_unsaid();

-- What is public has the consent of both its sides, however a side says otherwise. Looked at when
-- the transaction ends, of the story and of each consent.
CREATE OR REPLACE FUNCTION spreading_story_unconsented() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept jsonb := to_jsonb(NEW);
BEGIN
    IF EXISTS (
        SELECT FROM spreading_casestory s
        WHERE s.id = (kept ->> TG_ARGV[0])::uuid AND s.state = 'published'
            AND spreading_consented(s.id, s.sha256) IS NOT TRUE)
    THEN
        PERFORM parties_refuse(TG_NAME);
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS spreading_story_unconsented ON spreading_casestory;
CREATE CONSTRAINT TRIGGER spreading_story_unconsented AFTER INSERT OR UPDATE ON spreading_casestory
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION spreading_story_unconsented('id');

DROP TRIGGER IF EXISTS spreading_consent_shown ON spreading_consent;
CREATE CONSTRAINT TRIGGER spreading_consent_shown AFTER INSERT ON spreading_consent
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION spreading_story_unconsented('story_id');

-- A side speaks for itself alone, of the text it was shown.
CREATE OR REPLACE FUNCTION spreading_consent_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM spreading_casestory s
        JOIN audit_event e ON e.city = s.city_id AND e.subject_id = s.id::text AND e.at = NEW.at
            AND e.organisation_id = NEW.organisation_id AND e.after ->> 'sha256' = NEW.sha256
        WHERE s.id = NEW.story_id
            AND NEW.organisation_id = (CASE NEW.side WHEN 'supplier' THEN s.supplier_id
                ELSE s.institution_id END)
            AND parties_said(s.city_id, (CASE NEW.verdict WHEN 'withdrawn'
                    THEN 'spreading.consent.withdrawn' ELSE 'spreading.story.answered' END),
                NEW.at, s.id, NEW.organisation_id, ARRAY[(CASE NEW.side
                    WHEN 'supplier' THEN 'supplier' ELSE 'institution-officer' END)]))
    THEN
        PERFORM parties_refuse('spreading_consent_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS spreading_consent_unsaid ON spreading_consent;
CREATE CONSTRAINT TRIGGER spreading_consent_unsaid AFTER INSERT ON spreading_consent
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION spreading_consent_unsaid();
