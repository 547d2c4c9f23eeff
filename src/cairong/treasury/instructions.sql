-- An instruction stands only with the signatures of the two persons who released its payment, over
-- an order that says exactly what the rows say, to an account two persons signed for.
CREATE OR REPLACE FUNCTION treasury_instruction_unsigned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
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
            AND o.text::jsonb @> (leaves || account) AND a.text::jsonb @> account
            AND orders_signed_by_two(o.id) AND orders_signed_by_two(a.id)),
        'treasury_instruction_unsigned');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS treasury_instruction_unsigned ON orders_instruction;
CREATE CONSTRAINT TRIGGER treasury_instruction_unsigned AFTER INSERT ON orders_instruction
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION treasury_instruction_unsigned();
