-- What the database holds of the People's Bank's assessment by itself (docs/decisions/evaluation.md):
-- two of it decided each step, values come once and are corrected openly, a frozen year stays.
CREATE OR REPLACE FUNCTION assessment_pboc(of_city text) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT id FROM parties_organisation WHERE city_id = of_city AND kind = 'pboc' AND active
$$;

-- The scheme that governs a year: the newest for it or for one before.
CREATE OR REPLACE FUNCTION assessment_governing(of_city text, of_year integer) RETURNS uuid
LANGUAGE sql STABLE AS $$
    SELECT id FROM assessment_scheme WHERE city_id = of_city AND first_year <= of_year
    ORDER BY first_year DESC LIMIT 1
$$;

-- A scheme is published by two, to the letter, before the first year it is for.
CREATE OR REPLACE FUNCTION assessment_scheme_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.first_year <= extract(year FROM parties_day(NEW.published_at))
        OR parties_decided('assessment.publish_assessment_scheme', assessment_pboc(NEW.city_id), 'pboc',
            NEW.published_at, jsonb_build_object('first_year', NEW.first_year,
                'document_no', NEW.document_no)) = 0
        OR NOT EXISTS (
            SELECT FROM parties_proposal
            WHERE state = 'approved' AND decided_at = NEW.published_at
                AND act = 'assessment.publish_assessment_scheme'
                AND organisation_id = assessment_pboc(NEW.city_id)
                AND NEW.document::jsonb = jsonb_build_object('document_no', NEW.document_no,
                    'indicators', arguments -> 'indicators'))
    THEN
        PERFORM parties_refuse('assessment_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS assessment_scheme_undecided ON assessment_scheme;
CREATE CONSTRAINT TRIGGER assessment_scheme_undecided AFTER INSERT ON assessment_scheme
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION assessment_scheme_undecided();

-- A value is of the scheme that governs its year, follows the one before it, and waits for whoever
-- freezes the year; after that there is none.
CREATE OR REPLACE FUNCTION assessment_value_steps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands text;
BEGIN
    SELECT state INTO stands FROM assessment_year
    WHERE city_id = NEW.city_id AND year = NEW.year FOR SHARE;
    IF stands = 'frozen' THEN
        PERFORM parties_refuse('assessment_frozen');
    END IF;
    IF NEW.scheme_id IS DISTINCT FROM assessment_governing(NEW.city_id, NEW.year)
        OR NEW.year > extract(year FROM parties_day(NEW.at))
        OR NOT EXISTS (
            SELECT FROM assessment_scheme s, jsonb_array_elements(
                s.document::jsonb -> 'indicators') each
            WHERE s.id = NEW.scheme_id AND each ->> 'name' = NEW.indicator
                AND each ->> 'source' = '')
        OR NEW.number <> 1 + (
            SELECT count(*) FROM assessment_value
            WHERE city_id = NEW.city_id AND year = NEW.year
                AND institution_id = NEW.institution_id AND indicator = NEW.indicator)
    THEN
        PERFORM parties_refuse('assessment_value_steps');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER assessment_value_steps BEFORE INSERT ON assessment_value
FOR EACH ROW EXECUTE FUNCTION assessment_value_steps();

-- It is what two decided, with its source, and with the reason where it corrects another.
CREATE OR REPLACE FUNCTION assessment_value_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF parties_decided('assessment.enter_assessment_values', assessment_pboc(NEW.city_id), 'pboc', NEW.at,
            jsonb_build_object('year', NEW.year, 'institution_id', NEW.institution_id,
                'values', jsonb_build_array(jsonb_build_object('indicator', NEW.indicator,
                    'value', NEW.value, 'source', NEW.source)))
            || (CASE NEW.number WHEN 1 THEN '{}'
                ELSE jsonb_build_object('reason', NEW.reason) END)) = 0
    THEN
        PERFORM parties_refuse('assessment_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS assessment_value_undecided ON assessment_value;
CREATE CONSTRAINT TRIGGER assessment_value_undecided AFTER INSERT ON assessment_value
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION assessment_value_undecided();

-- A year begins as provisional, by its own scheme, once it is over; frozen it stays as it is.
CREATE OR REPLACE FUNCTION assessment_year_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'provisional'
            OR NEW.year >= extract(year FROM parties_day(NEW.published_at))
            OR NEW.scheme_id IS DISTINCT FROM assessment_governing(NEW.city_id, NEW.year)
        THEN
            PERFORM parties_refuse('assessment_year_steps');
        END IF;
    ELSIF OLD.state = 'frozen' OR (NEW.id, NEW.city_id, NEW.year, NEW.scheme_id, NEW.published_at)
            IS DISTINCT FROM (OLD.id, OLD.city_id, OLD.year, OLD.scheme_id, OLD.published_at)
    THEN
        PERFORM parties_refuse('assessment_frozen');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER assessment_year_steps BEFORE INSERT OR UPDATE ON assessment_year
FOR EACH ROW EXECUTE FUNCTION assessment_year_steps();

-- Published and frozen by two; not frozen while an objection waits, somebody may still object, or
-- a value is newer than its newest version.
CREATE OR REPLACE FUNCTION assessment_year_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    act text := CASE NEW.state WHEN 'frozen' THEN 'assessment.freeze_assessment'
        ELSE 'assessment.publish_assessment' END;
    moment timestamptz := CASE NEW.state WHEN 'frozen' THEN NEW.frozen_at ELSE NEW.published_at END;
BEGIN
    IF parties_decided(act, assessment_pboc(NEW.city_id), 'pboc', moment,
            jsonb_build_object('year', NEW.year)) = 0
        OR NOT EXISTS (SELECT FROM assessment_version WHERE of_id = NEW.id)
        OR NEW.state = 'frozen' AND EXISTS (
            SELECT FROM assessment_version v
            LEFT JOIN assessment_objection o ON o.version_id = v.id AND o.state = 'open'
            WHERE v.of_id = NEW.id
                AND (o.id IS NOT NULL OR v.object_on >= parties_day(NEW.frozen_at)))
        OR NEW.state = 'frozen' AND EXISTS (
            SELECT FROM assessment_value
            WHERE city_id = NEW.city_id AND year = NEW.year AND at > (
                SELECT max(cut_off) FROM assessment_version WHERE of_id = NEW.id))
    THEN
        PERFORM parties_refuse('assessment_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS assessment_year_undecided ON assessment_year;
CREATE CONSTRAINT TRIGGER assessment_year_undecided AFTER INSERT OR UPDATE ON assessment_year
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION assessment_year_undecided();

-- A version comes while its year is provisional, in order.
CREATE OR REPLACE FUNCTION assessment_version_steps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands text;
BEGIN
    SELECT state INTO stands FROM assessment_year WHERE id = NEW.of_id FOR SHARE;
    IF stands = 'frozen' THEN
        PERFORM parties_refuse('assessment_frozen');
    END IF;
    IF NEW.number <> 1 + (SELECT count(*) FROM assessment_version WHERE of_id = NEW.of_id) THEN
        PERFORM parties_refuse('assessment_version_once');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER assessment_version_steps BEFORE INSERT ON assessment_version
FOR EACH ROW EXECUTE FUNCTION assessment_version_steps();

-- It is that of which the event of the two in the chain bears the hashes, it names its facts and its
-- scheme, and says why it corrects another in their words.
CREATE OR REPLACE FUNCTION assessment_version_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_city text := (SELECT city_id FROM assessment_year WHERE id = NEW.of_id);
BEGIN
    IF (NEW.result::jsonb ->> 'facts_sha256') IS DISTINCT FROM NEW.facts_sha256
        OR NOT EXISTS (
            SELECT FROM assessment_year y JOIN assessment_scheme s ON s.id = y.scheme_id
            WHERE y.id = NEW.of_id AND NEW.result::jsonb -> 'scheme' = s.document::jsonb
                AND parties_decided('assessment.publish_assessment', assessment_pboc(of_city), 'pboc',
                    NEW.cut_off, jsonb_build_object('year', y.year)
                    || (CASE NEW.number WHEN 1 THEN '{}'
                        ELSE jsonb_build_object('reason', NEW.reason) END)) > 0)
        OR NOT EXISTS (
            SELECT FROM audit_event
            WHERE city = of_city AND at = NEW.cut_off AND about @> ARRAY[NEW.of_id]
                AND type = 'assessment.year.published'
                AND organisation_id = assessment_pboc(of_city) AND role = 'pboc'
                AND after @> jsonb_build_object('version', NEW.number,
                    'result_sha256', NEW.sha256, 'facts_sha256', NEW.facts_sha256))
    THEN
        PERFORM parties_refuse('assessment_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS assessment_version_undecided ON assessment_version;
CREATE CONSTRAINT TRIGGER assessment_version_undecided AFTER INSERT ON assessment_version
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION assessment_version_undecided();

-- An objection is the institution's own, while the year is provisional; it is answered once, by two,
-- and its words stay. Agreed with only once a newer version stands.
CREATE OR REPLACE FUNCTION assessment_objection_steps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands text;
BEGIN
    SELECT y.state INTO stands FROM assessment_version v
    JOIN assessment_year y ON y.id = v.of_id WHERE v.id = NEW.version_id FOR SHARE OF y;
    IF stands <> 'provisional' OR (CASE TG_OP WHEN 'INSERT' THEN NEW.state <> 'open'
        ELSE OLD.state <> 'open' OR NEW.state = 'open'
            OR (NEW.id, NEW.version_id, NEW.institution_id, NEW.words, NEW.answer_on, NEW.at,
                NEW.by_id)
            IS DISTINCT FROM
            (OLD.id, OLD.version_id, OLD.institution_id, OLD.words, OLD.answer_on, OLD.at,
                OLD.by_id) END)
        OR NEW.state = 'upheld' AND NOT EXISTS (
            SELECT FROM assessment_version newer JOIN assessment_version v ON v.of_id = newer.of_id
            WHERE v.id = NEW.version_id AND newer.number > v.number)
    THEN
        PERFORM parties_refuse('assessment_objection_steps');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER assessment_objection_steps BEFORE INSERT OR UPDATE
ON assessment_objection FOR EACH ROW EXECUTE FUNCTION assessment_objection_steps();

CREATE OR REPLACE FUNCTION assessment_objection_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_city text := (SELECT y.city_id FROM assessment_version v
        JOIN assessment_year y ON y.id = v.of_id WHERE v.id = NEW.version_id);
    decided boolean := CASE TG_OP
        WHEN 'INSERT' THEN parties_said(of_city, 'assessment.result.objected', NEW.at, NEW.id,
            NEW.institution_id, ARRAY['institution-officer'])
        ELSE parties_decided('assessment.answer_objection', assessment_pboc(of_city), 'pboc',
            NEW.answered_at, jsonb_build_object('objection_id', NEW.id, 'verdict', NEW.state,
                'reply', NEW.reply)) > 0 END;
BEGIN
    IF decided IS NOT TRUE THEN
        PERFORM parties_refuse('assessment_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS assessment_objection_undecided ON assessment_objection;
CREATE CONSTRAINT TRIGGER assessment_objection_undecided AFTER INSERT OR UPDATE
ON assessment_objection DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION assessment_objection_undecided();
