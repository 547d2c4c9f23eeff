import django.db.models.deletion
import django.db.models.functions.uuid
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0002_two_signatures'),
        ('contracts', '0003_own_accounts'),
        ('parties', '0012_second_city'),
        ('treasury', '0006_own_accounts'),
    ]

    operations = [
        migrations.CreateModel(
            name='DisownedAccount',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('payee', models.CharField(max_length=200)),
                ('account_no', models.CharField(max_length=40)),
                ('bank', models.CharField(max_length=200)),
                ('cnaps', models.CharField(max_length=12)),
                ('note', models.CharField(blank=True, default='', max_length=500)),
                ('said_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='OwnMeans',
            fields=[
                ('id', models.UUIDField(db_default=django.db.models.functions.uuid.UUID7(), editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(max_length=500)),
                ('decided_at', models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='entry',
            name='treasury_entry_by_chart',
        ),
        migrations.RemoveConstraint(
            model_name='entry',
            name='treasury_posting_once',
        ),
        migrations.RemoveConstraint(
            model_name='payment',
            name='treasury_payment_state',
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('account__in', ('contract',)), ('delta_fen__lt', 0), ('kind', 'stand')), models.Q(('account__in', ('committed',)), ('delta_fen__gt', 0), ('kind', 'stand')), models.Q(('account__in', ('committed',)), ('delta_fen__lt', 0), ('kind', 'accept')), models.Q(('account__in', ('due',)), ('delta_fen__gt', 0), ('kind', 'accept')), models.Q(('account__in', ('due',)), ('delta_fen__lt', 0), ('kind', 'unaccept')), models.Q(('account__in', ('committed',)), ('delta_fen__gt', 0), ('kind', 'unaccept')), models.Q(('account__in', ('due',)), ('delta_fen__lt', 0), ('kind', 'request')), models.Q(('account__in', ('requested',)), ('delta_fen__gt', 0), ('kind', 'request')), models.Q(('account__in', ('requested',)), ('delta_fen__lt', 0), ('kind', 'withdraw')), models.Q(('account__in', ('due',)), ('delta_fen__gt', 0), ('kind', 'withdraw')), models.Q(('account__in', ('requested',)), ('delta_fen__lt', 0), ('kind', 'release')), models.Q(('account__in', ('in_transit',)), ('delta_fen__gt', 0), ('kind', 'release')), models.Q(('account__in', ('in_transit', 'transferred')), ('delta_fen__lt', 0), ('kind', 'confirm')), models.Q(('account__in', ('paid', 'received')), ('delta_fen__gt', 0), ('kind', 'confirm')), models.Q(('account__in', ('in_transit',)), ('delta_fen__lt', 0), ('kind', 'bounce')), models.Q(('account__in', ('due',)), ('delta_fen__gt', 0), ('kind', 'bounce')), models.Q(('account__in', ('paid', 'received', 'to_supplier')), ('delta_fen__lt', 0), ('kind', 'return')), models.Q(('account__in', ('due', 'transferred')), ('delta_fen__gt', 0), ('kind', 'return')), models.Q(('account__in', ('in_transit',)), ('delta_fen__lt', 0), ('kind', 'call_off')), models.Q(('account__in', ('due',)), ('delta_fen__gt', 0), ('kind', 'call_off')), models.Q(('account__in', ('due',)), ('delta_fen__lt', 0), ('kind', 'resume')), models.Q(('account__in', ('in_transit',)), ('delta_fen__gt', 0), ('kind', 'resume')), models.Q(('account__in', ('received', 'outstanding')), ('delta_fen__lt', 0), ('kind', 'repay')), models.Q(('account__in', ('interest_paid', 'principal_paid', 'fee_paid', 'headroom')), ('delta_fen__gt', 0), ('kind', 'repay')), models.Q(('account__in', ('outstanding',)), ('delta_fen__lt', 0), ('kind', 'repay_own')), models.Q(('account__in', ('headroom',)), ('delta_fen__gt', 0), ('kind', 'repay_own')), models.Q(('account__in', ('received',)), ('delta_fen__lt', 0), ('kind', 'surplus')), models.Q(('account__in', ('to_supplier',)), ('delta_fen__gt', 0), ('kind', 'surplus')), models.Q(('account__in', ('headroom',)), ('delta_fen__lt', 0), ('kind', 'reserve')), models.Q(('account__in', ('reserved',)), ('delta_fen__gt', 0), ('kind', 'reserve')), models.Q(('account__in', ('reserved',)), ('delta_fen__lt', 0), ('kind', 'unreserve')), models.Q(('account__in', ('headroom',)), ('delta_fen__gt', 0), ('kind', 'unreserve')), models.Q(('account__in', ('reserved',)), ('delta_fen__lt', 0), ('kind', 'draw')), models.Q(('account__in', ('outstanding',)), ('delta_fen__gt', 0), ('kind', 'draw')), _connector='OR'), name='treasury_entry_by_chart'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ('stand', 'accept', 'unaccept', 'request', 'withdraw', 'release', 'confirm', 'bounce', 'return', 'call_off', 'resume', 'surplus'))), fields=('ref_id', 'receivable', 'kind', 'account'), name='treasury_posting_once'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['confirmed', 'released', 'requested', 'returned', 'unpaid', 'withdrawn'])), name='treasury_payment_state'),
        ),
        migrations.AddField(
            model_name='disownedaccount',
            name='city',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city'),
        ),
        migrations.AddField(
            model_name='disownedaccount',
            name='contract',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contract'),
        ),
        migrations.AddField(
            model_name='disownedaccount',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person'),
        ),
        migrations.AddField(
            model_name='disownedaccount',
            name='supplier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation'),
        ),
        migrations.AddField(
            model_name='ownmeans',
            name='city',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.city'),
        ),
        migrations.AddField(
            model_name='ownmeans',
            name='payment',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='own_means', to='treasury.payment'),
        ),
        migrations.AddConstraint(
            model_name='disownedaccount',
            constraint=models.UniqueConstraint(fields=('contract', 'supplier', 'account_no', 'payee', 'bank', 'cnaps'), name='treasury_disowned_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='disownedaccount',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='9cfb936aa233dac243d32d9f2fa1d206b8b16aa1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f30ff', table='treasury_disownedaccount', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ownmeans',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only', TABLE = TG_TABLE_NAME;\n        ", hash='51ebc31f777dab30bcb4e9f4859b01917e2258f9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f4699', table='treasury_ownmeans', when='BEFORE')),
        ),
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
                WHEN 'call_off' THEN 2
                WHEN 'resume' THEN 2
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
        WHERE kind IN ('request', 'withdraw', 'release', 'confirm', 'bounce', 'return', 'call_off', 'resume')
        AND account IN ('contract', 'committed', 'due', 'requested', 'in_transit', 'paid')
        AND (p.id IS NULL OR p.receivable_id <> posted.receivable_id
             OR p.amount_fen <> abs(delta_fen)
             OR p.state <> CASE kind
                 WHEN 'request' THEN 'requested'
                 WHEN 'withdraw' THEN 'withdrawn'
                 WHEN 'release' THEN 'released'
                 WHEN 'confirm' THEN 'confirmed'
                 WHEN 'bounce' THEN 'returned'
                 WHEN 'return' THEN 'returned'
                 WHEN 'call_off' THEN 'unpaid'
                 WHEN 'resume' THEN 'released' END)
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
            treasury_two_of_bureau('treasury.confirm_arrival', of_city, 'treasury-approver',
                arrived, jsonb_build_object('payment_id', payment, 'bank_serial', serial,
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
            AND treasury_two_of_bureau('treasury.return_payment', of_city, 'treasury-approver',
                ended, jsonb_build_object('payment_id', payment, 'slip_id', b.slip_id,
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
            'treasury.resume_payment', of_city, 'treasury-approver', e.at, this));
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
            treasury_two_of_bureau('treasury.pay', NEW.city_id, two, NEW.released_at, this)
            AND (TG_OP = 'INSERT' OR OLD.state <> 'unpaid'
                OR treasury_payment_resumed(NEW.city_id, NEW.id, this))
        WHEN 'confirmed' THEN
            treasury_payment_arrived(NEW.city_id, NEW.id, NEW.bank_serial, NEW.released_at,
                NEW.ended_at)
        WHEN 'returned' THEN
            treasury_payment_came_back(NEW.id, NEW.city_id, NEW.amount_fen, NEW.ended_at)
        WHEN 'unpaid' THEN
            treasury_two_of_bureau('treasury.call_off_payment', NEW.city_id, two, NEW.ended_at,
                this)
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
            AND q.organisation_id = parties_bureau(of_city)
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
            sql=r"""-- What may have left, whatever the rows say since a restore, is not called off, nor paid otherwise,
-- nor taken back to be asked for anew.
CREATE OR REPLACE FUNCTION treasury_doubted(payment uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM orders_doubt d
        WHERE d.about_id = payment AND d.ended_at IS NULL)
$$;

CREATE OR REPLACE FUNCTION treasury_in_doubt() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    payment uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
BEGIN
    PERFORM treasury_one_at_a_time(payment);
    PERFORM treasury_need(NOT treasury_doubted(payment), 'treasury_in_doubt');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_in_doubt ON treasury_payment;
CREATE CONSTRAINT TRIGGER treasury_in_doubt AFTER UPDATE ON treasury_payment
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (
    OLD.state = 'released' AND NEW.state = 'unpaid'
    OR OLD.state = 'requested' AND NEW.state = 'withdrawn')
EXECUTE FUNCTION treasury_in_doubt('id');

DROP TRIGGER IF EXISTS treasury_in_doubt ON treasury_ownmeans;
CREATE CONSTRAINT TRIGGER treasury_in_doubt AFTER INSERT ON treasury_ownmeans
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_in_doubt('payment_id');
""",
            hints={'living': 'doubts.sql'},
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
            ('released', 'unpaid'),
            ('requested', 'released'),
            ('requested', 'withdrawn'),
            ('unpaid', 'released'))
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
            WHEN 'return' THEN 'returned'
            WHEN 'call_off' THEN 'unpaid'
            WHEN 'resume' THEN 'released' END = NEW.state
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
        AND treasury_two_of_bureau('treasury.pay_by_own_means', NEW.city_id, 'treasury-approver',
            NEW.decided_at, jsonb_build_object('payment_id', NEW.payment_id)),
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
        WHEN 'call_off' THEN NOT EXISTS (
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
    NEW.kind IN ('stand', 'accept', 'unaccept', 'bounce', 'return', 'call_off')
        AND NEW.account IN ('committed', 'due') AND NEW.delta_fen > 0
    OR NEW.kind IN ('repay', 'surplus') AND NEW.account = 'received'
) EXECUTE FUNCTION treasury_posting_undecided();
""",
            hints={'living': 'postings.sql'},
        ),
    ]
