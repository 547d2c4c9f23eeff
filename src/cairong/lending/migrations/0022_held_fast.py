from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('lending', '0021_eligibility'),
    ]

    operations = [
        migrations.RunSQL(
            sql=r"""-- The trade behind an application (docs/decisions/background.md): a checklist is true when it is
-- made, of an officer of the institution asked; an offer rests on one that stands.

CREATE OR REPLACE FUNCTION lending_background_stands(look lending_backgroundcheck)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM lending_application a
        JOIN lending_intent i ON i.id = a.intent_id
        JOIN contracts_contract c ON c.id = i.contract_id
        JOIN contracts_award w ON w.id = c.award_id
        JOIN treasury_receivable r ON r.id = i.receivable_id
        JOIN parties_organisation s ON s.id = i.supplier_id
        JOIN parties_organisation p ON p.id = c.purchaser_id
        WHERE a.id = look.application_id
            AND (look.city_id, look.award_no, look.amount_fen, look.base_fen, look.supplier,
                 look.purchaser)
                = (a.city_id, w.no, r.amount_fen,
                   r.amount_fen - r.paid_fen - r.in_transit_fen - r.retention_fen, s.name, p.name)
            AND look.round = (SELECT max(round) FROM contracts_filing WHERE contract_id = c.id))
$$;

CREATE OR REPLACE FUNCTION lending_background_true() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (lending_background_stands(NEW) AND EXISTS (
        SELECT FROM lending_verification v JOIN lending_application a ON a.id = v.application_id
        WHERE v.id = NEW.verification_id AND a.id = NEW.application_id
            AND a.state IN ('submitted', 'complete')
            AND (convert_from(v.receipt, 'UTF8')::jsonb #>> '{filing,round}')::int = NEW.round))
        IS NOT TRUE
    THEN
        PERFORM parties_refuse('lending_background_true');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER lending_background_true BEFORE INSERT ON lending_backgroundcheck
FOR EACH ROW EXECUTE FUNCTION lending_background_true();

CREATE OR REPLACE FUNCTION lending_background_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (parties_said(NEW.city_id, 'lending.background.checked', NEW.at, NEW.id,
            (SELECT institution_id FROM lending_application WHERE id = NEW.application_id),
            ARRAY['institution-officer'])
        AND EXISTS (SELECT FROM audit_event
            WHERE (city, type, at, subject_id, person_id) = (NEW.city_id,
                'lending.background.checked', NEW.at, NEW.id::text, NEW.person_id))
        AND NEW.doubts = (SELECT count(*) FROM jsonb_array_elements(NEW.lines) each
            WHERE each ->> 'doubt' <> '')) IS NOT TRUE
    THEN
        PERFORM parties_refuse('lending_background_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_background_unsaid ON lending_backgroundcheck;
CREATE CONSTRAINT TRIGGER lending_background_unsaid AFTER INSERT ON lending_backgroundcheck
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_background_unsaid();

-- An offer rests on the newest checklist of its application, whose facts are so at that moment.
CREATE OR REPLACE FUNCTION lending_background_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM lending_backgroundcheck b
        WHERE b.id = NEW.background_id AND b.application_id = NEW.application_id
            AND (b.at, b.id) = (SELECT at, id FROM lending_backgroundcheck
                WHERE application_id = NEW.application_id ORDER BY at DESC, id DESC LIMIT 1)
            AND lending_background_stands(b))
    THEN
        PERFORM parties_refuse('lending_background_undecided');
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER lending_background_undecided AFTER INSERT ON lending_offer
FOR EACH ROW EXECUTE FUNCTION lending_background_undecided();
""",
            hints={'living': 'background.sql'},
        ),
        migrations.RunSQL(
            sql=r"""-- Nobody consents in a supplier's name (个人信息保护法§23): it ticks the institution when it asks for
-- money, or says so later; or the form that it signed is received from it (on_paper.sql). A consent
-- ends once: as its supplier says, or where it gives another after its days are over.
-- Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION lending_consent_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked lending_intent := (SELECT i FROM lending_intent i WHERE i.id = NEW.intent_id);
    to_whom uuid := (SELECT id FROM lending_application
        WHERE intent_id = NEW.intent_id AND institution_id = NEW.institution_id);
BEGIN
    IF (CASE WHEN TG_OP = 'UPDATE' THEN
        OLD.withdrawn_at IS NULL AND (
            parties_said(asked.city_id, 'lending.consent.withdrawn', NEW.withdrawn_at, to_whom,
                asked.supplier_id, ARRAY['supplier'])
            OR NEW.until < parties_day(NEW.withdrawn_at)
            AND parties_said(asked.city_id, 'lending.consent.given', NEW.withdrawn_at, to_whom,
                asked.supplier_id, ARRAY['supplier']))
        WHEN NEW.scope <> '联系人及电话'
            OR NEW.until > parties_day(NEW.given_at) + 180 THEN false
        ELSE parties_said(asked.city_id, 'lending.consent.given', NEW.given_at, to_whom,
                asked.supplier_id, ARRAY['supplier'])
        OR EXISTS (SELECT FROM lending_paperform
            WHERE intent_id = NEW.intent_id AND institution_id = NEW.institution_id
                AND entered_at = NEW.given_at)
        OR (parties_said(asked.city_id, 'lending.intent.registered', NEW.given_at, asked.id,
                asked.supplier_id, ARRAY['supplier'])
            AND EXISTS (
                SELECT FROM audit_event e
                WHERE e.city = asked.city_id AND e.type = 'lending.intent.registered'
                    AND e.subject_id = asked.id::text
                    AND e.after -> 'reader_ids' ? NEW.institution_id::text))
        END) IS NOT TRUE
    THEN
        PERFORM parties_refuse('lending_consent_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_consent_unsaid ON lending_consent;
CREATE CONSTRAINT TRIGGER lending_consent_unsaid AFTER INSERT OR UPDATE ON lending_consent
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_consent_unsaid();
""",
            hints={'living': 'consent.sql'},
        ),
        migrations.RunSQL(
            sql=r"""-- What is judged of whom an institution lends to: by its officer, by a source of a day that came.
CREATE OR REPLACE FUNCTION lending_eligibility_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW."on" BETWEEN parties_day(NEW.at) - 365 AND parties_day(NEW.at)
        AND parties_said(NEW.city_id, 'lending.eligibility.judged', NEW.at, NEW.application_id,
            (SELECT institution_id FROM lending_application WHERE id = NEW.application_id),
            ARRAY['institution-officer'])
        AND EXISTS (SELECT FROM audit_event
            WHERE (city, type, at, subject_id, person_id) = (NEW.city_id,
                'lending.eligibility.judged', NEW.at, NEW.application_id::text, NEW.person_id)))
        IS NOT TRUE
    THEN
        PERFORM parties_refuse('lending_eligibility_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_eligibility_unsaid ON lending_eligibilitymark;
CREATE CONSTRAINT TRIGGER lending_eligibility_unsaid AFTER INSERT ON lending_eligibilitymark
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_eligibility_unsaid();

-- Nobody is turned down for a criterion that its institution has not judged as unmet; why somebody
-- was turned down stays.
CREATE OR REPLACE FUNCTION lending_rejection_unjudged() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    named text := CASE NEW.reject_code
        WHEN 'bad-credit' THEN 'credit'
                WHEN 'serious-breach' THEN 'lawful'
                WHEN 'over-indebted' THEN 'debt'
                WHEN 'off-business' THEN 'business'
                WHEN 'weak-performance' THEN 'orderly'
        END;
BEGIN
    IF OLD.state = 'rejected' THEN
        IF (NEW.state, NEW.reject_code, NEW.reject_words, NEW.reject_curable, NEW.decided_at)
            IS DISTINCT FROM
            (OLD.state, OLD.reject_code, OLD.reject_words, OLD.reject_curable, OLD.decided_at)
        THEN
            PERFORM parties_refuse('lending_rejection_unjudged');
        END IF;
        RETURN NEW;
    END IF;
    IF named IS NOT NULL AND 'unmet' IS DISTINCT FROM (
        SELECT result FROM lending_eligibilitymark
        WHERE application_id = NEW.id AND criterion = named ORDER BY at DESC, id DESC LIMIT 1)
    THEN
        PERFORM parties_refuse('lending_rejection_unjudged');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER lending_rejection_unjudged BEFORE UPDATE ON lending_application
FOR EACH ROW WHEN ('rejected' IN (NEW.state, OLD.state))
EXECUTE FUNCTION lending_rejection_unjudged();
""",
            hints={'living': 'eligibility.sql'},
        ),
        migrations.RunSQL(
            sql=r"""-- What is asked for though the platform holds it is counted against who asks, and nothing else is
-- answered by itself, in the moment of asking (docs/decisions/wanted.md).
CREATE OR REPLACE FUNCTION lending_inquiry_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.held <> (SELECT count(*) FROM jsonb_array_elements(NEW.items) each WHERE each ? 'held')
        OR NEW.state = 'held' AND (NEW.held < jsonb_array_length(NEW.items)
            OR (TG_OP = 'INSERT' OR OLD.state <> 'held') AND NEW.ended_at IS DISTINCT FROM NEW.asked_at)
    THEN
        PERFORM parties_refuse('lending_inquiry_held');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER lending_inquiry_held BEFORE INSERT OR UPDATE ON lending_inquiry
FOR EACH ROW EXECUTE FUNCTION lending_inquiry_held();
""",
            hints={'living': 'inquiries.sql'},
        ),
    ]
