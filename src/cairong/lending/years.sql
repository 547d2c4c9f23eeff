-- What was drawn in each year is summed as it is drawn, so that nobody sums a million loans to see
-- the first page of an authority (docs/decisions/targets.md). The app role only reads it. What was
-- lent outside the platform is no draw of any year here (docs/decisions/elsewhere.md).

-- Add a loan to its year, for its region and for all regions together ('').
CREATE OR REPLACE FUNCTION lending_year_drawn() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    is_sme boolean := EXISTS (
        SELECT FROM contracts_contractsupplier p
        WHERE p.contract_id = NEW.contract_id AND p.supplier_id = NEW.supplier_id
            AND p.size IN ('medium', 'small', 'micro'));
    of_year smallint := extract(year FROM NEW.drawn_on);
    place text;
    was boolean;
BEGIN
    -- All regions first, always: who draws meanwhile waits there, and nowhere crosswise.
    FOREACH place IN ARRAY ARRAY['', NEW.region] LOOP
        INSERT INTO lending_yeardrawn AS y (city_id, year, region, amount_fen, loans, institutions)
        VALUES (NEW.city_id, of_year, place, NEW.principal_fen, 1, ARRAY[NEW.institution_id])
        ON CONFLICT (city_id, year, region) DO UPDATE SET
            amount_fen = y.amount_fen + EXCLUDED.amount_fen,
            loans = y.loans + 1,
            institutions = CASE WHEN y.institutions @> EXCLUDED.institutions THEN y.institutions
                                ELSE y.institutions || EXCLUDED.institutions END;
        SELECT b.sme INTO was FROM lending_yearborrower b
        WHERE b.city_id = NEW.city_id AND b.year = of_year AND b.region = place
            AND b.supplier_id = NEW.supplier_id;
        CONTINUE WHEN was OR was = is_sme;
        INSERT INTO lending_yearborrower (city_id, year, region, supplier_id, sme)
        VALUES (NEW.city_id, of_year, place, NEW.supplier_id, is_sme)
        ON CONFLICT (city_id, year, region, supplier_id) DO UPDATE SET sme = EXCLUDED.sme;
        UPDATE lending_yeardrawn SET
            suppliers = suppliers + (was IS NULL)::integer, smes = smes + is_sme::integer
        WHERE city_id = NEW.city_id AND year = of_year AND region = place;
    END LOOP;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER lending_year_drawn AFTER INSERT ON lending_loan
FOR EACH ROW WHEN (NEW.outside_id IS NULL) EXECUTE FUNCTION lending_year_drawn();

-- Sum a city's years anew from its loans: where they were put apart, or back, past the trigger.
CREATE OR REPLACE FUNCTION lending_years_anew(of_city text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    LOCK TABLE lending_yeardrawn IN SHARE ROW EXCLUSIVE MODE;
    DELETE FROM lending_yeardrawn WHERE city_id = of_city;
    DELETE FROM lending_yearborrower WHERE city_id = of_city;
    INSERT INTO lending_yearborrower (city_id, year, region, supplier_id, sme)
    SELECT l.city_id, extract(year FROM l.drawn_on), place, l.supplier_id,
        coalesce(bool_or(p.size IN ('medium', 'small', 'micro')), false)
    FROM lending_loan l
        CROSS JOIN LATERAL unnest(ARRAY['', l.region]) AS place
        LEFT JOIN contracts_contractsupplier p
            ON p.contract_id = l.contract_id AND p.supplier_id = l.supplier_id
    WHERE l.city_id = of_city AND l.outside_id IS NULL
    GROUP BY 1, 2, 3, 4;
    INSERT INTO lending_yeardrawn
        (city_id, year, region, amount_fen, loans, institutions, suppliers, smes)
    SELECT d.city_id, d.year, d.region, sum(d.principal_fen), count(*),
        array_agg(DISTINCT d.institution_id),
        (SELECT count(*) FROM lending_yearborrower b
         WHERE b.city_id = d.city_id AND b.year = d.year AND b.region = d.region),
        (SELECT count(*) FROM lending_yearborrower b
         WHERE b.city_id = d.city_id AND b.year = d.year AND b.region = d.region AND b.sme)
    FROM (
        SELECT l.city_id, extract(year FROM l.drawn_on)::smallint AS year, place AS region,
            l.principal_fen, l.institution_id
        FROM lending_loan l CROSS JOIN LATERAL unnest(ARRAY['', l.region]) AS place
        WHERE l.city_id = of_city AND l.outside_id IS NULL
    ) AS d
    GROUP BY d.city_id, d.year, d.region;
END $$;
