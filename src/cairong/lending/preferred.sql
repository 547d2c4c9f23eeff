-- An offer keeps what its product publishes, bettered by what the supplier's grade gets (二(五)-6), and
-- is dearer than the last to a lower grade for a reason alone.
CREATE OR REPLACE FUNCTION lending_offer_preferred() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM products_productversion v LEFT JOIN LATERAL (
            SELECT (each ->> 'less_bp')::int AS less_bp, (each ->> 'more_days')::int AS more_days,
                (each ->> 'more_percent')::int AS more_percent
            FROM jsonb_array_elements(v.preferences) each
            WHERE NEW.grade <> '' AND each ->> 'grade' IN ('A', 'B') AND each ->> 'grade' >= NEW.grade
            ORDER BY each ->> 'grade' LIMIT 1
        ) given ON true
        WHERE v.id = NEW.product_version_id
            AND NEW.spread_bp <= v.spread_bp - COALESCE(given.less_bp, 0)
            AND NEW.days <= v.max_days + COALESCE(given.more_days, 0)
            AND NEW.cap_percent <= v.cap_percent + COALESCE(given.more_percent, 0)
            AND NEW.fee_fen <= v.fee_fen)
        OR NEW.grade_reason = '' AND EXISTS (
            SELECT FROM (
                SELECT spread_bp, fee_fen FROM lending_offer
                WHERE product_version_id = NEW.product_version_id AND NEW.grade <> ''
                    AND grade > NEW.grade
                ORDER BY offered_at DESC, id DESC LIMIT 1
            ) lower WHERE NEW.spread_bp > lower.spread_bp OR NEW.fee_fen > lower.fee_fen)
    THEN
        PERFORM treasury_refuse('lending_offer_preferred');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER lending_offer_preferred BEFORE INSERT ON lending_offer
FOR EACH ROW EXECUTE FUNCTION lending_offer_preferred();
