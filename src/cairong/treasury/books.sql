-- The books: a posting is balanced, moves the sums of its receivable, and stays inside the bounds.
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
        GROUP BY posting, {{ side_of_account }}
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
            ELSE count(DISTINCT abs(delta_fen)) <> 1 OR count(*) <> {{ accounts_of_kind }}
            END
    ) THEN
        PERFORM treasury_refuse('treasury_posting_whole');
    END IF;

    -- A posting of a payment is of that payment: its receivable, its amount, its state.
    IF EXISTS (
        SELECT FROM posted LEFT JOIN treasury_payment p ON p.id = ref_id
        WHERE kind IN ({{ payment_kinds }})
        AND account IN ({{ contract_side }})
        AND (p.id IS NULL OR p.receivable_id <> posted.receivable_id
             OR p.amount_fen <> abs(delta_fen)
             OR p.state <> {{ payment_state_of_kind }})
    ) THEN
        PERFORM treasury_refuse('treasury_posting_of_payment');
    END IF;

    UPDATE treasury_receivable r SET
        {{ sums_moved }}
    FROM (
        SELECT receivable_id,
            {{ sums_posted }}
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
