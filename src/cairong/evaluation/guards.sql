-- What the database holds of the yearly evaluation by itself (docs/decisions/evaluation.md): two of the
-- People's Bank decided each step, in order, and nothing of a frozen year changes.
CREATE OR REPLACE FUNCTION evaluation_pboc(of_city text) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT id FROM parties_organisation WHERE city_id = of_city AND kind = 'pboc' AND active
$$;

-- A scheme is published by two, before the first year it is for.
CREATE OR REPLACE FUNCTION evaluation_scheme_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.first_year <= extract(year FROM parties_day(NEW.published_at))
        OR parties_decided('evaluation.adopt_scheme', evaluation_pboc(NEW.city_id), 'pboc',
            NEW.published_at, jsonb_build_object('version', NEW.version,
                'first_year', NEW.first_year)) = 0
    THEN
        PERFORM parties_refuse('evaluation_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS evaluation_scheme_undecided ON evaluation_adoptedscheme;
CREATE CONSTRAINT TRIGGER evaluation_scheme_undecided AFTER INSERT ON evaluation_adoptedscheme
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION evaluation_scheme_undecided();

-- A year begins as provisional, by its own scheme, once it is over; frozen it stays as it is.
CREATE OR REPLACE FUNCTION evaluation_year_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'provisional'
            OR NEW.year >= extract(year FROM parties_day(NEW.published_at))
            OR NOT EXISTS (
                SELECT FROM evaluation_adoptedscheme
                WHERE id = NEW.scheme_id AND city_id = NEW.city_id AND first_year <= NEW.year)
        THEN
            PERFORM parties_refuse('evaluation_year_steps');
        END IF;
    ELSIF OLD.state = 'frozen' OR (NEW.id, NEW.city_id, NEW.year, NEW.scheme_id, NEW.published_at)
            IS DISTINCT FROM (OLD.id, OLD.city_id, OLD.year, OLD.scheme_id, OLD.published_at)
    THEN
        PERFORM parties_refuse('evaluation_frozen');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER evaluation_year_steps BEFORE INSERT OR UPDATE ON evaluation_year
FOR EACH ROW EXECUTE FUNCTION evaluation_year_steps();

-- Whether the newest result of a year shows what is to be looked at and nobody did.
CREATE OR REPLACE FUNCTION evaluation_unlooked(year_id uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
    told jsonb := (SELECT result::jsonb FROM evaluation_yearversion WHERE of_id = year_id
        ORDER BY number DESC LIMIT 1);
BEGIN
    RETURN EXISTS (
        SELECT FROM jsonb_array_elements(told -> 'institutions') each,
            jsonb_array_elements(each -> 'flags') flag
        WHERE NOT EXISTS (
            SELECT FROM evaluation_closedflag
            WHERE of_id = year_id AND institution_id = (each ->> 'institution')::uuid
                AND code = flag ->> 'code' AND count = (flag ->> 'count')::bigint
                AND whole = (flag ->> 'of')::bigint));
END $$;

-- Published and frozen by two; not frozen while an appeal waits, somebody may still appeal, or
-- something was not looked at.
CREATE OR REPLACE FUNCTION evaluation_year_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    act text := CASE NEW.state WHEN 'frozen' THEN 'evaluation.freeze_year'
        ELSE 'evaluation.publish_year' END;
    moment timestamptz := CASE NEW.state WHEN 'frozen' THEN NEW.frozen_at ELSE NEW.published_at END;
BEGIN
    IF parties_decided(act, evaluation_pboc(NEW.city_id), 'pboc', moment,
            jsonb_build_object('year', NEW.year)) = 0
        OR NOT EXISTS (SELECT FROM evaluation_yearversion WHERE of_id = NEW.id)
        OR NEW.state = 'frozen' AND EXISTS (
            SELECT FROM evaluation_yearversion v
            LEFT JOIN evaluation_appeal a ON a.version_id = v.id AND a.state = 'open'
            WHERE v.of_id = NEW.id
                AND (a.id IS NOT NULL OR v.appeal_on >= parties_day(NEW.frozen_at)))
        OR NEW.state = 'frozen' AND evaluation_unlooked(NEW.id)
    THEN
        PERFORM parties_refuse('evaluation_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS evaluation_year_undecided ON evaluation_year;
CREATE CONSTRAINT TRIGGER evaluation_year_undecided AFTER INSERT OR UPDATE ON evaluation_year
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION evaluation_year_undecided();

-- What belongs to a year waits for whoever freezes it, and comes only while it is provisional; what
-- it earns only once it is frozen.
CREATE OR REPLACE FUNCTION evaluation_of_year() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands text;
BEGIN
    SELECT state INTO stands FROM evaluation_year WHERE id = NEW.of_id FOR SHARE;
    IF (stands = 'frozen') <> (TG_TABLE_NAME = 'evaluation_support') THEN
        PERFORM parties_refuse('evaluation_frozen');
    END IF;
    IF TG_TABLE_NAME = 'evaluation_yearversion' THEN
        IF NEW.number <> 1 + (
            SELECT count(*) FROM evaluation_yearversion WHERE of_id = NEW.of_id)
        THEN
            PERFORM parties_refuse('evaluation_version_once');
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER evaluation_of_year BEFORE INSERT ON evaluation_yearversion
FOR EACH ROW EXECUTE FUNCTION evaluation_of_year();
CREATE OR REPLACE TRIGGER evaluation_of_year BEFORE INSERT ON evaluation_closedflag
FOR EACH ROW EXECUTE FUNCTION evaluation_of_year();
CREATE OR REPLACE TRIGGER evaluation_of_year BEFORE INSERT ON evaluation_support
FOR EACH ROW EXECUTE FUNCTION evaluation_of_year();

-- The first version comes with the year, a later one with an appeal that two upheld; it is that of
-- which their event in the chain bears the hashes, and names its facts.
CREATE OR REPLACE FUNCTION evaluation_version_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_city text := (SELECT city_id FROM evaluation_year WHERE id = NEW.of_id);
BEGIN
    IF (NEW.result::jsonb ->> 'facts_sha256') IS DISTINCT FROM NEW.facts_sha256
        OR NOT EXISTS (
            SELECT FROM audit_event
            WHERE city = of_city AND at = NEW.cut_off AND about @> ARRAY[NEW.of_id]
                AND type = CASE NEW.number WHEN 1 THEN 'evaluation.year.published'
                    ELSE 'evaluation.appeal.answered' END
                AND organisation_id = ANY (parties_line(evaluation_pboc(of_city)))
                AND role = 'pboc'
                AND after @> jsonb_build_object('version', NEW.number,
                    'result_sha256', NEW.sha256, 'facts_sha256', NEW.facts_sha256))
        OR NOT EXISTS (
            SELECT FROM evaluation_year y
            WHERE y.id = NEW.of_id AND (NEW.number = 1 AND y.published_at = NEW.cut_off
                OR EXISTS (
                    SELECT FROM evaluation_appeal a
                    JOIN evaluation_yearversion v ON v.id = a.version_id
                    WHERE v.of_id = y.id AND a.state = 'upheld' AND a.answered_at = NEW.cut_off)))
    THEN
        PERFORM parties_refuse('evaluation_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS evaluation_version_undecided ON evaluation_yearversion;
CREATE CONSTRAINT TRIGGER evaluation_version_undecided AFTER INSERT ON evaluation_yearversion
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION evaluation_version_undecided();

-- An appeal is the institution's own; it is answered once, by two, and its words stay. What counts no
-- more is what the two named, no less and no more.
CREATE OR REPLACE FUNCTION evaluation_appeal_steps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands text;
BEGIN
    SELECT y.state INTO stands FROM evaluation_yearversion v
    JOIN evaluation_year y ON y.id = v.of_id WHERE v.id = NEW.version_id FOR SHARE OF y;
    IF stands <> 'provisional' OR (CASE TG_OP WHEN 'INSERT' THEN NEW.state <> 'open'
        ELSE OLD.state <> 'open' OR NEW.state = 'open'
            OR (NEW.id, NEW.version_id, NEW.institution_id, NEW.measure, NEW.facts, NEW.words,
                NEW.paper_id, NEW.answer_on, NEW.at, NEW.by_id)
            IS DISTINCT FROM
            (OLD.id, OLD.version_id, OLD.institution_id, OLD.measure, OLD.facts, OLD.words,
                OLD.paper_id, OLD.answer_on, OLD.at, OLD.by_id) END)
    THEN
        PERFORM parties_refuse('evaluation_appeal_steps');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER evaluation_appeal_steps BEFORE INSERT OR UPDATE ON evaluation_appeal
FOR EACH ROW EXECUTE FUNCTION evaluation_appeal_steps();

CREATE OR REPLACE FUNCTION evaluation_appeal_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_city text := (SELECT y.city_id FROM evaluation_yearversion v
        JOIN evaluation_year y ON y.id = v.of_id WHERE v.id = NEW.version_id);
    decided boolean := CASE TG_OP
        WHEN 'INSERT' THEN parties_said(of_city, 'evaluation.result.appealed', NEW.at, NEW.id,
            NEW.institution_id, ARRAY['institution-officer'])
        ELSE EXISTS (
            SELECT FROM parties_proposal p,
                LATERAL (SELECT CASE jsonb_typeof(p.arguments -> 'aside') WHEN 'array'
                    THEN p.arguments -> 'aside' ELSE '[]' END AS named) told
            WHERE p.state = 'approved' AND p.decided_at = NEW.answered_at
                AND p.act = 'evaluation.answer_appeal' AND p.decider_id IS NULL
                AND p.organisation_id = evaluation_pboc(of_city) AND p.approves = 'pboc'
                AND p.arguments @> jsonb_build_object('appeal_id', NEW.id,
                    'verdict', NEW.state, 'reply', NEW.reply)
                AND told.named @> to_jsonb(NEW.aside) AND to_jsonb(NEW.aside) @> told.named) END;
BEGIN
    IF decided IS NOT TRUE THEN
        PERFORM parties_refuse('evaluation_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS evaluation_appeal_undecided ON evaluation_appeal;
CREATE CONSTRAINT TRIGGER evaluation_appeal_undecided AFTER INSERT OR UPDATE ON evaluation_appeal
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION evaluation_appeal_undecided();

-- What became of a flag a person of the People's Bank says in the chain.
CREATE OR REPLACE FUNCTION evaluation_flag_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_city text := (SELECT city_id FROM evaluation_year WHERE id = NEW.of_id);
BEGIN
    IF NOT parties_said(of_city, 'evaluation.flag.closed', NEW.at, NEW.id,
        evaluation_pboc(of_city), ARRAY['pboc'])
    THEN
        PERFORM parties_refuse('evaluation_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS evaluation_flag_unsaid ON evaluation_closedflag;
CREATE CONSTRAINT TRIGGER evaluation_flag_unsaid AFTER INSERT ON evaluation_closedflag
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION evaluation_flag_unsaid();

-- Granted or declined by two; granted only with a grade of the frozen result that earns it.
CREATE OR REPLACE FUNCTION evaluation_support_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_city text := (SELECT city_id FROM evaluation_year WHERE id = NEW.of_id);
    of_year smallint := (SELECT year FROM evaluation_year WHERE id = NEW.of_id);
    told jsonb := (SELECT result::jsonb FROM evaluation_yearversion WHERE of_id = NEW.of_id
        ORDER BY number DESC LIMIT 1);
    grade text := (SELECT each ->> 'grade' FROM jsonb_array_elements(told -> 'institutions') each
        WHERE each ->> 'institution' = NEW.institution_id::text);
BEGIN
    IF parties_decided('evaluation.decide_support', evaluation_pboc(of_city), 'pboc', NEW.at,
            jsonb_build_object('year', of_year, 'institution_id', NEW.institution_id,
                'code', NEW.code, 'granted', NEW.granted, 'words', NEW.words)) = 0
        OR grade IS NULL
        OR NEW.granted AND NOT (told -> 'scheme' -> 'supports' -> NEW.code) ? grade
    THEN
        PERFORM parties_refuse('evaluation_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS evaluation_support_undecided ON evaluation_support;
CREATE CONSTRAINT TRIGGER evaluation_support_undecided AFTER INSERT ON evaluation_support
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION evaluation_support_undecided();
