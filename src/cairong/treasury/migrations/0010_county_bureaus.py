from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0016_county_bureaus'),
        ('treasury', '0009_opening_heard'),
    ]

    operations = [
        migrations.RunSQL(
            sql=r"""-- Nothing moves that nobody decided (docs/decisions/decided.md): each guard looks when the
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
""",
            hints={'living': 'decided.sql'},
        ),
        migrations.RunSQL(
            sql=r"""-- What leaves and what comes back do not pass each other: whichever ends second sees the first.
-- The same lock as `await_answer` (treasury/steps/sending.py).
CREATE OR REPLACE FUNCTION treasury_one_at_a_time(payment uuid) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(
        ('x' || right(replace(payment::text, '-', ''), 16))::bit(64)::bigint
            & 9223372036854775807)
$$;

-- An instruction stands only with the signatures of the two persons who released its payment, over
-- an order that says exactly what the rows say, to an account two persons signed for.
CREATE OR REPLACE FUNCTION treasury_instruction_unsigned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_one_at_a_time(about_id) FROM orders_order WHERE id = NEW.order_id;
    PERFORM treasury_need(EXISTS (
        SELECT FROM orders_order o
        JOIN treasury_payment p ON p.id = o.about_id AND p.city_id = o.city_id
        JOIN treasury_payeeversion v ON v.id = p.payee_version_id
        JOIN orders_order a ON a.kind = 'payee' AND a.about_id = v.id
            AND a.digest = o.text::jsonb ->> 'payee_order'
        JOIN parties_proposal q ON q.id = o.proposal_id AND q.act = 'treasury.pay'
            AND q.state = 'approved' AND q.decided_at = p.released_at
            AND q.arguments ->> 'payment_id' = p.id::text,
            jsonb_build_object('voucher_no', p.voucher_no, 'amount_fen', p.amount_fen) AS leaves,
            jsonb_build_object('payee', v.payee, 'account_no', v.account_no, 'bank', v.bank,
                'cnaps', v.cnaps) AS account
        WHERE o.id = NEW.order_id AND o.kind = 'pay' AND o.city_id = NEW.city_id
            AND p.state = 'released'
            AND NOT EXISTS (SELECT FROM treasury_ownmeans WHERE payment_id = p.id)
            AND NOT treasury_held_by_late(p.city_id, p.id)
            AND o.text::jsonb @> (leaves || account) AND a.text::jsonb @> account
            AND orders_signed_by_two(o.id) AND orders_signed_by_two(a.id)
            AND NOT EXISTS (
                SELECT FROM orders_order x JOIN orders_instruction y ON y.order_id = x.id
                WHERE x.kind = 'pay' AND x.about_id = p.id AND x.id <> o.id
                    AND y.state NOT IN ('refused', 'dropped'))),
        'treasury_instruction_unsigned');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_instruction_unsigned ON orders_instruction;
CREATE CONSTRAINT TRIGGER treasury_instruction_unsigned AFTER INSERT ON orders_instruction
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_instruction_unsigned();

-- Any two of the desk sign an account only where it stood before the ceremony: later ones are signed
-- by the two who decided them.
CREATE OR REPLACE FUNCTION treasury_order_anybodys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need(EXISTS (
        SELECT FROM treasury_payeeversion v
        WHERE v.id = NEW.about_id AND v.established_at < (
            SELECT min(made_at) FROM orders_personkey
            WHERE city_id = NEW.city_id AND founding)),
        'treasury_order_anybodys');
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER treasury_order_anybodys BEFORE INSERT ON orders_order
FOR EACH ROW WHEN (NEW.kind = 'payee' AND NEW.signers = '{}')
EXECUTE FUNCTION treasury_order_anybodys();

-- Only what is still released sets out, and not what two persons pay by their own means.
CREATE OR REPLACE FUNCTION treasury_instruction_over() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    payment uuid := (SELECT about_id FROM orders_order WHERE id = NEW.order_id);
BEGIN
    PERFORM treasury_one_at_a_time(payment);
    PERFORM treasury_need(
        (SELECT state = 'released' AND NOT treasury_held_by_late(city_id, id)
            FROM treasury_payment WHERE id = payment)
            AND NOT EXISTS (SELECT FROM treasury_ownmeans WHERE payment_id = payment),
        'treasury_instruction_over');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_instruction_over ON orders_instruction;
CREATE CONSTRAINT TRIGGER treasury_instruction_over AFTER UPDATE ON orders_instruction
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (NEW.state = 'leaving') EXECUTE FUNCTION treasury_instruction_over();

-- Whether the treasury may still carry out, or has, what the program sent it of a payment.
CREATE OR REPLACE FUNCTION treasury_under_way(payment uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM orders_order o JOIN orders_instruction i ON i.order_id = o.id
        WHERE o.kind = 'pay' AND o.about_id = payment AND i.state IN ('leaving', 'sent', 'answered'))
$$;

-- A payment on its way does not come back, and is not called off, while the treasury may still carry
-- its instruction out.
CREATE OR REPLACE FUNCTION treasury_return_unanswered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_one_at_a_time(NEW.id);
    PERFORM treasury_need(NOT treasury_under_way(NEW.id), 'treasury_return_unanswered');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_return_unanswered ON treasury_payment;
CREATE CONSTRAINT TRIGGER treasury_return_unanswered AFTER UPDATE ON treasury_payment
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (OLD.state = 'released' AND NEW.state IN ('returned', 'unpaid'))
EXECUTE FUNCTION treasury_return_unanswered();

-- Whether what was released then leaves by the program alone: since the first keys of its city.
CREATE OR REPLACE FUNCTION treasury_leaves_by_gateway(of_city text, released timestamptz)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT released >= min(made_at) FROM orders_personkey WHERE city_id = of_city AND founding
$$;

-- Whether the treasury said that it paid an instruction of a payment that was over by then.
CREATE OR REPLACE FUNCTION treasury_paid_late(of_city text, payment uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM orders_order o JOIN orders_instruction i ON i.order_id = o.id
        JOIN audit_event e ON e.city = of_city
            AND e.type = 'orders.instruction.answered_late' AND e.subject_id = i.id::text
        WHERE o.kind = 'pay' AND o.about_id = payment AND e.after ->> 'outcome' = 'paid')
$$;

-- Whether it said so of a payment, or of another of its receivable that was called off: until that
-- one is taken up again, nothing of the receivable is paid.
CREATE OR REPLACE FUNCTION treasury_held_by_late(of_city text, payment uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT treasury_paid_late(of_city, payment) OR EXISTS (
        SELECT FROM treasury_payment p JOIN treasury_payment other
            ON other.receivable_id = p.receivable_id AND other.id <> p.id AND other.state = 'unpaid'
        WHERE p.id = payment AND treasury_paid_late(of_city, other.id))
$$;

-- Two persons of the desk pay by their own means what is released and not under way, to an account
-- that two persons signed, while the gateway knows what left.
CREATE OR REPLACE FUNCTION treasury_own_means_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_one_at_a_time(NEW.payment_id);
    PERFORM treasury_need(NOT treasury_under_way(NEW.payment_id), 'treasury_own_means_under_way');
    PERFORM treasury_need(EXISTS (
        SELECT FROM treasury_payment p
        WHERE (p.id, p.city_id, p.state) = (NEW.payment_id, NEW.city_id, 'released')
            AND treasury_leaves_by_gateway(p.city_id, p.released_at))
        AND btrim(NEW.reason) <> ''
        AND treasury_two_of_bureau('treasury.pay_by_own_means',
            treasury_receivable_of(NEW.payment_id), 'treasury-approver', NEW.decided_at, jsonb_build_object('payment_id', NEW.payment_id)),
        'treasury_own_means_undecided');
    PERFORM treasury_need(NOT treasury_held_by_late(NEW.city_id, NEW.payment_id)
        AND EXISTS (
            SELECT FROM orders_order a JOIN treasury_payment p ON p.payee_version_id = a.about_id
            WHERE a.kind = 'payee' AND p.id = NEW.payment_id AND orders_signed_by_two(a.id))
        AND EXISTS (
            SELECT FROM orders_gatewaywatch WHERE city_id = NEW.city_id AND unsure = ''),
        'treasury_own_means_unsure');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_own_means_undecided ON treasury_ownmeans;
CREATE CONSTRAINT TRIGGER treasury_own_means_undecided AFTER INSERT ON treasury_ownmeans
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_own_means_undecided();

-- A payment is called off only where nothing can have left: by the program, which was heard of then
-- and has no trouble, nor by the desk's own means; nor did the treasury say later that it paid.
CREATE OR REPLACE FUNCTION treasury_call_off_barred() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_one_at_a_time(NEW.id);
    PERFORM treasury_need(treasury_leaves_by_gateway(NEW.city_id, NEW.released_at)
        AND NOT EXISTS (SELECT FROM treasury_ownmeans WHERE payment_id = NEW.id)
        AND NOT treasury_paid_late(NEW.city_id, NEW.id)
        AND EXISTS (
            SELECT FROM orders_gatewaywatch w
            WHERE w.city_id = NEW.city_id AND w.trouble = ''
                AND w.heard_at >= NEW.ended_at - interval '600 seconds'),
        'treasury_call_off_barred');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_call_off_barred ON treasury_payment;
CREATE CONSTRAINT TRIGGER treasury_call_off_barred AFTER UPDATE ON treasury_payment
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (OLD.state = 'released' AND NEW.state = 'unpaid')
EXECUTE FUNCTION treasury_call_off_barred();

-- It is dated by the clock: else a gateway that fell silent since would seem to have been heard of.
CREATE OR REPLACE FUNCTION treasury_call_off_untimely() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need(orders_is_now(NEW.ended_at), 'treasury_call_off_untimely');
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER treasury_call_off_untimely BEFORE UPDATE ON treasury_payment
FOR EACH ROW WHEN (OLD.state = 'released' AND NEW.state = 'unpaid')
EXECUTE FUNCTION treasury_call_off_untimely();
""",
            hints={'living': 'instructions.sql'},
        ),
        migrations.RunSQL(
            sql=r"""-- A lock keeps its account, moves by its table alone, and is released only when nothing is open.
CREATE OR REPLACE FUNCTION treasury_lock_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    payee uuid;
    drawn bigint;
BEGIN
    SELECT current_id, outstanding_fen INTO payee, drawn
    FROM treasury_receivable WHERE id = NEW.receivable_id;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'requested' THEN
            PERFORM treasury_refuse('treasury_lock_steps');
        END IF;
    ELSE
        IF (NEW.id, NEW.city_id, NEW.receivable_id, NEW.payee_version_id, NEW.institution_id)
            IS DISTINCT FROM
            (OLD.id, OLD.city_id, OLD.receivable_id, OLD.payee_version_id, OLD.institution_id)
            OR NEW.lapses_on < OLD.lapses_on OR NEW.state = OLD.state AND
            (NEW.requested_at, NEW.consented_at, NEW.acknowledged_at, NEW.active_at, NEW.ended_at)
            IS DISTINCT FROM
            (OLD.requested_at, OLD.consented_at, OLD.acknowledged_at, OLD.active_at, OLD.ended_at)
        THEN
            PERFORM treasury_refuse('treasury_lock_account_fixed');
        END IF;
        IF NEW.state = OLD.state THEN
            RETURN NEW;
        END IF;
        IF (OLD.state, NEW.state) NOT IN (
            ('active', 'released'),
            ('purchaser_acknowledged', 'active'),
            ('purchaser_acknowledged', 'lapsed'),
            ('purchaser_acknowledged', 'refused'),
            ('requested', 'lapsed'),
            ('requested', 'recalled'),
            ('requested', 'refused'),
            ('requested', 'supplier_consented'),
            ('supplier_consented', 'lapsed'),
            ('supplier_consented', 'purchaser_acknowledged'),
            ('supplier_consented', 'refused'))
        THEN
            PERFORM treasury_refuse('treasury_lock_steps');
        END IF;
    END IF;
    IF NEW.state IN ('requested', 'active') AND NEW.payee_version_id IS DISTINCT FROM payee THEN
        PERFORM treasury_refuse('treasury_lock_payee');
    END IF;
    IF NEW.state = 'released' AND (drawn > 0 OR EXISTS (
        SELECT FROM treasury_lockoperation WHERE lock_id = NEW.id AND state = 'open'))
    THEN
        PERFORM treasury_refuse('treasury_lock_in_use');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER treasury_lock_guarded BEFORE INSERT OR UPDATE ON treasury_lock
FOR EACH ROW EXECUTE FUNCTION treasury_lock_guarded();

-- Each step of a lock is its party's: looked at when the transaction ends (decided.sql).
CREATE OR REPLACE FUNCTION treasury_lock_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    this jsonb := jsonb_build_object('lock_id', NEW.id);
    two constant text := 'treasury-approver';
    before text := CASE TG_OP WHEN 'UPDATE' THEN OLD.state END;
    supplier uuid;
BEGIN
    IF NEW.state = before THEN
        RETURN NULL;
    END IF;
    SELECT supplier_id INTO supplier FROM treasury_receivable WHERE id = NEW.receivable_id;
    PERFORM treasury_need(CASE NEW.state
        WHEN 'requested' THEN EXISTS (
            SELECT FROM treasury_lockoperation o
            WHERE o.lock_id = NEW.id AND parties_decided('lending.request_lock',
                NEW.institution_id, 'institution-approver', NEW.requested_at,
                jsonb_build_object('offer_id', o.offer_id)) > 0)
        WHEN 'supplier_consented' THEN
            parties_said(NEW.city_id, 'treasury.lock.consented', NEW.consented_at, NEW.id,
                supplier, ARRAY['supplier'])
        WHEN 'purchaser_acknowledged' THEN
            treasury_two_of_purchaser('treasury.acknowledge_lock', NEW.receivable_id,
                NEW.acknowledged_at, this)
        WHEN 'active' THEN
            treasury_two_of_bureau('treasury.confirm_lock', NEW.receivable_id, two, NEW.active_at,
                this)
        WHEN 'recalled' THEN
            parties_said(NEW.city_id, 'treasury.lock.recalled', NEW.ended_at, NEW.id,
                NEW.institution_id, ARRAY['institution-officer'])
        WHEN 'refused' THEN CASE before
            WHEN 'requested' THEN
                parties_said(NEW.city_id, 'treasury.lock.refused', NEW.ended_at, NEW.id, supplier,
                    ARRAY['supplier'])
            WHEN 'supplier_consented' THEN
                treasury_two_of_purchaser('treasury.decline_acknowledgement', NEW.receivable_id,
                    NEW.ended_at, this)
            ELSE
                treasury_two_of_bureau('treasury.decline_confirmation', NEW.receivable_id, two,
                    NEW.ended_at, this)
            END
        ELSE NOT EXISTS (
            SELECT FROM treasury_lockoperation WHERE lock_id = NEW.id AND state = 'open')
        END, 'treasury_lock_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_lock_undecided ON treasury_lock;
CREATE CONSTRAINT TRIGGER treasury_lock_undecided AFTER INSERT OR UPDATE ON treasury_lock
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_lock_undecided();
""",
            hints={'living': 'lock.sql'},
        ),
        migrations.RunSQL(
            sql=r"""-- What was paid before a contract came here stands by three sides: two of the purchaser declare it,
-- the supplier is heard, two of the treasury desk decide (docs/decisions/opening.md).
CREATE OR REPLACE FUNCTION treasury_opening_guarded() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' AND (NEW.state <> 'declared' OR NEW.answered_at IS NOT NULL
            OR NEW.decided_at IS NOT NULL OR NEW.objection <> '' OR NEW.reason <> ''
            OR NEW.object_until < parties_day(NEW.declared_at))
        OR TG_OP = 'UPDATE' AND NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
            ('agreed', 'returned'),
            ('agreed', 'standing'),
            ('declared', 'agreed'),
            ('declared', 'objected'),
            ('declared', 'returned'),
            ('declared', 'standing'),
            ('objected', 'agreed'),
            ('objected', 'returned'),
            ('objected', 'standing'))
        OR TG_OP = 'UPDATE' AND NEW.state = OLD.state AND NEW IS DISTINCT FROM OLD
        OR TG_OP = 'UPDATE' AND (CASE WHEN NEW.state IN ('standing', 'returned')
            THEN (NEW.objection, NEW.answered_at) IS DISTINCT FROM (OLD.objection, OLD.answered_at)
            ELSE (NEW.reason, NEW.decided_at) IS DISTINCT FROM (OLD.reason, OLD.decided_at) END)
    THEN
        PERFORM treasury_refuse('treasury_opening_steps');
    END IF;
    IF TG_OP = 'INSERT' OR NEW.state = 'standing' THEN
        PERFORM FROM treasury_receivable
        WHERE id = NEW.receivable_id AND opening_fen IS NULL FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            PERFORM treasury_refuse('treasury_opening_known');
        END IF;
    END IF;
    IF NEW.state = 'standing' THEN
        UPDATE treasury_receivable SET opening_fen = NEW.paid_fen WHERE id = NEW.receivable_id;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER treasury_opening_guarded BEFORE INSERT OR UPDATE ON treasury_opening
FOR EACH ROW EXECUTE FUNCTION treasury_opening_guarded();

-- The supplier agreed, or had its days, or objected and was answered with a reason.
CREATE OR REPLACE FUNCTION treasury_opening_heard(o treasury_opening) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN CASE
        WHEN o.answered_at IS NULL THEN o.object_until < parties_day(o.decided_at)
        WHEN o.objection <> '' THEN btrim(o.reason) <> ''
        ELSE true END;
END $$;

-- What two of the purchaser declared, to the last milestone and the last word.
CREATE OR REPLACE FUNCTION treasury_opening_declared(o treasury_opening) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
    paid jsonb := (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'milestone', milestone, 'paid_fen', paid_fen)), '[]'::jsonb)
        FROM treasury_openingpart WHERE opening_id = o.id);
BEGIN
    RETURN EXISTS (
        SELECT FROM treasury_receivable r JOIN contracts_contract c ON c.id = r.contract_id
        JOIN parties_proposal q ON q.organisation_id = c.purchaser_id
        WHERE r.id = o.receivable_id AND q.act = 'treasury.declare_opening'
            AND q.state = 'approved' AND q.decided_at = o.declared_at AND q.decider_id IS NULL
            AND q.approves = 'purchaser-approver' AND q.arguments @> jsonb_build_object(
                'contract_id', c.id, 'paid_until', o.paid_until, 'evidence', o.evidence)
            AND coalesce(q.arguments ->> 'supplier_id', r.supplier_id::text) = r.supplier_id::text
            AND q.arguments -> 'parts' @> paid AND paid @> (q.arguments -> 'parts'))
        AND o.paid_fen = (
            SELECT coalesce(sum(paid_fen), 0) FROM treasury_openingpart WHERE opening_id = o.id);
END $$;

CREATE OR REPLACE FUNCTION treasury_opening_answered(o treasury_opening, what text)
RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT parties_said(o.city_id, what, o.answered_at, o.id, r.supplier_id,
                ARRAY['supplier'])
            FROM treasury_receivable r WHERE r.id = o.receivable_id);
END $$;

CREATE OR REPLACE FUNCTION treasury_opening_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need(CASE NEW.state
        WHEN 'declared' THEN treasury_opening_declared(NEW)
        WHEN 'agreed' THEN treasury_opening_answered(NEW, 'treasury.opening.agreed')
        WHEN 'objected' THEN treasury_opening_answered(NEW, 'treasury.opening.objected')
        WHEN 'returned' THEN parties_said(NEW.city_id, 'treasury.opening.returned', NEW.decided_at,
            NEW.id, (
                SELECT parties_decides(r.city_id, r.region, 'treasury', parties_day(NEW.decided_at))
                FROM treasury_receivable r WHERE r.id = NEW.receivable_id),
            ARRAY['treasury-officer'])
        WHEN 'standing' THEN
            treasury_two_of_bureau('treasury.approve_opening', NEW.receivable_id, 'treasury-approver',
                NEW.decided_at, jsonb_build_object('opening_id', NEW.id))
            AND treasury_opening_heard(NEW)
            AND NEW.paid_fen = (
                SELECT coalesce(sum(delta_fen), 0) FROM treasury_entry
                WHERE ref_id = NEW.id AND receivable_id = NEW.receivable_id
                    AND kind = 'opening' AND account = 'paid')
        END, 'treasury_opening_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_opening_undecided ON treasury_opening;
CREATE CONSTRAINT TRIGGER treasury_opening_undecided AFTER INSERT OR UPDATE ON treasury_opening
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_opening_undecided();

-- A part is added with its opening alone: none afterwards.
CREATE OR REPLACE FUNCTION treasury_opening_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need((
        SELECT o.paid_fen = (SELECT sum(paid_fen) FROM treasury_openingpart
                             WHERE opening_id = o.id)
        FROM treasury_opening o WHERE o.id = NEW.opening_id), 'treasury_opening_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_opening_part ON treasury_openingpart;
CREATE CONSTRAINT TRIGGER treasury_opening_part AFTER INSERT ON treasury_openingpart
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_opening_part();
""",
            hints={'living': 'openings.sql'},
        ),
        migrations.RunSQL(
            sql='DROP FUNCTION IF EXISTS treasury_two_of_bureau(text, text, text, timestamptz, jsonb);'
        ),
    ]
