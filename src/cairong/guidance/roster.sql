-- The «百千万» roster (docs/decisions/guidance.md). Who took part an officer of the purchaser of the
-- award says. Looked at when the transaction ends.
CREATE OR REPLACE FUNCTION guidance_participation_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM contracts_award
        WHERE id = NEW.award_id AND city_id = NEW.city_id AND purchaser_id = NEW.by_id)
        OR NOT parties_said(NEW.city_id, 'guidance.participants.entered', NEW.at, NEW.award_id,
            NEW.by_id, ARRAY['purchaser-officer'])
    THEN
        PERFORM parties_refuse('guidance_participation_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS guidance_participation_unsaid ON guidance_participation;
CREATE CONSTRAINT TRIGGER guidance_participation_unsaid AFTER INSERT ON guidance_participation
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION guidance_participation_unsaid();

-- In the roster is who took part, is small enough, and said so itself; it takes its consent back
-- itself as well.
CREATE OR REPLACE FUNCTION guidance_entry_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said boolean := CASE NEW.state
        WHEN 'listed' THEN parties_said(NEW.city_id, 'guidance.roster.consented',
            NEW.consented_at, NEW.id, NEW.supplier_id, ARRAY['supplier'])
        ELSE parties_said(NEW.city_id, 'guidance.roster.withdrawn',
            NEW.withdrawn_at, NEW.id, NEW.supplier_id, ARRAY['supplier'])
        END;
BEGIN
    IF said IS NOT TRUE THEN
        PERFORM parties_refuse('guidance_entry_unsaid');
    END IF;
    IF NEW.state = 'listed' AND NOT EXISTS (
        SELECT FROM parties_organisation o
        JOIN parties_supplierprofile p ON p.organisation_id = o.id
        WHERE o.id = NEW.supplier_id
            AND (p.size IN ('small', 'micro') OR p.size = 'medium' AND NEW.private)
            AND (EXISTS (SELECT FROM contracts_awardshare WHERE supplier_id = o.id)
                OR EXISTS (
                    SELECT FROM guidance_participation
                    WHERE city_id = NEW.city_id AND uscc = o.uscc)))
    THEN
        PERFORM parties_refuse('guidance_entry_fits');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS guidance_entry_unsaid ON guidance_rosterentry;
CREATE CONSTRAINT TRIGGER guidance_entry_unsaid AFTER INSERT OR UPDATE ON guidance_rosterentry
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION guidance_entry_unsaid();

-- Nothing is pushed or answered of a firm whose consent does not stand; «lent» is that institution's
-- own loan to that firm.
CREATE OR REPLACE FUNCTION guidance_push_steps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    firm uuid;
    listed boolean;
BEGIN
    SELECT supplier_id, state = 'listed' INTO firm, listed
    FROM guidance_rosterentry WHERE id = NEW.entry_id;
    IF NOT listed AND NEW.state <> 'closed' THEN
        PERFORM parties_refuse('guidance_push_consented');
    END IF;
    IF TG_OP = 'INSERT' AND NEW.state <> 'waiting'
        OR TG_OP = 'UPDATE' AND (
            OLD.state = 'lent'
            OR OLD.state = 'closed' AND NEW.state <> 'waiting'
            OR OLD.state NOT IN ('waiting', 'closed') AND NEW.state IN ('waiting', 'closed'))
    THEN
        PERFORM parties_refuse('guidance_push_steps');
    END IF;
    IF NEW.loan_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM lending_loan
        WHERE id = NEW.loan_id AND institution_id = NEW.institution_id AND supplier_id = firm
            AND outside_id IS NULL)
    THEN
        PERFORM parties_refuse('guidance_push_true');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guidance_push_steps BEFORE INSERT OR UPDATE ON guidance_rosterpush
FOR EACH ROW EXECUTE FUNCTION guidance_push_steps();

-- What an institution answered its own officer said.
CREATE OR REPLACE FUNCTION guidance_push_unsaid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT parties_said(NEW.city_id, 'guidance.roster.answered', NEW.answered_at, NEW.id,
        NEW.institution_id, ARRAY['institution-officer'])
    THEN
        PERFORM parties_refuse('guidance_push_unsaid');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS guidance_push_unsaid ON guidance_rosterpush;
CREATE CONSTRAINT TRIGGER guidance_push_unsaid AFTER UPDATE ON guidance_rosterpush
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (NEW.state IN ('visited', 'credited', 'declined'))
EXECUTE FUNCTION guidance_push_unsaid();
