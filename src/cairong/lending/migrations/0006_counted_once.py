from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lending', '0005_elsewhere'),
    ]

    operations = [
        migrations.AddField(
            model_name='loan',
            name='refinanced_fen',
            field=models.BigIntegerField(db_default=0),
        ),
        migrations.RunSQL(
            sql=r"""-- What was drawn in each year is summed as it is drawn, so that nobody sums a million loans to see
-- the first page of an authority (docs/decisions/targets.md). The app role only reads it. What was
-- lent outside the platform is no draw of any year here (docs/decisions/elsewhere.md). What stands in
-- {{ }} is made from the parameters by living.py.

-- What of a draw was lent before: principal of the same receivable, repaid with other money than its
-- contract's a few days ago (`brief_loan_days`), and not drawn again since. It counts once.
CREATE OR REPLACE FUNCTION lending_refinanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    since date := NEW.drawn_on - coalesce((
        SELECT p.value::integer FROM rulebook_parameterrow p
        WHERE p.city_id = NEW.city_id AND p.code = 'brief_loan_days' AND p.valid_from <= NEW.drawn_on
        ORDER BY p.valid_from DESC LIMIT 1), 7);
    repaid bigint;
    again bigint;
BEGIN
    SELECT coalesce(sum(e.principal_fen), 0) INTO repaid
    FROM lending_loan l JOIN lending_loanentry e ON e.loan_id = l.id
    WHERE l.receivable_id = NEW.receivable_id AND l.outside_id IS NULL AND e.kind = 'repaid'
        AND e."on" BETWEEN since AND NEW.drawn_on;
    SELECT coalesce(sum(l.refinanced_fen), 0) INTO again
    FROM lending_loan l
    WHERE l.receivable_id = NEW.receivable_id AND l.drawn_on BETWEEN since AND NEW.drawn_on;
    NEW.refinanced_fen := LEAST(NEW.principal_fen, GREATEST(repaid - again, 0));
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER lending_refinanced BEFORE INSERT ON lending_loan
FOR EACH ROW WHEN (NEW.outside_id IS NULL) EXECUTE FUNCTION lending_refinanced();

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
        VALUES (NEW.city_id, of_year, place, NEW.principal_fen - NEW.refinanced_fen, 1,
            ARRAY[NEW.institution_id])
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
FOR EACH ROW WHEN (NEW.outside_id IS NULL AND NEW.refinanced_fen < NEW.principal_fen)
EXECUTE FUNCTION lending_year_drawn();

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
    WHERE l.city_id = of_city AND l.outside_id IS NULL AND l.refinanced_fen < l.principal_fen
    GROUP BY 1, 2, 3, 4;
    INSERT INTO lending_yeardrawn
        (city_id, year, region, amount_fen, loans, institutions, suppliers, smes)
    SELECT d.city_id, d.year, d.region, sum(d.counted_fen), count(*),
        array_agg(DISTINCT d.institution_id),
        (SELECT count(*) FROM lending_yearborrower b
         WHERE b.city_id = d.city_id AND b.year = d.year AND b.region = d.region),
        (SELECT count(*) FROM lending_yearborrower b
         WHERE b.city_id = d.city_id AND b.year = d.year AND b.region = d.region AND b.sme)
    FROM (
        SELECT l.city_id, extract(year FROM l.drawn_on)::smallint AS year, place AS region,
            l.principal_fen - l.refinanced_fen AS counted_fen, l.institution_id
        FROM lending_loan l CROSS JOIN LATERAL unnest(ARRAY['', l.region]) AS place
        WHERE l.city_id = of_city AND l.outside_id IS NULL AND l.refinanced_fen < l.principal_fen
    ) AS d
    GROUP BY d.city_id, d.year, d.region;
END $$;
""",
            hints={'living': 'years.sql'},
        ),
    ]
