-- The trade behind an application (docs/decisions/background.md): a checklist is true when it is
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
