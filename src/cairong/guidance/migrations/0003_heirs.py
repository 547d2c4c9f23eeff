from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0021_heirs'),
        ('guidance', '0002_elsewhere'),
    ]

    operations = [
        migrations.RunSQL(
            sql=r"""-- Letters of credit guidance (docs/decisions/guidance.md). A letter bears the next number of its
-- series, and two persons of the People's Bank decided its words. Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION guidance_numbered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number <> 1 + COALESCE((
        SELECT max(number) FROM guidance_guidance
        WHERE (city_id, word, year) = (NEW.city_id, NEW.word, NEW.year)), 0)
    THEN
        PERFORM parties_refuse('guidance_number_once');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guidance_numbered BEFORE INSERT ON guidance_guidance
FOR EACH ROW EXECUTE FUNCTION guidance_numbered();

-- Whether two persons of an organisation decided an act at a moment, with these arguments, and with
-- these words under that name (line breaks and letters written as the program keeps them).
CREATE OR REPLACE FUNCTION guidance_decided(
    what text, whose uuid, second text, moment timestamptz, told jsonb, field text, words text
) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM parties_proposal
        WHERE state = 'approved' AND decided_at = moment AND act = what
            AND organisation_id = ANY (parties_heirs(whose))
            AND decider_id IS NULL AND approves = second AND arguments @> told
            AND btrim(normalize(replace(arguments ->> field, E'\r\n', E'\n')), E' \n\t') = words);
END $$;

CREATE OR REPLACE FUNCTION guidance_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
            SELECT FROM parties_organisation
            WHERE id = NEW.authority_id AND city_id = NEW.city_id AND kind = 'pboc')
        OR NOT EXISTS (SELECT FROM guidance_guided WHERE letter_id = NEW.id)
        OR NOT guidance_decided('guidance.issue_guidance', NEW.authority_id, 'pboc', NEW.issued_at,
            jsonb_build_object('series', NEW.word, 'subject', NEW.subject), 'demand', NEW.demand)
    THEN
        PERFORM parties_refuse('guidance_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS guidance_undecided ON guidance_guidance;
CREATE CONSTRAINT TRIGGER guidance_undecided AFTER INSERT ON guidance_guidance
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION guidance_undecided();

-- It is sent, received once, answered once, closed once.
CREATE OR REPLACE FUNCTION guidance_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (CASE WHEN TG_OP = 'INSERT' THEN NEW.state <> 'sent' OR NEW.received_at IS NOT NULL
        ELSE OLD.state = 'closed'
            OR OLD.received_at IS NOT NULL AND (NEW.received_at, NEW.received_by_id)
                IS DISTINCT FROM (OLD.received_at, OLD.received_by_id)
            OR OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN (
                'sent>answered', 'sent>closed', 'answered>closed')
        END)
    THEN
        PERFORM parties_refuse('guidance_steps');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guidance_steps BEFORE INSERT OR UPDATE ON guidance_guided
FOR EACH ROW EXECUTE FUNCTION guidance_steps();

-- It goes to whom the two decided, is called answered where an answer says so, and closed by two.
CREATE OR REPLACE FUNCTION guidance_guided_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    pboc uuid;
    issued timestamptz;
BEGIN
    SELECT authority_id, issued_at INTO pboc, issued FROM guidance_guidance
    WHERE id = NEW.letter_id AND city_id = NEW.city_id;
    IF (CASE
        WHEN TG_OP = 'INSERT' THEN parties_decided('guidance.issue_guidance', pboc, 'pboc', issued,
            jsonb_build_object('institution_ids', jsonb_build_array(NEW.institution_id))) > 0
        WHEN NEW.state = OLD.state THEN true
        WHEN NEW.state = 'closed' THEN guidance_decided('guidance.close_guidance', pboc, 'pboc',
            NEW.closed_at, jsonb_build_object('guided_id', NEW.id, 'verdict', NEW.verdict),
            'finding', NEW.finding)
        ELSE EXISTS (SELECT FROM guidance_guidanceanswer WHERE guided_id = NEW.id)
        END) IS NOT TRUE
    THEN
        PERFORM parties_refuse('guidance_guided_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS guidance_guided_undecided ON guidance_guided;
CREATE CONSTRAINT TRIGGER guidance_guided_undecided AFTER INSERT OR UPDATE ON guidance_guided
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION guidance_guided_undecided();

-- Only an officer of the institution that a letter went to answers it, and says so in the chain.
CREATE OR REPLACE FUNCTION guidance_answer_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM guidance_guided g
        WHERE g.id = NEW.guided_id AND (g.state = 'answered' OR g.closed_at >= NEW.at)
            AND parties_said(g.city_id, 'guidance.letter.answered', NEW.at, g.id, g.institution_id,
                ARRAY['institution-officer']))
    THEN
        PERFORM parties_refuse('guidance_answer_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS guidance_answer_unsaid ON guidance_guidanceanswer;
CREATE CONSTRAINT TRIGGER guidance_answer_unsaid AFTER INSERT ON guidance_guidanceanswer
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION guidance_answer_unsaid();
""",
            hints={'living': 'guidance.sql'},
        ),
    ]
