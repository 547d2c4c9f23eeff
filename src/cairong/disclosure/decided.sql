-- Nothing is published that nobody decided (docs/decisions/decided.md): looked at when the
-- transaction ends.

-- What decides a version of a contract, by its kind; the public reads it at once.
CREATE OR REPLACE FUNCTION disclosure_published_by(published bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT CASE v.kind
        WHEN 'announced' THEN
            parties_decided('filing.sign_contract', c.purchaser_id, 'purchaser-approver',
                v.published_at, jsonb_build_object('award_id', c.award_id)) > 0
            OR parties_decided('filing.resubmit_filing', c.purchaser_id, 'purchaser-approver',
                v.published_at, jsonb_build_object('contract_id', c.id)) > 0
        WHEN 'filed' THEN
            parties_decided('filing.decide_filing', parties_decides(c.city_id, c.region,
                'procurement', parties_day(v.published_at)), 'procurement-approver', v.published_at,
                jsonb_build_object('contract_id', c.id, 'verdict', 'accept')) > 0
        WHEN 'returned' THEN
            parties_decided('filing.decide_filing', parties_decides(c.city_id, c.region,
                'procurement', parties_day(v.published_at)), 'procurement-approver', v.published_at,
                jsonb_build_object('contract_id', c.id, 'verdict', 'return')) > 0
            OR parties_said(c.city_id, 'filing.contract.recalled', v.published_at, c.id,
                c.purchaser_id, ARRAY['purchaser-officer', 'purchaser-approver'])
        WHEN 'corrected' THEN EXISTS (
            SELECT FROM treasury_payeeversion p JOIN treasury_receivable r ON r.id = p.receivable_id
            WHERE r.contract_id = c.id AND p.version > 1 AND p.established_at <= v.published_at)
        END
        OR v.kind = (SELECT kind FROM disclosure_publishedversion
                     WHERE contract_id = c.id AND version = v.version - 1)
            AND EXISTS (
                SELECT FROM contracts_withhelditem
                WHERE contract_id = c.id AND assent = false AND decided_at = v.published_at
                    AND until < parties_day(v.published_at))
    FROM disclosure_publishedversion v JOIN contracts_contract c ON c.id = v.contract_id
    WHERE v.id = published
$$;

-- The bytes of a version say what its columns, its contract and its payees say as it is written.
CREATE OR REPLACE FUNCTION disclosure_says(published bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT (said ->> 'contract_no', (said ->> 'version')::int, said ->> 'kind')
            = (v.no, v.version::int, v.kind)
        AND (v.no, v.amount_fen) = (c.no, c.amount_fen)
        AND said -> 'purchaser' ->> 'name' = c.purchaser_name
        AND (said -> 'contract' ->> 'amount_yuan')::numeric * 100 = c.amount_fen
        AND NOT EXISTS (
            SELECT FROM jsonb_array_elements(said -> 'suppliers') AS s
            WHERE NOT EXISTS (
                SELECT FROM contracts_contractsupplier own
                LEFT JOIN treasury_receivable r
                    ON r.contract_id = c.id AND r.supplier_id = own.supplier_id
                LEFT JOIN treasury_payeeversion p ON p.id = r.current_id
                WHERE own.contract_id = c.id
                    AND (own.name, own.uscc) = (s ->> 'name', s ->> 'uscc')
                    AND COALESCE(p.payee, own.payee) = s -> 'account' ->> 'payee'
                    AND (s -> 'account' ->> 'no' IN ('', COALESCE(p.account_no, own.account_no))
                         OR (s -> 'account' ->> 'masked')::boolean)))
    FROM disclosure_publishedversion v JOIN contracts_contract c ON c.id = v.contract_id,
        LATERAL (SELECT convert_from(v.document, 'UTF8')::jsonb AS said) AS document
    WHERE v.id = published
$$;

CREATE OR REPLACE FUNCTION disclosure_version_says() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM treasury_need(disclosure_says(NEW.id), 'disclosure_version_says');
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER disclosure_version_says AFTER INSERT ON disclosure_publishedversion
FOR EACH ROW WHEN (NEW.kind <> 'sample') EXECUTE FUNCTION disclosure_version_says();

CREATE OR REPLACE FUNCTION disclosure_version_undecided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind = 'sample' THEN
        PERFORM treasury_need(
            (SELECT sample FROM contracts_award WHERE id = NEW.award_id) AND NEW.version = 1,
            'disclosure_version_undecided');
        RETURN NULL;
    END IF;
    PERFORM treasury_need(disclosure_published_by(NEW.id), 'disclosure_version_undecided');
    RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS disclosure_version_undecided ON disclosure_publishedversion;
CREATE CONSTRAINT TRIGGER disclosure_version_undecided AFTER INSERT ON disclosure_publishedversion
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION disclosure_version_undecided();
