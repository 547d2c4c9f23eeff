-- The books: a posting is balanced, moves the sums of its receivable, and stays inside the bounds.
-- The app role may not update the sums; this function may, as the owner.
CREATE OR REPLACE FUNCTION treasury_refuse(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'refused by %', name USING ERRCODE = 'check_violation', CONSTRAINT = name;
END $$;

CREATE OR REPLACE FUNCTION treasury_entries_posted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM posted
        GROUP BY posting, CASE
            WHEN account IN ('contract', 'committed', 'due', 'requested', 'in_transit', 'paid')
                THEN 'contract'
            WHEN account IN ('headroom', 'reserved', 'outstanding') THEN 'exposure'
            ELSE 'cash' END
        HAVING sum(delta_fen) <> 0 OR count(DISTINCT receivable_id) <> 1
    ) THEN
        PERFORM treasury_refuse('treasury_posting_balanced');
    END IF;

    -- A posting of a payment is of that payment: its receivable, its amount, its state.
    IF EXISTS (
        SELECT FROM posted LEFT JOIN treasury_payment p ON p.id = ref_id
        WHERE kind IN ('request', 'withdraw', 'release', 'confirm', 'bounce', 'return')
        AND account IN ('due', 'requested', 'in_transit', 'paid')
        AND (p.id IS NULL OR p.receivable_id <> posted.receivable_id
             OR p.amount_fen <> abs(delta_fen)
             OR p.state <> CASE kind
                 WHEN 'request' THEN 'requested' WHEN 'withdraw' THEN 'withdrawn'
                 WHEN 'release' THEN 'released' WHEN 'confirm' THEN 'confirmed'
                 ELSE 'returned' END)
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
