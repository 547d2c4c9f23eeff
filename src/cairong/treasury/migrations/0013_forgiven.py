from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('treasury', '0012_reversed'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='entry',
            name='treasury_entry_by_chart',
        ),
        migrations.RemoveConstraint(
            model_name='entry',
            name='treasury_posting_once',
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('account__in', ('contract',)), ('delta_fen__lt', 0), ('kind', 'stand')), models.Q(('account__in', ('committed',)), ('delta_fen__gt', 0), ('kind', 'stand')), models.Q(('account__in', ('committed',)), ('delta_fen__lt', 0), ('kind', 'opening')), models.Q(('account__in', ('paid',)), ('delta_fen__gt', 0), ('kind', 'opening')), models.Q(('account__in', ('committed',)), ('delta_fen__lt', 0), ('kind', 'accept')), models.Q(('account__in', ('due',)), ('delta_fen__gt', 0), ('kind', 'accept')), models.Q(('account__in', ('due',)), ('delta_fen__lt', 0), ('kind', 'unaccept')), models.Q(('account__in', ('committed',)), ('delta_fen__gt', 0), ('kind', 'unaccept')), models.Q(('account__in', ('due',)), ('delta_fen__lt', 0), ('kind', 'request')), models.Q(('account__in', ('requested',)), ('delta_fen__gt', 0), ('kind', 'request')), models.Q(('account__in', ('requested',)), ('delta_fen__lt', 0), ('kind', 'withdraw')), models.Q(('account__in', ('due',)), ('delta_fen__gt', 0), ('kind', 'withdraw')), models.Q(('account__in', ('requested',)), ('delta_fen__lt', 0), ('kind', 'release')), models.Q(('account__in', ('in_transit',)), ('delta_fen__gt', 0), ('kind', 'release')), models.Q(('account__in', ('in_transit', 'transferred')), ('delta_fen__lt', 0), ('kind', 'confirm')), models.Q(('account__in', ('paid', 'received')), ('delta_fen__gt', 0), ('kind', 'confirm')), models.Q(('account__in', ('in_transit',)), ('delta_fen__lt', 0), ('kind', 'bounce')), models.Q(('account__in', ('due',)), ('delta_fen__gt', 0), ('kind', 'bounce')), models.Q(('account__in', ('paid', 'received', 'to_supplier')), ('delta_fen__lt', 0), ('kind', 'return')), models.Q(('account__in', ('due', 'transferred')), ('delta_fen__gt', 0), ('kind', 'return')), models.Q(('account__in', ('in_transit',)), ('delta_fen__lt', 0), ('kind', 'call_off')), models.Q(('account__in', ('due',)), ('delta_fen__gt', 0), ('kind', 'call_off')), models.Q(('account__in', ('due',)), ('delta_fen__lt', 0), ('kind', 'resume')), models.Q(('account__in', ('in_transit',)), ('delta_fen__gt', 0), ('kind', 'resume')), models.Q(('account__in', ('received', 'outstanding')), ('delta_fen__lt', 0), ('kind', 'repay')), models.Q(('account__in', ('interest_paid', 'principal_paid', 'fee_paid', 'headroom')), ('delta_fen__gt', 0), ('kind', 'repay')), models.Q(('account__in', ('interest_paid', 'principal_paid', 'fee_paid', 'headroom')), ('delta_fen__lt', 0), ('kind', 'unrepay')), models.Q(('account__in', ('received', 'outstanding')), ('delta_fen__gt', 0), ('kind', 'unrepay')), models.Q(('account__in', ('outstanding',)), ('delta_fen__lt', 0), ('kind', 'repay_own')), models.Q(('account__in', ('headroom',)), ('delta_fen__gt', 0), ('kind', 'repay_own')), models.Q(('account__in', ('outstanding',)), ('delta_fen__lt', 0), ('kind', 'forgive')), models.Q(('account__in', ('headroom',)), ('delta_fen__gt', 0), ('kind', 'forgive')), models.Q(('account__in', ('received',)), ('delta_fen__lt', 0), ('kind', 'surplus')), models.Q(('account__in', ('to_supplier',)), ('delta_fen__gt', 0), ('kind', 'surplus')), models.Q(('account__in', ('headroom',)), ('delta_fen__lt', 0), ('kind', 'reserve')), models.Q(('account__in', ('reserved',)), ('delta_fen__gt', 0), ('kind', 'reserve')), models.Q(('account__in', ('reserved',)), ('delta_fen__lt', 0), ('kind', 'unreserve')), models.Q(('account__in', ('headroom',)), ('delta_fen__gt', 0), ('kind', 'unreserve')), models.Q(('account__in', ('reserved',)), ('delta_fen__lt', 0), ('kind', 'draw')), models.Q(('account__in', ('outstanding',)), ('delta_fen__gt', 0), ('kind', 'draw')), models.Q(('account__in', ('headroom',)), ('delta_fen__lt', 0), ('kind', 'outside')), models.Q(('account__in', ('outstanding',)), ('delta_fen__gt', 0), ('kind', 'outside')), _connector='OR'), name='treasury_entry_by_chart'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ('stand', 'accept', 'unaccept', 'request', 'withdraw', 'release', 'confirm', 'bounce', 'return', 'call_off', 'resume', 'surplus', 'opening', 'outside', 'unrepay', 'forgive'))), fields=('ref_id', 'receivable', 'kind', 'account'), name='treasury_posting_once'),
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
            WHEN 'unrepay' THEN
                COALESCE(sum(delta_fen) FILTER (WHERE account = 'principal_paid'), 0)
                <> -COALESCE(sum(delta_fen) FILTER (WHERE account = 'outstanding'), 0)
            WHEN 'return' THEN
                count(*) FILTER (WHERE account IN ('paid', 'due', 'transferred')) <> 3
                OR count(DISTINCT abs(delta_fen))
                    FILTER (WHERE account IN ('paid', 'due', 'transferred')) <> 1
            ELSE count(DISTINCT abs(delta_fen)) <> 1 OR count(*) <> CASE min(kind)
                WHEN 'stand' THEN 2
                WHEN 'opening' THEN 2
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
                WHEN 'unrepay' THEN 6
                WHEN 'repay_own' THEN 2
                WHEN 'forgive' THEN 2
                WHEN 'surplus' THEN 2
                WHEN 'reserve' THEN 2
                WHEN 'unreserve' THEN 2
                WHEN 'draw' THEN 2
                WHEN 'outside' THEN 2 END
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
    -- What a repayment that was taken back lends again was lent before: it is not barred either.
    -- A draw is not barred by what stays reserved of its own offer, only by what others hold.
    -- What nobody knows the opening of carries nothing.
    IF EXISTS (
        SELECT FROM treasury_receivable r JOIN (
            SELECT receivable_id, min(cap_percent) AS cap,
                COALESCE(max(kept_fen) FILTER (WHERE kind = 'draw'), 0) AS kept
            FROM posted
            WHERE account IN ('reserved', 'outstanding') AND delta_fen > 0 AND kind <> 'unrepay'
            GROUP BY receivable_id
        ) risen ON risen.receivable_id = r.id
        WHERE r.outstanding_fen + GREATEST(r.reserved_fen - risen.kept, 0)
            > LEAST(r.cap_percent, risen.cap)
            * GREATEST(r.amount_fen - r.paid_fen - r.in_transit_fen - r.retention_fen, 0) / 100
        OR r.opening_fen IS NULL
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
    ]
