-- Disputes of a size class (docs/decisions/sizing.md). The region is that of the firm's own code; who
-- registered the firm decides, any other sends it on. What is over stays.
CREATE OR REPLACE FUNCTION sizing_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state <> 'open'
        OR TG_OP = 'UPDATE' AND (
            OLD.state NOT IN ('open', 'forwarded')
            OR OLD.state = 'forwarded' AND NEW.state NOT IN ('answered', 'withdrawn')
            OR OLD.state = 'open' AND NEW.state = 'answered'
            OR OLD.number IS NOT NULL AND (OLD.word, OLD.year, OLD.number, OLD.addressed, OLD.sent_at)
                IS DISTINCT FROM (NEW.word, NEW.year, NEW.number, NEW.addressed, NEW.sent_at))
    THEN
        PERFORM parties_refuse('sizing_steps');
    END IF;
    IF TG_OP = 'INSERT' AND NEW.place <> (
            SELECT substr(uscc, 3, 6) FROM parties_organisation WHERE id = NEW.supplier_id)
        OR NEW.state = 'decided' AND left(NEW.place, 4) <> left(NEW.city_id, 4)
        OR NEW.state IN ('forwarded', 'answered') AND left(NEW.place, 4) = left(NEW.city_id, 4)
    THEN
        PERFORM parties_refuse('sizing_competence');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER sizing_steps BEFORE INSERT OR UPDATE ON sizing_dispute
FOR EACH ROW EXECUTE FUNCTION sizing_steps();

-- Whoever asks says so itself; two of the authority decide, send on or record, on a paper. Looked at
-- when the transaction ends.
CREATE OR REPLACE FUNCTION sizing_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    askers text[] := ARRAY['purchaser-officer', 'institution-officer', 'procurement-officer',
        'supplier'];
BEGIN
    IF (CASE
        WHEN TG_OP = 'INSERT' THEN parties_said(NEW.city_id, 'sizing.dispute.asked', NEW.asked_at,
                NEW.id, NEW.asker_id, askers)
            AND EXISTS (
                SELECT FROM parties_organisation WHERE id = NEW.authority_id
                    AND city_id = NEW.city_id AND kind = 'sme-authority')
        WHEN NEW.state = 'decided' THEN parties_decided('sizing.decide_size', NEW.authority_id,
                'sme-authority', NEW.ended_at, NEW.figures
                    || jsonb_build_object('dispute_id', NEW.id, 'tied', NEW.tied)) > 0
            AND EXISTS (
                SELECT FROM sizing_saying WHERE dispute_id = NEW.id AND kind = 'decided'
                    AND paper_id IS NOT NULL)
        WHEN NEW.state = 'forwarded' THEN parties_decided('sizing.forward_dispute',
            NEW.authority_id, 'sme-authority', NEW.sent_at,
            jsonb_build_object('dispute_id', NEW.id, 'series', NEW.word)) > 0
        WHEN NEW.state = 'answered' THEN parties_decided('sizing.record_size_answer',
                NEW.authority_id, 'sme-authority', NEW.ended_at, jsonb_build_object(
                    'dispute_id', NEW.id, 'size', NEW.size, 'answered_on', NEW.answered_on)) > 0
            AND EXISTS (
                SELECT FROM sizing_saying WHERE dispute_id = NEW.id AND kind = 'answered'
                    AND paper_id IS NOT NULL)
        WHEN NEW.state = 'withdrawn' THEN parties_said(NEW.city_id, 'sizing.dispute.withdrawn',
            NEW.ended_at, NEW.id, NEW.asker_id, askers)
        END) IS NOT TRUE
    THEN
        PERFORM parties_refuse('sizing_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS sizing_undecided ON sizing_dispute;
CREATE CONSTRAINT TRIGGER sizing_undecided AFTER INSERT OR UPDATE ON sizing_dispute
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION sizing_undecided();

-- The newest decided class is the one that holds, and only such a one holds as decided.
CREATE OR REPLACE FUNCTION sizing_class_holds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    firm uuid := to_jsonb(NEW) ->> (CASE TG_TABLE_NAME
        WHEN 'sizing_dispute' THEN 'supplier_id' ELSE 'organisation_id' END);
BEGIN
    IF EXISTS (
        SELECT FROM parties_supplierprofile p LEFT JOIN LATERAL (
            SELECT size, ended_at FROM sizing_dispute
            WHERE supplier_id = firm AND size <> '' ORDER BY ended_at DESC, no DESC LIMIT 1
        ) d ON true
        WHERE p.organisation_id = firm AND (
            p.decided_at IS DISTINCT FROM d.ended_at OR d.size <> p.size))
    THEN
        PERFORM parties_refuse('sizing_class_holds');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS sizing_class_holds ON parties_supplierprofile;
CREATE CONSTRAINT TRIGGER sizing_class_holds AFTER INSERT OR UPDATE ON parties_supplierprofile
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION sizing_class_holds();

DROP TRIGGER IF EXISTS sizing_class_holds ON sizing_dispute;
CREATE CONSTRAINT TRIGGER sizing_class_holds AFTER UPDATE ON sizing_dispute
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (NEW.size <> '') EXECUTE FUNCTION sizing_class_holds();
