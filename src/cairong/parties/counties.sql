-- Which bureau decides what a county's purchasers file and are paid (采购法§47, D19). The rule with
-- its reason stands in policy/counties.py; tests/parties/test_counties.py compares the two.
CREATE OR REPLACE FUNCTION parties_decides(
    of_city text, of_region text, of_desk text, on_day date
) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT b.id FROM parties_organisation b
    WHERE b.city_id = of_city AND b.kind = 'bureau' AND b.active AND b.region = CASE
        WHEN EXISTS (
            SELECT FROM parties_openeddesk d
            WHERE (d.city_id, d.region, d.desk) = (of_city, of_region, of_desk)
                AND d.opened_on <= on_day)
        AND NOT EXISTS (
            SELECT FROM parties_delegation g
            WHERE (g.city_id, g.region) = (of_city, of_region)
                AND on_day BETWEEN g.valid_from AND g.valid_to
                AND (g.ended_on IS NULL OR on_day < g.ended_on)
                AND CASE of_desk WHEN 'procurement' THEN g.filing ELSE g.payment END)
        THEN of_region ELSE of_city END
$$;

-- The desk whose matter it is that a role prepares or approves.
CREATE OR REPLACE FUNCTION parties_desk(of_role text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN of_role LIKE 'treasury-%' THEN 'treasury' ELSE 'procurement' END
$$;

-- The regions whose matters of a desk another bureau decides than one of these: of all of them for
-- the city's, of its own for a county's, which reaches no other.
CREATE OR REPLACE FUNCTION parties_elsewhere(
    of_city text, whose uuid, of_desk text, on_day date
) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(r.region), '{}') FROM (
        SELECT region FROM parties_openeddesk WHERE city_id = of_city AND desk = of_desk
        UNION SELECT region FROM parties_organisation WHERE id = whose
    ) r
    WHERE parties_decides(of_city, r.region, of_desk, on_day) IS DISTINCT FROM whose
$$;

-- A county's bureau seats people for its county alone, and audits nothing: the city's auditor does.
CREATE OR REPLACE FUNCTION parties_mandate_county() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.ended_reason = '' AND EXISTS (
        SELECT FROM parties_organisation
        WHERE id = NEW.organisation_id AND kind = 'bureau' AND region <> city_id
            AND (region <> NEW.region OR NEW.role = 'auditor'))
    THEN
        PERFORM parties_refuse('parties_mandate_county');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER parties_mandate_county BEFORE INSERT OR UPDATE ON parties_mandate
FOR EACH ROW EXECUTE FUNCTION parties_mandate_county();

-- A desk is opened by its own two persons, from a later day on: whoever decided on a day that is
-- past stays who decided. Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION parties_desk_undeclared() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.opened_on <= parties_day(NEW.declared_at) OR NOT EXISTS (
        SELECT FROM parties_organisation
        WHERE id = NEW.organisation_id AND kind = 'bureau' AND active
            AND (city_id, region) = (NEW.city_id, NEW.region) AND region <> city_id)
        OR parties_decided('parties.open_' || NEW.desk || '_desk', NEW.organisation_id,
            NEW.desk || '-approver', NEW.declared_at,
            jsonb_build_object('opened_on', NEW.opened_on)) = 0
    THEN
        PERFORM parties_refuse('parties_desk_undeclared');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS parties_desk_undeclared ON parties_openeddesk;
CREATE CONSTRAINT TRIGGER parties_desk_undeclared AFTER INSERT ON parties_openeddesk
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION parties_desk_undeclared();

-- A letter is entered and ended by two persons: of the county's bureau once it opened a desk, of the
-- city's until then, on the county's paper. What it says never changes.
CREATE OR REPLACE FUNCTION parties_delegation_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_on IS NOT NULL OR
        (NEW.id, NEW.city_id, NEW.region, NEW.organisation_id, NEW.no, NEW.paper, NEW.filing,
         NEW.payment, NEW.valid_from, NEW.valid_to, NEW.entered_at) IS DISTINCT FROM
        (OLD.id, OLD.city_id, OLD.region, OLD.organisation_id, OLD.no, OLD.paper, OLD.filing,
         OLD.payment, OLD.valid_from, OLD.valid_to, OLD.entered_at)
    THEN
        PERFORM parties_refuse('parties_delegation_fixed');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER parties_delegation_fixed BEFORE UPDATE ON parties_delegation
FOR EACH ROW EXECUTE FUNCTION parties_delegation_fixed();

CREATE OR REPLACE FUNCTION parties_delegation_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    opened boolean := EXISTS (
        SELECT FROM parties_openeddesk
        WHERE (city_id, region) = (NEW.city_id, NEW.region)
            AND declared_at <= coalesce(NEW.ended_at, NEW.entered_at));
    speaks uuid := (
        SELECT id FROM parties_organisation
        WHERE city_id = NEW.city_id AND kind = 'bureau' AND active
            AND region = CASE WHEN opened THEN NEW.region ELSE NEW.city_id END);
    held boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        held := NEW.ended_on IS NULL AND NEW.region <> NEW.city_id AND NEW.organisation_id = speaks
            AND (NOT opened OR NEW.valid_from > parties_day(NEW.entered_at))
            AND parties_decided('parties.record_delegation', speaks, 'procurement-approver',
                NEW.entered_at, jsonb_build_object('region', NEW.region, 'no', NEW.no,
                    'filing', NEW.filing, 'payment', NEW.payment,
                    'valid_from', NEW.valid_from, 'valid_to', NEW.valid_to)) > 0;
    ELSE
        held := NEW.ended_on > parties_day(NEW.ended_at)
            AND parties_decided('parties.end_delegation', speaks, 'procurement-approver',
                NEW.ended_at, jsonb_build_object('delegation_id', NEW.id,
                    'ended_on', NEW.ended_on)) > 0;
    END IF;
    IF held IS NOT TRUE THEN
        PERFORM parties_refuse('parties_delegation_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS parties_delegation_undecided ON parties_delegation;
CREATE CONSTRAINT TRIGGER parties_delegation_undecided AFTER INSERT OR UPDATE ON parties_delegation
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION parties_delegation_undecided();
