WITH heir AS (
    SELECT code, COALESCE(NULLIF(successor_code, ''), code) AS heir
    FROM parties_region WHERE city_id = %(city)s
), lent AS (
    SELECT h.heir, l.institution_id, l.supplier_id,
        EXISTS (SELECT FROM contracts_contractsupplier s
                WHERE s.contract_id = l.contract_id AND s.supplier_id = l.supplier_id
                    AND s.size IN ('medium', 'small', 'micro')) AS small,
        NOT EXISTS (SELECT FROM lending_loan e
                    WHERE e.supplier_id = l.supplier_id AND e.drawn_on < %(first)s) AS first
    FROM lending_loan l JOIN heir h ON h.code = l.region
    WHERE l.drawn_on BETWEEN %(first)s AND %(last)s
)
SELECT r.name || CASE WHEN r.code = %(city)s THEN '本级' ELSE '' END AS level,
    (SELECT count(*) FROM contracts_contract c JOIN heir h ON h.code = c.region
     WHERE h.heir = r.code AND c.filed_at >= %(first)s
        AND (c.filed_at AT TIME ZONE 'Asia/Shanghai')::date <= %(last)s) AS filed,
    count(DISTINCT n.institution_id) AS institutions,
    count(*) AS loans,
    count(DISTINCT n.supplier_id) AS suppliers,
    count(DISTINCT n.supplier_id) FILTER (WHERE n.small) AS smes,
    count(DISTINCT n.supplier_id) FILTER (WHERE n.small AND n.first) AS first_time
FROM lent n JOIN parties_region r ON r.code = n.heir
GROUP BY r.code, r.name
