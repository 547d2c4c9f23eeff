from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('admission', '0002_stop_draws_later'),
        ('lending', '0005_elsewhere'),
    ]

    operations = [
        migrations.RunSQL(
            sql=r"""-- Who takes part as an institution (docs/decisions/admission.md): two persons of the city's bureau
-- decided it, and the profile says what the newest decision says. Looked at when the act ends.
CREATE OR REPLACE FUNCTION admission_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    known jsonb := jsonb_build_object('institution_id', NEW.institution_id);
BEGIN
    IF (CASE NEW.kind
        WHEN 'admitted' THEN parties_decided('admission.admit_institution',
            parties_bureau(NEW.city_id), 'procurement-approver', NEW.at, jsonb_build_object(
                'uscc', (SELECT uscc FROM parties_organisation WHERE id = NEW.institution_id)))
        WHEN 'resumed' THEN parties_decided('admission.resume_institution',
            parties_bureau(NEW.city_id), 'procurement-approver', NEW.at, known)
        ELSE parties_decided('admission.review_institution',
                parties_bureau(NEW.city_id), 'procurement-approver', NEW.at,
                known || jsonb_build_object('finding', NEW.kind,
                    'stop_draws', NEW.draws_stopped))
            + CASE NEW.kind WHEN 'suspended' THEN parties_decided('admission.suspend_institution',
                parties_bureau(NEW.city_id), 'procurement-approver', NEW.at,
                known || jsonb_build_object('stop_draws', NEW.draws_stopped)) ELSE 0 END
        END) = 0
        OR NOT EXISTS (
            SELECT FROM parties_organisation o
            WHERE o.id = NEW.institution_id AND o.city_id = NEW.city_id
                AND o.kind = 'institution')
    THEN
        PERFORM parties_refuse('admission_undecided');
    END IF;
    PERFORM admission_stands(NEW.institution_id);
    RETURN NULL;
END $$;

-- An institution's profile is suspended exactly where its newest decision is to suspend it, since
-- the first of those that follow each other: one that stops draws later does not begin it anew.
CREATE OR REPLACE FUNCTION admission_stands(whose uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    since date;
    stopped boolean;
    newest admission_decision;
BEGIN
    SELECT suspended_on, draws_stopped INTO since, stopped
    FROM parties_institutionprofile WHERE organisation_id = whose;
    SELECT * INTO newest FROM admission_decision
    WHERE institution_id = whose ORDER BY at DESC, id DESC LIMIT 1;
    IF (since, stopped) IS DISTINCT FROM (
        CASE newest.kind WHEN 'suspended' THEN parties_day((
            SELECT min(d.at) FROM admission_decision d
            WHERE d.institution_id = whose AND NOT EXISTS (
                SELECT FROM admission_decision l
                WHERE l.institution_id = whose AND l.kind <> 'suspended'
                    AND (l.at, l.id) >= (d.at, d.id)))) END,
        newest.kind IS NOT DISTINCT FROM 'suspended' AND newest.draws_stopped)
    THEN
        PERFORM parties_refuse('admission_stands');
    END IF;
END $$;

CREATE OR REPLACE FUNCTION admission_profile_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM admission_stands(NEW.organisation_id);
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS admission_undecided ON admission_decision;
CREATE CONSTRAINT TRIGGER admission_undecided AFTER INSERT ON admission_decision
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION admission_undecided();

DROP TRIGGER IF EXISTS admission_stands ON parties_institutionprofile;
CREATE CONSTRAINT TRIGGER admission_stands
AFTER INSERT OR UPDATE OF suspended_on, draws_stopped ON parties_institutionprofile
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION admission_profile_stands();

-- A suspended institution takes no new business: no application reaches it, it makes no offer, none
-- of its offers is accepted. Where its draws are stopped, nothing is drawn. Its row is shared while
-- the act runs, so that a suspension waits for it and then sees it.
CREATE OR REPLACE FUNCTION admission_bars() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found parties_institutionprofile;
BEGIN
    SELECT * INTO found FROM parties_institutionprofile
    WHERE organisation_id = NEW.institution_id FOR SHARE;
    IF TG_ARGV[0] = 'business' AND found.suspended_on IS NOT NULL THEN
        PERFORM parties_refuse('admission_suspended');
    END IF;
    IF TG_ARGV[0] = 'draw' AND found.draws_stopped THEN
        PERFORM parties_refuse('admission_draws_stopped');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER admission_application_suspended BEFORE INSERT ON lending_application
FOR EACH ROW EXECUTE FUNCTION admission_bars('business');
CREATE OR REPLACE TRIGGER admission_offer_suspended BEFORE INSERT ON lending_offer
FOR EACH ROW EXECUTE FUNCTION admission_bars('business');
CREATE OR REPLACE TRIGGER admission_accept_suspended BEFORE UPDATE OF state ON lending_offer
FOR EACH ROW WHEN (OLD.state = 'offered' AND NEW.state = 'accepted')
EXECUTE FUNCTION admission_bars('business');
CREATE OR REPLACE TRIGGER admission_draw_stopped BEFORE INSERT ON lending_loan
FOR EACH ROW WHEN (NEW.outside_id IS NULL) EXECUTE FUNCTION admission_bars('draw');
""",
            hints={'living': 'admission.sql'},
        ),
    ]
