from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0016_county_bureaus'),
        ('secrecy', '0002_purge'),
    ]

    operations = [
        migrations.RunSQL(
            sql=r"""-- Who froze a case says so in the chain, at the city's bureau or a county's: looked at when the
-- transaction ends.
CREATE OR REPLACE FUNCTION secrecy_freeze_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM parties_organisation
        WHERE id = NEW.organisation_id AND city_id = NEW.city_id AND kind = 'bureau' AND active)
        OR NOT parties_said(
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

-- What becomes of it two persons of the procurement desk decided, by the letter that they named; it
-- is purged, or back, once nothing of it stands apart. Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION secrecy_freeze_unresolved() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    steps text := OLD.state || '>' || NEW.state;
    stays boolean := EXISTS (SELECT FROM audit_sealed WHERE of_case = NEW.id);
    act text := CASE NEW.state
        WHEN 'ordered' THEN 'secrecy.order_purge' WHEN 'thawed' THEN 'secrecy.thaw_case' END;
BEGIN
    IF steps = 'ordered>purged' THEN
        IF NOT stays AND NEW.digest IS NOT NULL THEN
            RETURN NULL;
        END IF;
    ELSIF steps = 'frozen>ordered' AND stays OR steps = 'frozen>thawed' AND NOT stays THEN
        IF parties_decided(act, NEW.organisation_id, 'procurement-approver', NEW.decided_at,
            jsonb_build_object('freeze_id', NEW.id, 'authority', NEW.authority,
                'document_no', NEW.document_no, 'document_on', NEW.document_on,
                'signed_by', NEW.signed_by)) > 0
        THEN
            RETURN NULL;
        END IF;
    END IF;
    PERFORM parties_refuse('secrecy_freeze_unresolved');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS secrecy_freeze_unresolved ON secrecy_freeze;
CREATE CONSTRAINT TRIGGER secrecy_freeze_unresolved AFTER UPDATE ON secrecy_freeze
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state)
EXECUTE FUNCTION secrecy_freeze_unresolved();
""",
            hints={'living': 'decided.sql'},
        ),
    ]
