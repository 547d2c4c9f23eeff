-- What leaves and what comes back do not pass each other: whichever ends second sees the first.
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
                    AND y.state NOT IN ({{ unpaid }}))),
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
        WHERE o.kind = 'pay' AND o.about_id = payment AND i.state IN ({{ under_way }}))
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
                AND w.heard_at >= NEW.ended_at - {{ unheard }}),
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
