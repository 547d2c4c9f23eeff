from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('inspecting', '0001_inspecting'),
    ]

    operations = [
        migrations.RunSQL(
            sql=r"""-- An inspection stands where two of the bureau's desk of its region, or of the city, granted it to
-- a body of inspection as its letter has it, and ends early
-- where one of them said so; what it is about is never rewritten. Looked at when the act ends.
CREATE OR REPLACE FUNCTION inspecting_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    bureau uuid := parties_bureau(NEW.city_id);
    decided boolean := CASE
        WHEN TG_OP = 'INSERT' THEN
            NEW.ended_at IS NULL AND EXISTS (
                SELECT FROM parties_organisation
                WHERE id = NEW.organisation_id AND city_id = NEW.city_id AND kind = 'inspector')
            AND EXISTS (
                SELECT FROM parties_proposal
                WHERE act = 'inspecting.grant_inspection' AND organisation_id = bureau
                    AND approves = 'procurement-approver' AND decider_id IS NULL
                    AND state = 'approved' AND decided_at = NEW.granted_at
                    AND region IN (NEW.city_id, NEW.region)
                    AND arguments @> jsonb_build_object('organisation_id', NEW.organisation_id,
                        'region', NEW.region, 'letter_no', NEW.letter_no, 'matter', NEW.matter,
                        'since', NEW.since, 'until', NEW.until))
        WHEN OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR (
                NEW.id, NEW.city_id, NEW.organisation_id, NEW.region, NEW.letter_no, NEW.matter,
                NEW.since, NEW.until, NEW.granted_at) IS DISTINCT FROM (
                OLD.id, OLD.city_id, OLD.organisation_id, OLD.region, OLD.letter_no, OLD.matter,
                OLD.since, OLD.until, OLD.granted_at) THEN false
        ELSE parties_said(NEW.city_id, 'inspecting.inspection.ended', NEW.ended_at, NEW.id, bureau,
            ARRAY['procurement-officer', 'procurement-approver'])
        END;
BEGIN
    IF decided IS NOT TRUE THEN
        PERFORM parties_refuse('inspecting_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS inspecting_undecided ON inspecting_inspection;
CREATE CONSTRAINT TRIGGER inspecting_undecided AFTER INSERT OR UPDATE ON inspecting_inspection
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION inspecting_undecided();

-- What is opened or taken for an inspection is of its region, while it stands, by a person of the
-- body it was granted to, whom the chain names.
CREATE OR REPLACE FUNCTION inspecting_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM inspecting_inspection i JOIN contracts_contract c ON c.id = NEW.contract_id
        WHERE i.id = NEW.inspection_id AND c.city_id = i.city_id
            AND i.region IN (c.region, i.city_id) AND i.ended_at IS NULL
            AND parties_day(NEW.at) BETWEEN i.since AND i.until
            AND EXISTS (
                SELECT FROM audit_event e
                WHERE e.city = i.city_id AND e.type = TG_ARGV[0] AND e.at = NEW.at
                    AND e.subject_id = NEW.id::text AND e.role = 'inspector'
                    AND e.person_id = NEW.person_id AND e.organisation_id = i.organisation_id))
    THEN
        PERFORM parties_refuse('inspecting_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS inspecting_look_unsaid ON inspecting_look;
CREATE CONSTRAINT TRIGGER inspecting_look_unsaid AFTER INSERT ON inspecting_look
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
EXECUTE FUNCTION inspecting_unsaid('inspecting.case.opened');

DROP TRIGGER IF EXISTS inspecting_bundle_unsaid ON inspecting_bundle;
CREATE CONSTRAINT TRIGGER inspecting_bundle_unsaid AFTER INSERT ON inspecting_bundle
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
EXECUTE FUNCTION inspecting_unsaid('inspecting.bundle.made');
""",
            hints={'living': 'granted.sql'},
        ),
    ]
