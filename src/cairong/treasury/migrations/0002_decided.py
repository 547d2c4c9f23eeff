from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('rulebook', '0001_v0_2'),
        ('parties', '0004_decided'),
        ('contracts', '0001_v0_2'),
        ('audit', '0001_v0_2'),
        ('treasury', '0001_v0_2'),
    ]

    operations = [
        migrations.RunSQL(
            sql=r"""-- The books: a posting is balanced, moves the sums of its receivable, and stays inside the bounds.
-- The app role may not update the sums; this function may, as the owner.
-- What stands in {{ }} is made from chart.py and states.py by living.py.
CREATE OR REPLACE FUNCTION treasury_refuse(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'refused by %', name USING ERRCODE = 'check_violation', CONSTRAINT = name;
END $$;

CREATE OR REPLACE FUNCTION treasury_entries_posted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM posted
        GROUP BY posting, CASE account
            WHEN 'contract' THEN 'contract'
            WHEN 'committed' THEN 'contract'
            WHEN 'due' THEN 'contract'
            WHEN 'requested' THEN 'contract'
            WHEN 'in_transit' THEN 'contract'
            WHEN 'paid' THEN 'contract'
            WHEN 'transferred' THEN 'cash'
            WHEN 'received' THEN 'cash'
            WHEN 'interest_paid' THEN 'cash'
            WHEN 'principal_paid' THEN 'cash'
            WHEN 'fee_paid' THEN 'cash'
            WHEN 'to_supplier' THEN 'cash'
            WHEN 'headroom' THEN 'exposure'
            WHEN 'reserved' THEN 'exposure'
            WHEN 'outstanding' THEN 'exposure' END
        HAVING sum(delta_fen) <> 0 OR count(DISTINCT receivable_id) <> 1
    ) THEN
        PERFORM treasury_refuse('treasury_posting_balanced');
    END IF;

    -- A posting is one kind, of one thing, at one moment, with every account its kind moves.
    IF EXISTS (
        SELECT FROM posted
        GROUP BY posting
        HAVING count(DISTINCT (kind, ref_id, at)) <> 1 OR CASE min(kind)
            WHEN 'repay' THEN
                COALESCE(sum(delta_fen) FILTER (WHERE account = 'principal_paid'), 0)
                <> -COALESCE(sum(delta_fen) FILTER (WHERE account = 'outstanding'), 0)
            WHEN 'return' THEN
                count(*) FILTER (WHERE account IN ('paid', 'due', 'transferred')) <> 3
                OR count(DISTINCT abs(delta_fen))
                    FILTER (WHERE account IN ('paid', 'due', 'transferred')) <> 1
            ELSE count(DISTINCT abs(delta_fen)) <> 1 OR count(*) <> CASE min(kind)
                WHEN 'stand' THEN 2
                WHEN 'accept' THEN 2
                WHEN 'unaccept' THEN 2
                WHEN 'request' THEN 2
                WHEN 'withdraw' THEN 2
                WHEN 'release' THEN 2
                WHEN 'confirm' THEN 4
                WHEN 'bounce' THEN 2
                WHEN 'return' THEN 5
                WHEN 'repay' THEN 6
                WHEN 'repay_own' THEN 2
                WHEN 'surplus' THEN 2
                WHEN 'reserve' THEN 2
                WHEN 'unreserve' THEN 2
                WHEN 'draw' THEN 2 END
            END
    ) THEN
        PERFORM treasury_refuse('treasury_posting_whole');
    END IF;

    -- A posting of a payment is of that payment: its receivable, its amount, its state.
    IF EXISTS (
        SELECT FROM posted LEFT JOIN treasury_payment p ON p.id = ref_id
        WHERE kind IN ('request', 'withdraw', 'release', 'confirm', 'bounce', 'return')
        AND account IN ('contract', 'committed', 'due', 'requested', 'in_transit', 'paid')
        AND (p.id IS NULL OR p.receivable_id <> posted.receivable_id
             OR p.amount_fen <> abs(delta_fen)
             OR p.state <> CASE kind
                 WHEN 'request' THEN 'requested'
                 WHEN 'withdraw' THEN 'withdrawn'
                 WHEN 'release' THEN 'released'
                 WHEN 'confirm' THEN 'confirmed'
                 WHEN 'bounce' THEN 'returned'
                 WHEN 'return' THEN 'returned' END)
    ) THEN
        PERFORM treasury_refuse('treasury_posting_of_payment');
    END IF;

    UPDATE treasury_receivable r SET
        contract_fen = r.contract_fen + s.contract,
        committed_fen = r.committed_fen + s.committed,
        due_fen = r.due_fen + s.due,
        requested_fen = r.requested_fen + s.requested,
        in_transit_fen = r.in_transit_fen + s.in_transit,
        paid_fen = r.paid_fen + s.paid,
        transferred_fen = r.transferred_fen + s.transferred,
        received_fen = r.received_fen + s.received,
        interest_paid_fen = r.interest_paid_fen + s.interest_paid,
        principal_paid_fen = r.principal_paid_fen + s.principal_paid,
        fee_paid_fen = r.fee_paid_fen + s.fee_paid,
        to_supplier_fen = r.to_supplier_fen + s.to_supplier,
        headroom_fen = r.headroom_fen + s.headroom,
        reserved_fen = r.reserved_fen + s.reserved,
        outstanding_fen = r.outstanding_fen + s.outstanding
    FROM (
        SELECT receivable_id,
            sum(CASE account WHEN 'contract' THEN delta_fen ELSE 0 END) AS contract,
            sum(CASE account WHEN 'committed' THEN delta_fen ELSE 0 END) AS committed,
            sum(CASE account WHEN 'due' THEN delta_fen ELSE 0 END) AS due,
            sum(CASE account WHEN 'requested' THEN delta_fen ELSE 0 END) AS requested,
            sum(CASE account WHEN 'in_transit' THEN delta_fen ELSE 0 END) AS in_transit,
            sum(CASE account WHEN 'paid' THEN delta_fen ELSE 0 END) AS paid,
            sum(CASE account WHEN 'transferred' THEN delta_fen ELSE 0 END) AS transferred,
            sum(CASE account WHEN 'received' THEN delta_fen ELSE 0 END) AS received,
            sum(CASE account WHEN 'interest_paid' THEN delta_fen ELSE 0 END) AS interest_paid,
            sum(CASE account WHEN 'principal_paid' THEN delta_fen ELSE 0 END) AS principal_paid,
            sum(CASE account WHEN 'fee_paid' THEN delta_fen ELSE 0 END) AS fee_paid,
            sum(CASE account WHEN 'to_supplier' THEN delta_fen ELSE 0 END) AS to_supplier,
            sum(CASE account WHEN 'headroom' THEN delta_fen ELSE 0 END) AS headroom,
            sum(CASE account WHEN 'reserved' THEN delta_fen ELSE 0 END) AS reserved,
            sum(CASE account WHEN 'outstanding' THEN delta_fen ELSE 0 END) AS outstanding
        FROM posted GROUP BY receivable_id
    ) s
    WHERE r.id = s.receivable_id;

    -- Headroom (D9): looked at when reserved or outstanding rises, never when the base falls.
    -- A draw is not barred by what stays reserved of its own offer, only by what others hold.
    IF EXISTS (
        SELECT FROM treasury_receivable r JOIN (
            SELECT receivable_id, min(cap_percent) AS cap,
                COALESCE(max(kept_fen) FILTER (WHERE kind = 'draw'), 0) AS kept
            FROM posted
            WHERE account IN ('reserved', 'outstanding') AND delta_fen > 0
            GROUP BY receivable_id
        ) risen ON risen.receivable_id = r.id
        WHERE r.outstanding_fen + GREATEST(r.reserved_fen - risen.kept, 0)
            > LEAST(r.cap_percent, risen.cap)
            * GREATEST(r.amount_fen - r.paid_fen - r.in_transit_fen - r.retention_fen, 0) / 100
    ) THEN
        PERFORM treasury_refuse('treasury_headroom_bound');
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER treasury_entries_posted AFTER INSERT ON treasury_entry
REFERENCING NEW TABLE AS posted
FOR EACH STATEMENT EXECUTE FUNCTION treasury_entries_posted();
""",
            hints={'living': 'books.sql'},
        ),
        migrations.RunSQL(
            sql=r"""-- Nothing moves that nobody decided (docs/decisions/decided.md): each guard looks when the
-- transaction ends, so that what is rehearsed and taken back needs no decision.
CREATE OR REPLACE FUNCTION treasury_need(held boolean, name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF held IS NOT TRUE THEN
        PERFORM treasury_refuse(name);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION treasury_two_of_bureau(
    what text, of_city text, second text, moment timestamptz, told jsonb
) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT parties_decided(what, parties_bureau(of_city), second, moment, told) > 0
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

-- A payment arrived: the bank slip says so to two persons, or the treasury's system does. Only a
-- demonstration has such a system.
CREATE OR REPLACE FUNCTION treasury_payment_arrived(
    of_city text, payment uuid, serial text, released timestamptz, arrived timestamptz
) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM treasury_remittance m
        WHERE m.payment_id = payment AND m.bank_serial = serial AND (
            treasury_two_of_bureau('treasury.confirm_arrival', of_city, 'treasury-approver',
                arrived, jsonb_build_object('payment_id', payment, 'bank_serial', serial,
                    'arrived_on', m.arrived_on))
            OR (SELECT demo FROM parties_city WHERE code = of_city) AND EXISTS (
                SELECT FROM audit_event e JOIN audit_outbox o ON o.event_id = e.id
                WHERE e.city = of_city AND e.type = 'treasury.payment.released'
                    AND e.at = released AND e.subject_id = payment::text
                    AND o.consumer = 'treasury.gateway' AND o.done_at = arrived)))
$$;

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
            treasury_two_of_bureau('treasury.pay', NEW.city_id, two, NEW.released_at, this)
        WHEN 'confirmed' THEN
            treasury_payment_arrived(NEW.city_id, NEW.id, NEW.bank_serial, NEW.released_at,
                NEW.ended_at)
        WHEN 'returned' THEN
            treasury_two_of_bureau('treasury.return_payment', NEW.city_id, two, NEW.ended_at, this)
        WHEN 'withdrawn' THEN
            treasury_two_of_bureau('treasury.send_back_payment', NEW.city_id, two, NEW.ended_at,
                this)
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

-- A payee version stands by the filing of its contract, or by a change that the bureau decided;
-- its name is the supplier's, one it bore before, or that of who followed it.
CREATE OR REPLACE FUNCTION treasury_plain(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT regexp_replace(normalize(name, NFKC), '\s', '', 'g')
$$;

CREATE OR REPLACE FUNCTION treasury_bears(organisation uuid, name text) RETURNS boolean
LANGUAGE sql STABLE AS $$
    WITH RECURSIVE bearer AS (
        SELECT id, name, former_names, successor_id FROM parties_organisation
        WHERE id = organisation
        UNION
        SELECT o.id, o.name, o.former_names, o.successor_id
        FROM parties_organisation o JOIN bearer b ON o.id = b.successor_id
    )
    SELECT EXISTS (
        SELECT FROM bearer, unnest(bearer.former_names || bearer.name) AS borne
        WHERE treasury_plain(borne) = treasury_plain($2))
$$;

CREATE OR REPLACE FUNCTION treasury_payee_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    r treasury_receivable;
BEGIN
    SELECT * INTO r FROM treasury_receivable WHERE id = NEW.receivable_id;
    PERFORM treasury_need(treasury_bears(r.supplier_id, NEW.payee), 'treasury_payee_named');
    PERFORM treasury_need(CASE NEW.version
        WHEN 1 THEN
            treasury_two_of_bureau('filing.decide_filing', r.city_id, 'procurement-approver',
                NEW.established_at,
                jsonb_build_object('contract_id', r.contract_id, 'verdict', 'accept'))
            AND EXISTS (
                SELECT FROM contracts_contractsupplier s
                WHERE s.contract_id = r.contract_id AND s.supplier_id = r.supplier_id
                    AND (s.payee, s.account_no, s.bank, s.cnaps)
                        = (NEW.payee, NEW.account_no, NEW.bank, NEW.cnaps))
        ELSE
            treasury_two_of_bureau('treasury.change_payee', r.city_id, 'treasury-approver',
                NEW.established_at, jsonb_build_object('change_id', NEW.change_id))
        END, 'treasury_payee_undecided');
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
""",
            hints={'living': 'decided.sql'},
        ),
        migrations.RunSQL(
            sql=r"""-- What the code should never do, the database refuses: each refusal carries the name of its guard.

-- A receivable begins with empty books and without a payee.
CREATE OR REPLACE FUNCTION treasury_receivable_starts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.current_id IS NOT NULL
        OR NEW.contract_fen <> 0
        OR NEW.committed_fen <> 0
        OR NEW.due_fen <> 0
        OR NEW.requested_fen <> 0
        OR NEW.in_transit_fen <> 0
        OR NEW.paid_fen <> 0
        OR NEW.transferred_fen <> 0
        OR NEW.received_fen <> 0
        OR NEW.interest_paid_fen <> 0
        OR NEW.principal_paid_fen <> 0
        OR NEW.fee_paid_fen <> 0
        OR NEW.to_supplier_fen <> 0
        OR NEW.headroom_fen <> 0
        OR NEW.reserved_fen <> 0
        OR NEW.outstanding_fen <> 0
    THEN
        PERFORM treasury_refuse('treasury_receivable_starts_empty');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER treasury_receivable_starts BEFORE INSERT ON treasury_receivable
FOR EACH ROW EXECUTE FUNCTION treasury_receivable_starts();

-- A new payee version becomes the current one: the first by the filing, a later one only by an
-- agreed change, with no lock live and no payment under way. Runs as the owner.
CREATE OR REPLACE FUNCTION treasury_payee_stands() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    newest smallint;
BEGIN
    PERFORM FROM treasury_receivable WHERE id = NEW.receivable_id FOR NO KEY UPDATE;
    SELECT max(version) INTO newest FROM treasury_payeeversion
    WHERE receivable_id = NEW.receivable_id AND id <> NEW.id;
    IF NEW.version <> COALESCE(newest, 0) + 1 THEN
        PERFORM treasury_refuse('treasury_payee_next_version');
    END IF;
    IF EXISTS (SELECT FROM treasury_lock WHERE receivable_id = NEW.receivable_id
               AND state IN ('requested', 'supplier_consented', 'purchaser_acknowledged', 'active'))
    THEN
        PERFORM treasury_refuse('treasury_payee_locked');
    END IF;
    IF EXISTS (SELECT FROM treasury_payment WHERE receivable_id = NEW.receivable_id
               AND state IN ('requested', 'released'))
    THEN
        PERFORM treasury_refuse('treasury_payee_payment_open');
    END IF;
    IF newest IS NOT NULL AND NOT EXISTS (
        SELECT FROM treasury_payeechange c WHERE c.id = NEW.change_id
        AND (c.receivable_id, c.payee, c.account_no, c.bank, c.cnaps)
            = (NEW.receivable_id, NEW.payee, NEW.account_no, NEW.bank, NEW.cnaps)
        AND (SELECT count(*) FROM treasury_payeeconsent WHERE change_id = c.id) = 2
    ) THEN
        PERFORM treasury_refuse('treasury_payee_agreed');
    END IF;
    UPDATE treasury_receivable SET current_id = NEW.id WHERE id = NEW.receivable_id;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER treasury_payee_stands AFTER INSERT ON treasury_payeeversion
FOR EACH ROW EXECUTE FUNCTION treasury_payee_stands();

-- A change asked for keeps the account it asked for.
CREATE OR REPLACE FUNCTION treasury_payee_change_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.city_id, NEW.receivable_id, NEW.payee, NEW.account_no, NEW.bank, NEW.cnaps)
        IS DISTINCT FROM
        (OLD.id, OLD.city_id, OLD.receivable_id, OLD.payee, OLD.account_no, OLD.bank, OLD.cnaps)
    THEN
        PERFORM treasury_refuse('treasury_payee_change_fixed');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER treasury_payee_change_fixed BEFORE UPDATE ON treasury_payeechange
FOR EACH ROW EXECUTE FUNCTION treasury_payee_change_fixed();

-- An operation begins open under a live lock, stays under it, and ends once.
CREATE OR REPLACE FUNCTION treasury_operation_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'open' OR NOT EXISTS (SELECT FROM treasury_lock WHERE id = NEW.lock_id
            AND state IN ('requested', 'supplier_consented', 'purchaser_acknowledged', 'active'))
        THEN
            PERFORM treasury_refuse('treasury_operation_live_lock');
        END IF;
    ELSIF OLD.state <> 'open' OR (NEW.id, NEW.lock_id, NEW.offer_id)
        IS DISTINCT FROM (OLD.id, OLD.lock_id, OLD.offer_id)
    THEN
        PERFORM treasury_refuse('treasury_operation_steps');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER treasury_operation_guarded BEFORE INSERT OR UPDATE ON treasury_lockoperation
FOR EACH ROW EXECUTE FUNCTION treasury_operation_guarded();

-- A payment goes to the current payee version, when asked and when released, and keeps its facts.
CREATE OR REPLACE FUNCTION treasury_payment_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'requested' THEN
            PERFORM treasury_refuse('treasury_payment_steps');
        END IF;
    ELSE
        IF (NEW.id, NEW.city_id, NEW.receivable_id, NEW.payee_version_id, NEW.amount_fen,
            NEW.voucher_no, NEW.requested_at)
            IS DISTINCT FROM
            (OLD.id, OLD.city_id, OLD.receivable_id, OLD.payee_version_id, OLD.amount_fen,
             OLD.voucher_no, OLD.requested_at)
            OR NEW.state = OLD.state AND NEW IS DISTINCT FROM OLD
            OR OLD.released_at IS NOT NULL AND NEW.released_at IS DISTINCT FROM OLD.released_at
        THEN
            PERFORM treasury_refuse('treasury_payment_fixed');
        END IF;
        IF NEW.state = OLD.state THEN
            RETURN NEW;
        END IF;
        IF (OLD.state, NEW.state) NOT IN (
            ('confirmed', 'returned'),
            ('released', 'confirmed'),
            ('released', 'returned'),
            ('requested', 'released'),
            ('requested', 'withdrawn'))
        THEN
            PERFORM treasury_refuse('treasury_payment_steps');
        END IF;
    END IF;
    IF NEW.state IN ('requested', 'released') AND (
        NEW.payee_version_id IS DISTINCT FROM
            (SELECT current_id FROM treasury_receivable WHERE id = NEW.receivable_id)
        OR EXISTS (SELECT FROM treasury_lock WHERE receivable_id = NEW.receivable_id
                   AND state = 'active' AND payee_version_id <> NEW.payee_version_id))
    THEN
        PERFORM treasury_refuse('treasury_payment_payee');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER treasury_payment_guarded BEFORE INSERT OR UPDATE ON treasury_payment
FOR EACH ROW EXECUTE FUNCTION treasury_payment_guarded();

-- A payment's state and its postings go together: looked at when the transaction ends.
CREATE OR REPLACE FUNCTION treasury_payment_posted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM treasury_entry WHERE ref_id = NEW.id AND receivable_id = NEW.receivable_id
        AND CASE kind
            WHEN 'request' THEN 'requested'
            WHEN 'withdraw' THEN 'withdrawn'
            WHEN 'release' THEN 'released'
            WHEN 'confirm' THEN 'confirmed'
            WHEN 'bounce' THEN 'returned'
            WHEN 'return' THEN 'returned' END = NEW.state
    ) THEN
        PERFORM treasury_refuse('treasury_payment_posted');
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_payment_posted ON treasury_payment;
CREATE CONSTRAINT TRIGGER treasury_payment_posted AFTER INSERT OR UPDATE ON treasury_payment
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_payment_posted();
""",
            hints={'living': 'guards.sql'},
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
            treasury_two_of_bureau('treasury.confirm_lock', NEW.city_id, two, NEW.active_at, this)
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
                treasury_two_of_bureau('treasury.decline_confirmation', NEW.city_id, two,
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
            sql=r"""-- What stands in the books rests on a paper that somebody decided: looked at when the transaction
-- ends (decided.sql). What stands in {{ }} is made from the numbers of policy by living.py.

-- A receivable is a supplier's share of a contract that two of the purchaser signed, under a cap
-- that was declared beforehand.
CREATE OR REPLACE FUNCTION treasury_receivable_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need((
        NEW.cap_percent IN (70) OR EXISTS (
            SELECT FROM rulebook_parameterrow
            WHERE city_id = NEW.city_id AND code = 'contract_cap_percent'
                AND value = NEW.cap_percent)
    ) AND EXISTS (
        SELECT FROM contracts_contract c JOIN contracts_contractsupplier s ON s.contract_id = c.id
        WHERE c.id = NEW.contract_id AND (c.city_id, c.region) = (NEW.city_id, NEW.region)
            AND (s.supplier_id, s.share_fen) = (NEW.supplier_id, NEW.amount_fen)
            AND c.retention_fen
                = (SELECT sum(retention_fen) FROM treasury_receivable WHERE contract_id = c.id)
            AND parties_decided('filing.sign_contract', c.purchaser_id, 'purchaser-approver',
                NEW.established_at,
                jsonb_build_object('award_id', c.award_id, 'amount_fen', c.amount_fen)) > 0
    ) AND EXISTS (
        SELECT FROM treasury_entry
        WHERE ref_id = NEW.contract_id AND receivable_id = NEW.id AND kind = 'stand'
            AND account = 'committed' AND delta_fen = NEW.amount_fen
    ), 'treasury_receivable_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_receivable_undecided ON treasury_receivable;
CREATE CONSTRAINT TRIGGER treasury_receivable_undecided AFTER INSERT ON treasury_receivable
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_receivable_undecided();

-- An acceptance is the purchaser's, and is posted.
CREATE OR REPLACE FUNCTION treasury_acceptance_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need((
        SELECT parties_said(NEW.city_id, 'treasury.acceptance.recorded', NEW.recorded_at, NEW.id,
            c.purchaser_id, ARRAY['purchaser-officer'])
        FROM treasury_receivable r JOIN contracts_contract c ON c.id = r.contract_id
        WHERE r.id = NEW.receivable_id
    ) AND EXISTS (
        SELECT FROM treasury_entry
        WHERE ref_id = NEW.id AND receivable_id = NEW.receivable_id AND kind = 'accept'
            AND account = 'due' AND delta_fen = NEW.amount_fen
    ), 'treasury_acceptance_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_acceptance_undecided ON treasury_acceptance;
CREATE CONSTRAINT TRIGGER treasury_acceptance_undecided AFTER INSERT ON treasury_acceptance
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_acceptance_undecided();

CREATE OR REPLACE FUNCTION treasury_recall_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need((
        SELECT treasury_two_of_purchaser('treasury.recall_acceptance', a.receivable_id,
            NEW.recalled_at, jsonb_build_object('acceptance_id', a.id))
            AND EXISTS (
                SELECT FROM treasury_entry
                WHERE ref_id = a.id AND receivable_id = a.receivable_id AND kind = 'unaccept')
        FROM treasury_acceptance a WHERE a.id = NEW.acceptance_id
    ), 'treasury_recall_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_recall_undecided ON treasury_acceptancerecall;
CREATE CONSTRAINT TRIGGER treasury_recall_undecided AFTER INSERT ON treasury_acceptancerecall
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_recall_undecided();

-- A posting is of a paper of the same receivable, with its amount and its moment.
CREATE OR REPLACE FUNCTION treasury_posting_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need(CASE NEW.kind
        WHEN 'stand' THEN EXISTS (
            SELECT FROM treasury_receivable r
            WHERE (r.id, r.contract_id, r.amount_fen, r.established_at)
                = (NEW.receivable_id, NEW.ref_id, NEW.delta_fen, NEW.at))
        WHEN 'accept' THEN EXISTS (
            SELECT FROM treasury_acceptance a
            WHERE (a.id, a.receivable_id, a.amount_fen, a.recorded_at)
                = (NEW.ref_id, NEW.receivable_id, NEW.delta_fen, NEW.at))
        WHEN 'unaccept' THEN EXISTS (
            SELECT FROM treasury_acceptance a
            JOIN treasury_acceptancerecall back ON back.acceptance_id = a.id
            WHERE (a.id, a.receivable_id, a.amount_fen, back.recalled_at)
                = (NEW.ref_id, NEW.receivable_id, NEW.delta_fen, NEW.at))
        WHEN 'bounce' THEN NOT EXISTS (
            SELECT FROM treasury_remittance WHERE payment_id = NEW.ref_id)
        WHEN 'return' THEN EXISTS (
            SELECT FROM treasury_remittance WHERE payment_id = NEW.ref_id)
        ELSE EXISTS (
            SELECT FROM treasury_remittance m
            WHERE (m.id, m.receivable_id) = (NEW.ref_id, NEW.receivable_id) AND m.amount_fen >= (
                SELECT -sum(delta_fen) FROM treasury_entry
                WHERE ref_id = m.id AND account = 'received' AND delta_fen < 0))
        END, 'treasury_posting_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_posting_undecided ON treasury_entry;
CREATE CONSTRAINT TRIGGER treasury_posting_undecided AFTER INSERT ON treasury_entry
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (
    NEW.kind IN ('stand', 'accept', 'unaccept', 'bounce', 'return')
        AND NEW.account IN ('committed', 'due') AND NEW.delta_fen > 0
    OR NEW.kind IN ('repay', 'surplus') AND NEW.account = 'received'
) EXECUTE FUNCTION treasury_posting_undecided();
""",
            hints={'living': 'postings.sql'},
        ),
    ]
