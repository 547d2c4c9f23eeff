-- Nothing moves that nobody decided (docs/decisions/decided.md): each guard looks when the
-- transaction ends, so that what is rehearsed and taken back needs no decision.
CREATE OR REPLACE FUNCTION treasury_need(held boolean, name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF held IS NOT TRUE THEN
        PERFORM treasury_refuse(name);
    END IF;
END $$;

-- Two of the bureau that decides then in the region of a receivable: the county's own, or the city's.
CREATE OR REPLACE FUNCTION treasury_two_of_bureau(
    what text, receivable uuid, second text, moment timestamptz, told jsonb
) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT parties_decided(what, parties_decides(r.city_id, r.region, parties_desk(second),
        parties_day(moment)), second, moment, told) > 0
    FROM treasury_receivable r WHERE r.id = receivable
$$;

CREATE OR REPLACE FUNCTION treasury_receivable_of(payment uuid) RETURNS uuid
LANGUAGE sql STABLE AS $$
    SELECT receivable_id FROM treasury_payment WHERE id = payment
$$;

CREATE OR REPLACE FUNCTION treasury_two_of_purchaser(
    what text, receivable uuid, moment timestamptz, told jsonb
) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT parties_decided(what, c.purchaser_id, 'purchaser-approver', moment, told) > 0
    FROM treasury_receivable r JOIN contracts_contract c ON c.id = r.contract_id
    WHERE r.id = receivable
$$;

-- One proposal asks for one payment.
CREATE OR REPLACE FUNCTION treasury_payment_asked(payment uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT (SELECT count(*) FROM treasury_payment
            WHERE receivable_id = p.receivable_id AND requested_at = p.requested_at
                AND amount_fen = p.amount_fen)
        <= parties_decided('treasury.request_payment', c.purchaser_id, 'purchaser-approver',
            p.requested_at, asked || jsonb_build_object('supplier_id', NULL))
        + parties_decided('treasury.request_payment', c.purchaser_id, 'purchaser-approver',
            p.requested_at, asked || jsonb_build_object('supplier_id', r.supplier_id))
    FROM treasury_payment p JOIN treasury_receivable r ON r.id = p.receivable_id
    JOIN contracts_contract c ON c.id = r.contract_id,
        jsonb_build_object('contract_id', c.id, 'amount_fen', p.amount_fen) AS asked
    WHERE p.id = payment
$$;

-- Whether the treasury answered an instruction for a payment with this serial and day.
CREATE OR REPLACE FUNCTION treasury_payment_answered(payment uuid, serial text, arrived_on date)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM orders_order o JOIN orders_instruction i ON i.order_id = o.id
        WHERE o.kind = 'pay' AND o.about_id = payment AND i.state = 'answered'
            AND (i.serial, i.arrived_on) = ($2, $3))
$$;

-- A payment arrived: the bank slip says so to two persons, or the treasury does: it answered an
-- instruction that two persons signed. Only a demonstration has a system that is asked by itself.
CREATE OR REPLACE FUNCTION treasury_payment_arrived(
    of_city text, payment uuid, serial text, released timestamptz, arrived timestamptz
) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM treasury_remittance m
        WHERE m.payment_id = payment AND m.bank_serial = serial AND (
            treasury_two_of_bureau('treasury.confirm_arrival', m.receivable_id,
                'treasury-approver', arrived, jsonb_build_object('payment_id', payment, 'bank_serial', serial,
                    'arrived_on', m.arrived_on))
            OR treasury_payment_answered(payment, serial, m.arrived_on)
            OR (SELECT demo FROM parties_city WHERE code = of_city) AND EXISTS (
                SELECT FROM audit_event e JOIN audit_outbox o ON o.event_id = e.id
                WHERE e.city = of_city AND e.type = 'treasury.payment.released'
                    AND e.at = released AND e.subject_id = payment::text
                    AND o.consumer = 'treasury.gateway' AND o.done_at = arrived)))
$$;

-- A payment came back: the bank's paper of it, its number and the whole amount, to two persons.
CREATE OR REPLACE FUNCTION treasury_payment_came_back(
    payment uuid, of_city text, fen bigint, ended timestamptz
) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM treasury_paymentreturn b
        JOIN treasury_returnslip s ON s.id = b.slip_id AND s.payment_id = b.payment_id
        WHERE (b.payment_id, b.city_id, b.amount_fen, b.recorded_at)
            = (payment, of_city, fen, ended)
            AND treasury_two_of_bureau('treasury.return_payment', treasury_receivable_of(payment),
                'treasury-approver', ended, jsonb_build_object('payment_id', payment, 'slip_id', b.slip_id,
                    'return_serial', b.serial, 'amount_fen', b.amount_fen)))
$$;

-- A payment that was called off is on its way again: two persons said so at the moment of its
-- posting, since the treasury had said that it paid.
CREATE OR REPLACE FUNCTION treasury_payment_resumed(of_city text, payment uuid, this jsonb)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN treasury_paid_late(of_city, payment) AND EXISTS (
        SELECT FROM treasury_entry e
        WHERE e.ref_id = payment AND e.kind = 'resume' AND treasury_two_of_bureau(
            'treasury.resume_payment', e.receivable_id, 'treasury-approver', e.at, this));
