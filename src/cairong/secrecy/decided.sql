-- Who froze a case says so in the chain: looked at when the transaction ends.
CREATE OR REPLACE FUNCTION secrecy_freeze_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.organisation_id IS DISTINCT FROM parties_bureau(NEW.city_id) OR NOT parties_said(
        NEW.city_id, 'secrecy.case.frozen', NEW.frozen_at, NEW.id, NEW.organisation_id,
        ARRAY['procurement-officer', 'procurement-approver', 'treasury-officer',
            'treasury-approver', 'county-clerk'])
    THEN
        PERFORM parties_refuse('secrecy_freeze_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS secrecy_freeze_undecided ON secrecy_freeze;
CREATE CONSTRAINT TRIGGER secrecy_freeze_undecided AFTER INSERT ON secrecy_freeze
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION secrecy_freeze_undecided();
