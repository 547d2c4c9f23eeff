-- Clock B is kept by the draw the supplier asked for (docs/decisions/clocks.md): who asks is the
-- supplier, a token ends no duty, and the days of the conditions are those of the facts.

-- What is asked is said by the supplier: at acceptance, or later more; nobody takes it back.
CREATE OR REPLACE FUNCTION lending_asked(was lending_offer, offer lending_offer) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN was.accepted_at IS DISTINCT FROM offer.accepted_at THEN offer.asked_at IS NULL
            AND NOT EXISTS (
                SELECT FROM audit_event
                WHERE (city, type, at, subject_id)
                    = (offer.city_id, 'lending.offer.accepted', offer.accepted_at, offer.id::text)
                    AND (after ->> 'asked_fen')::bigint IS DISTINCT FROM offer.asked_fen)
        WHEN (offer.asked_fen, offer.asked_at) IS NOT DISTINCT FROM (was.asked_fen, was.asked_at)
            THEN true
        ELSE offer.asked_fen > was.asked_fen
            AND parties_said(offer.city_id, 'lending.draw.asked', offer.asked_at, offer.id,
                (SELECT supplier_id FROM lending_intent WHERE id = offer.intent_id),
                ARRAY['supplier'])
            AND EXISTS (
                SELECT FROM audit_event
                WHERE (city, type, at, subject_id)
                    = (offer.city_id, 'lending.draw.asked', offer.asked_at, offer.id::text)
                    AND (after ->> 'asked_fen')::bigint = offer.asked_fen)
        END
$$;

-- The conditions are met on the day of the last fact: none before the acceptance, none to come.
CREATE OR REPLACE FUNCTION lending_met(offer lending_offer) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT offer.conditions_on = (
            SELECT GREATEST(parties_day(offer.accepted_at), offer.signed_on, offer.registered_on,
                parties_day(active_at))
            FROM treasury_lock WHERE id = offer.lock_id AND active_at IS NOT NULL)
        AND offer.conditions_on <= parties_day(offer.conditions_at)
        AND offer.signed_on >= parties_day(offer.accepted_at)
        AND COALESCE(offer.registered_on >= parties_day(offer.accepted_at), true)
        AND parties_said(offer.city_id, 'lending.offer.conditions_met', offer.conditions_at,
            offer.id, offer.institution_id, ARRAY['institution-officer'])
$$;

CREATE OR REPLACE FUNCTION lending_asked_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need(lending_asked(OLD, NEW), 'lending_asked_undecided');
    IF (NEW.conditions_on, NEW.conditions_at, NEW.signed_on, NEW.registered_on, NEW.cooling_until)
        IS DISTINCT FROM
        (OLD.conditions_on, OLD.conditions_at, OLD.signed_on, OLD.registered_on, OLD.cooling_until)
    THEN
        PERFORM treasury_need(OLD.conditions_on IS NULL AND lending_met(NEW),
            'lending_conditions_undecided');
    END IF;
    IF NEW.cooling_waived_at IS DISTINCT FROM OLD.cooling_waived_at THEN
        PERFORM treasury_need(OLD.cooling_waived_at IS NULL
            AND parties_said(NEW.city_id, 'lending.cooling.waived', NEW.cooling_waived_at, NEW.id,
                (SELECT supplier_id FROM lending_intent WHERE id = NEW.intent_id),
                ARRAY['supplier']), 'lending_cooling_undecided');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS lending_asked_undecided ON lending_offer;
CREATE CONSTRAINT TRIGGER lending_asked_undecided AFTER UPDATE ON lending_offer
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION lending_asked_undecided();

-- Nothing is drawn in the cooling-off that the supplier did not waive.
CREATE OR REPLACE FUNCTION lending_cooled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need(NOT EXISTS (
        SELECT FROM lending_offer WHERE id = NEW.offer_id AND cooling_waived_at IS NULL
            AND cooling_until >= NEW.drawn_on), 'lending_cooled');
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER lending_cooled AFTER INSERT ON lending_loan
FOR EACH ROW EXECUTE FUNCTION lending_cooled();

-- The duty to draw is done when all is drawn that was asked for, not by a part of it.
CREATE OR REPLACE FUNCTION lending_drawn_as_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need(NOT EXISTS (
        SELECT FROM clocks_duty d JOIN lending_offer o ON o.id = d.subject_id
        WHERE d.id = NEW.duty_id AND d.kind = 'disburse_loan'
            AND COALESCE(o.asked_fen, o.amount_fen) > (
                SELECT COALESCE(sum(principal_fen), 0) FROM lending_loan
                WHERE offer_id = o.id)), 'lending_drawn_as_asked');
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER lending_drawn_as_asked AFTER INSERT ON clocks_mark
FOR EACH ROW WHEN (NEW.kind = 'done') EXECUTE FUNCTION lending_drawn_as_asked();