END $$;

CREATE OR REPLACE FUNCTION treasury_payment_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    this jsonb := jsonb_build_object('payment_id', NEW.id);
    two constant text := 'treasury-approver';
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.state = OLD.state THEN
        RETURN NULL;
    END IF;
    PERFORM treasury_need(CASE NEW.state
        WHEN 'requested' THEN treasury_payment_asked(NEW.id)
        WHEN 'released' THEN
            treasury_two_of_bureau('treasury.pay', NEW.receivable_id, two, NEW.released_at, this)
            AND (TG_OP = 'INSERT' OR OLD.state <> 'unpaid'
                OR treasury_payment_resumed(NEW.city_id, NEW.id, this))
        WHEN 'confirmed' THEN
            treasury_payment_arrived(NEW.city_id, NEW.id, NEW.bank_serial, NEW.released_at,
                NEW.ended_at)
        WHEN 'returned' THEN
            treasury_payment_came_back(NEW.id, NEW.city_id, NEW.amount_fen, NEW.ended_at)
        WHEN 'unpaid' THEN
            treasury_two_of_bureau('treasury.call_off_payment', NEW.receivable_id, two,
                NEW.ended_at, this)
        WHEN 'withdrawn' THEN
            treasury_two_of_bureau('treasury.send_back_payment', NEW.receivable_id, two,
                NEW.ended_at, this)
            OR treasury_two_of_purchaser('treasury.take_back_payment', NEW.receivable_id,
                NEW.ended_at, this)
        END, 'treasury_payment_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_payment_undecided ON treasury_payment;
CREATE CONSTRAINT TRIGGER treasury_payment_undecided AFTER INSERT OR UPDATE ON treasury_payment
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_payment_undecided();

-- Money that arrived is that of its payment.
CREATE OR REPLACE FUNCTION treasury_remittance_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need(EXISTS (
        SELECT FROM treasury_payment p
        WHERE p.id = NEW.payment_id AND p.state IN ('confirmed', 'returned')
            AND (p.city_id, p.receivable_id, p.amount_fen, p.bank_serial)
                = (NEW.city_id, NEW.receivable_id, NEW.amount_fen, NEW.bank_serial)),
        'treasury_remittance_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_remittance_undecided ON treasury_remittance;
CREATE CONSTRAINT TRIGGER treasury_remittance_undecided AFTER INSERT ON treasury_remittance
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_remittance_undecided();

-- What came back is a payment that was returned then, whole.
CREATE OR REPLACE FUNCTION treasury_return_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need(EXISTS (
        SELECT FROM treasury_payment p
        WHERE (p.id, p.city_id, p.amount_fen, p.ended_at, p.state)
            = (NEW.payment_id, NEW.city_id, NEW.amount_fen, NEW.recorded_at, 'returned')),
        'treasury_return_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_return_undecided ON treasury_paymentreturn;
CREATE CONSTRAINT TRIGGER treasury_return_undecided AFTER INSERT ON treasury_paymentreturn
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_return_undecided();

-- A payee version stands by the filing of its contract, or by a change that the bureau decided;
-- its name is the supplier's, one the chain says it bore before, or that of who followed it.
CREATE OR REPLACE FUNCTION treasury_plain(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT regexp_replace(normalize(name, NFKC), '\s', '', 'g')
$$;

CREATE OR REPLACE FUNCTION treasury_bears(organisation uuid, name text) RETURNS boolean
LANGUAGE sql STABLE AS $$
    WITH RECURSIVE bearer AS (
        SELECT id, city_id, name, successor_id FROM parties_organisation WHERE id = organisation
        UNION
        SELECT o.id, o.city_id, o.name, o.successor_id
        FROM parties_organisation o JOIN bearer b ON o.id = b.successor_id
    ), borne AS (
        SELECT bearer.name FROM bearer
        UNION ALL
        SELECT e.before ->> 'name' FROM bearer JOIN audit_event e ON e.city = bearer.city_id
            AND e.type = 'parties.organisation.changed' AND e.subject_id = bearer.id::text
    )
    SELECT EXISTS (SELECT FROM borne WHERE treasury_plain(borne.name) = treasury_plain($2))
$$;

-- The supplier said that an account is its own, or two of the bureau went on without its word and
-- gave a reason: never where it said that the account is not (docs/decisions/own-account.md).
CREATE OR REPLACE FUNCTION treasury_account_stands(
    of_city text, contract uuid, supplier uuid, moment timestamptz,
    payee text, account_no text, bank text, cnaps text
) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM treasury_ownaccount o
        WHERE (o.supplier_id, o.payee, o.account_no, o.bank, o.cnaps) = ($3, $5, $6, $7, $8))
    OR EXISTS (
        SELECT FROM parties_proposal q
        WHERE q.act = 'filing.decide_filing' AND q.state = 'approved'
            AND q.decided_at = moment AND q.approves = 'procurement-approver'
            AND q.organisation_id = (
                SELECT parties_decides(of_city, c.region, 'procurement', parties_day(moment))
                FROM contracts_contract c WHERE c.id = contract)
            AND q.arguments @> jsonb_build_object('contract_id', contract)
            AND btrim(q.arguments ->> 'unconfirmed_reason') <> '')
        AND NOT EXISTS (
            SELECT FROM treasury_disownedaccount d
            WHERE d.contract_id = contract AND d.supplier_id = supplier
                AND regexp_replace(d.account_no, '\D', '', 'g')
                    = regexp_replace($6, '\D', '', 'g'))
$$;

CREATE OR REPLACE FUNCTION treasury_payee_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    r treasury_receivable;
BEGIN
    SELECT * INTO r FROM treasury_receivable WHERE id = NEW.receivable_id;
    PERFORM treasury_need(treasury_bears(r.supplier_id, NEW.payee), 'treasury_payee_named');
    PERFORM treasury_need(CASE NEW.version
        WHEN 1 THEN
            treasury_two_of_bureau('filing.decide_filing', r.id, 'procurement-approver',
                NEW.established_at,
                jsonb_build_object('contract_id', r.contract_id, 'verdict', 'accept'))
            AND EXISTS (
                SELECT FROM contracts_contractsupplier s
                WHERE s.contract_id = r.contract_id AND s.supplier_id = r.supplier_id
                    AND (s.payee, s.account_no, s.bank, s.cnaps)
                        = (NEW.payee, NEW.account_no, NEW.bank, NEW.cnaps))
        ELSE
            treasury_two_of_bureau('treasury.change_payee', r.id, 'treasury-approver',
                NEW.established_at, jsonb_build_object('change_id', NEW.change_id))
        END, 'treasury_payee_undecided');
    IF NEW.version = 1 THEN
        PERFORM treasury_need(treasury_account_stands(r.city_id, r.contract_id, r.supplier_id,
            NEW.established_at, NEW.payee, NEW.account_no, NEW.bank, NEW.cnaps),
            'treasury_payee_unconfirmed');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_payee_undecided ON treasury_payeeversion;
CREATE CONSTRAINT TRIGGER treasury_payee_undecided AFTER INSERT ON treasury_payeeversion
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_payee_undecided();

-- A party consents through a person of its own: the supplier by one, the purchaser by two.
CREATE OR REPLACE FUNCTION treasury_consent_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need((
        SELECT CASE NEW.party
            WHEN 'supplier' THEN
                NEW.organisation_id = r.supplier_id AND NEW.at = p.asked_at
                AND parties_said(p.city_id, 'treasury.payee.change_asked', NEW.at, p.id,
                    r.supplier_id, ARRAY['supplier'])
                AND parties_mandated(NEW.person_id, r.supplier_id, ARRAY['supplier'], NULL, NEW.at)
            WHEN 'purchaser' THEN
                NEW.organisation_id = c.purchaser_id
                AND treasury_two_of_purchaser('treasury.consent_payee_change', r.id, NEW.at,
                    jsonb_build_object('change_id', p.id))
                AND parties_mandated(NEW.person_id, c.purchaser_id, ARRAY['purchaser-approver'],
                    NULL, NEW.at)
            END
        FROM treasury_payeechange p JOIN treasury_receivable r ON r.id = p.receivable_id
        JOIN contracts_contract c ON c.id = r.contract_id
        WHERE p.id = NEW.change_id), 'treasury_consent_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_consent_undecided ON treasury_payeeconsent;
CREATE CONSTRAINT TRIGGER treasury_consent_undecided AFTER INSERT ON treasury_payeeconsent
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_consent_undecided();

-- That an account is or is not its own a supplier says through a person of its own, who is named in
-- the chain.
CREATE OR REPLACE FUNCTION treasury_own_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need(EXISTS (
        SELECT FROM audit_event
        WHERE city = NEW.city_id AND at = NEW.said_at AND subject_id = NEW.id::text
            AND type IN ('treasury.own_account.confirmed', 'treasury.own_account.declared',
                'treasury.account.disowned')
            AND (type = 'treasury.account.disowned') = (TG_TABLE_NAME = 'treasury_disownedaccount')
            AND (organisation_id, person_id, role) = (NEW.supplier_id, NEW.person_id, 'supplier'))
        AND parties_mandated(NEW.person_id, NEW.supplier_id, ARRAY['supplier'], NULL, NEW.said_at),
        'treasury_own_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_own_undecided ON treasury_ownaccount;
CREATE CONSTRAINT TRIGGER treasury_own_undecided AFTER INSERT ON treasury_ownaccount
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_own_undecided();

DROP TRIGGER IF EXISTS treasury_own_undecided ON treasury_disownedaccount;
CREATE CONSTRAINT TRIGGER treasury_own_undecided AFTER INSERT ON treasury_disownedaccount
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_own_undecided();
