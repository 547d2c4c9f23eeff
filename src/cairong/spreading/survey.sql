-- A survey is drafted, published and called off by its own desk's word in the chain; who asks what
-- is never rewritten once it was published. Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION spreading_survey_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    desk text[] := ARRAY['procurement-officer'];
    said boolean := CASE
        WHEN TG_OP = 'INSERT' THEN
            NEW.state = 'draft' AND parties_said(NEW.city_id, 'spreading.survey.drafted',
                NEW.drafted_at, NEW.id, NEW.host_id, desk)
        WHEN NEW.state = OLD.state THEN NEW.state = 'draft'
        WHEN OLD.state = 'draft' AND NEW.state = 'published' THEN
            parties_said(NEW.city_id, 'spreading.survey.published', NEW.published_at, NEW.id,
                NEW.host_id, desk)
        WHEN OLD.state IN ('draft', 'published') AND NEW.state = 'called_off' THEN
            parties_said(NEW.city_id, 'spreading.survey.called_off', NEW.ended_at, NEW.id,
                NEW.host_id, desk)
        ELSE false
        END;
BEGIN
    IF said IS NOT TRUE THEN
        PERFORM parties_refuse('spreading_survey_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS spreading_survey_unsaid ON spreading_survey;
CREATE CONSTRAINT TRIGGER spreading_survey_unsaid AFTER INSERT OR UPDATE ON spreading_survey
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION spreading_survey_unsaid();

CREATE OR REPLACE FUNCTION spreading_survey_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.city_id, NEW.no, NEW.host_id, NEW.region, NEW.drafted_at)
        IS DISTINCT FROM
        (OLD.id, OLD.city_id, OLD.no, OLD.host_id, OLD.region, OLD.drafted_at)
        OR OLD.state <> 'draft'
        AND (NEW.title, NEW.intro, NEW.questions, NEW.opens_on, NEW.closes_on, NEW.published_at)
        IS DISTINCT FROM
        (OLD.title, OLD.intro, OLD.questions, OLD.opens_on, OLD.closes_on, OLD.published_at)
    THEN
        PERFORM parties_refuse('spreading_survey_frozen');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER spreading_survey_frozen BEFORE UPDATE ON spreading_survey
FOR EACH ROW EXECUTE FUNCTION spreading_survey_frozen();

-- Answers come while the survey is open: by the link until its last day, from paper two weeks more.
CREATE OR REPLACE FUNCTION spreading_answer_closed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked spreading_survey;
BEGIN
    SELECT * INTO asked FROM spreading_survey WHERE id = NEW.survey_id FOR SHARE;
    IF asked.state <> 'published' OR NEW.given_on < asked.opens_on
        OR NEW.given_on > asked.closes_on + (CASE NEW.way WHEN 'paper' THEN 14 ELSE 0 END)
        OR NEW.erased_at IS NOT NULL
    THEN
        PERFORM parties_refuse('spreading_answer_closed');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER spreading_answer_closed BEFORE INSERT ON spreading_surveyanswer
FOR EACH ROW EXECUTE FUNCTION spreading_answer_closed();

-- What was answered stays; its words are only taken away, whole, once the survey is over.
CREATE OR REPLACE FUNCTION spreading_answer_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.survey_id, NEW.way, NEW.given_on, NEW.chosen)
        IS DISTINCT FROM (OLD.id, OLD.survey_id, OLD.way, OLD.given_on, OLD.chosen)
        OR NEW.words <> '{}'::jsonb OR OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL
        OR NOT EXISTS (
            SELECT FROM spreading_survey s
            WHERE s.id = NEW.survey_id AND (s.closes_on < parties_day(NEW.erased_at)
                OR s.ended_at <= NEW.erased_at))
    THEN
        PERFORM parties_refuse('spreading_answer_stays');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER spreading_answer_stays BEFORE UPDATE ON spreading_surveyanswer
FOR EACH ROW EXECUTE FUNCTION spreading_answer_stays();
