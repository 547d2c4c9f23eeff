-- Whose hands a person stands in: one pair of eyes is who has one root (D19, docs/decisions/eyes.md).
CREATE OR REPLACE FUNCTION parties_root(person uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
    WITH RECURSIVE up AS (
        SELECT id, leans_on_id FROM parties_person WHERE id = person
        UNION
        SELECT p.id, p.leans_on_id FROM parties_person p JOIN up ON p.id = up.leans_on_id
    )
    SELECT id FROM up ORDER BY leans_on_id IS NOT NULL, id LIMIT 1
$$;

CREATE OR REPLACE FUNCTION parties_refuse(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses', name USING ERRCODE = 'check_violation', CONSTRAINT = name;
END $$;

-- Whether an account of a person decides nothing at a moment, having been renewed lately.
CREATE OR REPLACE FUNCTION parties_rests(person uuid, moment timestamptz) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM parties_account
        WHERE person_id = person AND is_active AND rests_until > moment)
$$;

-- That one person is not both is held by the constraint `parties_proposal_two_persons`.
CREATE OR REPLACE FUNCTION parties_proposal_apart() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    second uuid;
BEGIN
    IF TG_OP = 'INSERT' AND parties_rests(NEW.prepared_by_id, NEW.prepared_at) THEN
        PERFORM parties_refuse('parties_proposal_rests');
    END IF;
    IF NEW.state <> 'approved' OR TG_OP = 'UPDATE' AND
        (NEW.state, NEW.prepared_by_id, NEW.carried_by_id, NEW.decided_by_id, NEW.decided_at)
        IS NOT DISTINCT FROM
        (OLD.state, OLD.prepared_by_id, OLD.carried_by_id, OLD.decided_by_id, OLD.decided_at)
    THEN
        RETURN NEW;
    END IF;
    second := parties_root(NEW.decided_by_id);
    IF second IS NULL OR second = parties_root(NEW.carried_by_id)
        OR NEW.decided_by_id <> NEW.prepared_by_id AND second = parties_root(NEW.prepared_by_id)
    THEN
        PERFORM parties_refuse('parties_proposal_two_eyes');
    END IF;
    IF parties_rests(NEW.decided_by_id, coalesce(NEW.decided_at, '-infinity')) THEN
        PERFORM parties_refuse('parties_proposal_rests');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER parties_proposal_apart BEFORE INSERT OR UPDATE ON parties_proposal
FOR EACH ROW EXECUTE FUNCTION parties_proposal_apart();

-- Nobody comes to lean on themselves by a way round, else a pair of hands would have two roots.
CREATE OR REPLACE FUNCTION parties_person_leans() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.leans_on_id IS NOT NULL AND NEW.leans_on_id IS DISTINCT FROM OLD.leans_on_id
        AND parties_root(NEW.leans_on_id) = parties_root(OLD.id)
    THEN
        PERFORM parties_refuse('parties_person_leans');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER parties_person_leans BEFORE UPDATE ON parties_person
FOR EACH ROW EXECUTE FUNCTION parties_person_leans();

-- Who stands in somebody's hands is let go by one who does not stand in the same.
CREATE OR REPLACE FUNCTION parties_person_proven() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.leans_on_id IS NOT NULL AND NEW.leans_on_id IS NULL AND (
        NEW.proven_by_id IS NULL OR NEW.proven_at IS NULL
        OR parties_root(NEW.proven_by_id) = parties_root(OLD.id))
    THEN
        PERFORM parties_refuse('parties_person_proven');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER parties_person_proven BEFORE UPDATE ON parties_person
FOR EACH ROW EXECUTE FUNCTION parties_person_proven();

-- A renewal is allowed by two words of two pairs of eyes, neither of them its own person's.
CREATE OR REPLACE FUNCTION parties_renewal_two_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own uuid;
BEGIN
    IF NEW.state NOT IN ('allowed', 'done') OR (NEW.by_link AND NEW.link_hash <> '')
        OR TG_OP = 'UPDATE' AND OLD.state = 'done'
        AND (NEW.state, NEW.first_by_id, NEW.second_by_id, NEW.account_id)
        IS NOT DISTINCT FROM (OLD.state, OLD.first_by_id, OLD.second_by_id, OLD.account_id)
    THEN
        RETURN NEW;
    END IF;
    SELECT person_id INTO own FROM parties_account WHERE id = NEW.account_id;
    IF own IS NULL OR NEW.first_by_id IS NULL OR NEW.second_by_id IS NULL
        OR own IN (NEW.first_by_id, NEW.second_by_id)
        OR parties_root(NEW.first_by_id) = parties_root(NEW.second_by_id)
    THEN
        PERFORM parties_refuse('parties_renewal_two_words');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER parties_renewal_two_words BEFORE INSERT OR UPDATE ON parties_renewal
FOR EACH ROW EXECUTE FUNCTION parties_renewal_two_words();

-- The rest of an account ends early by two: a colleague who vouches for it, and its own person.
CREATE OR REPLACE FUNCTION parties_account_rests() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.rests_until IS NULL OR NEW.rests_until < OLD.rests_until)
        AND OLD.rests_until IS NOT NULL AND NOT EXISTS (
            SELECT FROM parties_renewal r
            WHERE r.account_id = NEW.id AND r.vouched_by_id IS NOT NULL AND r.owned_at IS NOT NULL
                AND NOT r.by_link
                AND r.vouched_by_id <> NEW.person_id
                AND parties_root(r.vouched_by_id) IS DISTINCT FROM parties_root(r.first_by_id)
                AND parties_root(r.vouched_by_id) IS DISTINCT FROM parties_root(r.second_by_id)
                AND parties_root(r.vouched_by_id) <> parties_root(NEW.person_id)
                AND r.done_at = OLD.rests_until - interval '24 hours')
    THEN
        PERFORM parties_refuse('parties_account_rests');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER parties_account_rests BEFORE UPDATE ON parties_account
FOR EACH ROW EXECUTE FUNCTION parties_account_rests();
