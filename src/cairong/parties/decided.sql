-- Who decided: a mandate that holds then and there, a proposal that two approved, a word in the chain
-- (docs/decisions/decided.md). What stands in {{ }} is made from the roles by living.py.
CREATE OR REPLACE FUNCTION parties_day(moment timestamptz) RETURNS date LANGUAGE sql IMMUTABLE AS $$
    SELECT (moment AT TIME ZONE 'Asia/Shanghai')::date
$$;

-- Whether a person acts for an organisation in one of these roles and regions on the day of a moment.
CREATE OR REPLACE FUNCTION parties_mandated(
    who uuid, whose uuid, roles text[], regions text[], moment timestamptz
) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM parties_mandate
        WHERE person_id = who AND organisation_id = whose AND role = ANY (roles)
            AND (regions IS NULL OR region = ANY (regions)) AND ended_reason = ''
            AND valid_from <= parties_day(moment)
            AND (valid_to IS NULL OR valid_to >= parties_day(moment)))
$$;

-- A body and those that followed it (机构改革): who goes on with what it left. And a body with those
-- that it followed: whose work it goes on with. Only authorities are followed.
CREATE OR REPLACE FUNCTION parties_heirs(of_body uuid) RETURNS uuid[] LANGUAGE sql STABLE AS $$
    WITH RECURSIVE line (id) AS (
        SELECT of_body UNION
        SELECT o.successor_id FROM line JOIN parties_organisation o ON o.id = line.id
        WHERE o.successor_id IS NOT NULL)
    SELECT array_agg(id) FROM line
$$;

CREATE OR REPLACE FUNCTION parties_line(of_body uuid) RETURNS uuid[] LANGUAGE sql STABLE AS $$
    WITH RECURSIVE line (id) AS (
        SELECT of_body UNION
        SELECT o.id FROM line JOIN parties_organisation o ON o.successor_id = line.id)
    SELECT array_agg(id) FROM line
$$;

CREATE OR REPLACE FUNCTION parties_living(of_body uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT id FROM parties_organisation
    WHERE id = ANY (parties_heirs(of_body)) AND successor_id IS NULL
$$;

-- How many proposals of an act two persons of one organisation, or of one that
-- followed it, approved at a moment, with arguments.
CREATE OR REPLACE FUNCTION parties_decided(
    what text, whose uuid, second text, moment timestamptz, told jsonb
) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT count(*) FROM parties_proposal
    WHERE state = 'approved' AND decided_at = moment AND act = what
        AND organisation_id = ANY (parties_heirs(whose)) AND decider_id IS NULL AND approves = second AND arguments @> told
$$;

-- Whether the chain says that somebody of an organisation, or of one that followed it, in one of these
-- roles, did this to that.
CREATE OR REPLACE FUNCTION parties_said(
    of_city text, what text, moment timestamptz, to_what uuid, whose uuid, roles text[]
) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM audit_event
        WHERE city = of_city AND type = what AND at = moment AND subject_id = to_what::text
            AND organisation_id = ANY (parties_heirs(whose)) AND role = ANY (roles)
            AND parties_mandated(person_id, organisation_id, roles, NULL, moment))
$$;

-- The bureau that a city has now, not one of a county of it.
CREATE OR REPLACE FUNCTION parties_bureau(of_city text) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT id FROM parties_organisation
    WHERE city_id = of_city AND kind = 'bureau' AND region = of_city AND active
$$;

-- A proposal waits, keeps what it showed, and is decided once, each time by who holds the role.
CREATE OR REPLACE FUNCTION parties_proposal_decides() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    prepares text[] := CASE WHEN NEW.decider_id IS NULL THEN {{ prepares }}
        ELSE {{ puts }} END;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'waiting' OR NEW.decided_by_id IS NOT NULL THEN
            PERFORM parties_refuse('parties_proposal_steps');
        END IF;
        IF NOT parties_mandated(NEW.prepared_by_id, NEW.organisation_id, prepares,
            ARRAY[NEW.region], NEW.prepared_at)
            OR NEW.decider_id <> parties_bureau(NEW.city_id)
        THEN
            PERFORM parties_refuse('parties_proposal_mandate');
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> 'waiting' AND NEW IS DISTINCT FROM OLD OR
        (NEW.id, NEW.city_id, NEW.region, NEW.act, NEW.approves, NEW.about,
         NEW.arguments, NEW.before, NEW.after, NEW.basis, NEW.prepared_by_id, NEW.prepared_at)
        IS DISTINCT FROM
        (OLD.id, OLD.city_id, OLD.region, OLD.act, OLD.approves, OLD.about,
         OLD.arguments, OLD.before, OLD.after, OLD.basis, OLD.prepared_by_id, OLD.prepared_at)
        OR NEW.organisation_id <> OLD.organisation_id AND NOT EXISTS (
            SELECT FROM parties_organisation
            WHERE id = OLD.organisation_id AND successor_id = NEW.organisation_id)
        OR NEW.decider_id IS DISTINCT FROM OLD.decider_id AND NOT EXISTS (
            SELECT FROM parties_organisation
            WHERE id = OLD.decider_id AND successor_id = NEW.decider_id)
    THEN
        PERFORM parties_refuse('parties_proposal_fixed');
    END IF;
    IF NEW.carried_by_id IS DISTINCT FROM OLD.carried_by_id AND NOT EXISTS (
        SELECT FROM parties_mandate
        WHERE person_id = NEW.carried_by_id AND organisation_id = NEW.organisation_id
            AND role = ANY (prepares) AND ended_reason = '')
    THEN
        PERFORM parties_refuse('parties_proposal_mandate');
    END IF;
    IF NEW.state = 'approved' AND (
        NEW.decided_at IS NULL OR NEW.decided_at < NEW.prepared_at
        OR NOT parties_mandated(NEW.decided_by_id, coalesce(NEW.decider_id, NEW.organisation_id),
            ARRAY[NEW.approves::text], ARRAY[NEW.region, NEW.city_id], NEW.decided_at))
    THEN
        PERFORM parties_refuse('parties_proposal_mandate');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER parties_proposal_decides BEFORE INSERT OR UPDATE ON parties_proposal
FOR EACH ROW EXECUTE FUNCTION parties_proposal_decides();

-- A proposal is told in the chain by who prepared it: looked at when the transaction ends.
CREATE OR REPLACE FUNCTION parties_proposal_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM audit_event
        WHERE city = NEW.city_id AND type = 'parties.proposal.made' AND at = NEW.prepared_at
            AND subject_id = NEW.id::text AND person_id = NEW.prepared_by_id)
    THEN
        PERFORM parties_refuse('parties_proposal_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS parties_proposal_unsaid ON parties_proposal;
CREATE CONSTRAINT TRIGGER parties_proposal_unsaid AFTER INSERT ON parties_proposal
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION parties_proposal_unsaid();
