SELECT o.name AS institution,
    r.name || CASE WHEN r.code = %(city)s THEN '本级' ELSE '' END AS level,
    sum(l.principal_fen)::bigint AS amount, count(*) AS loans,
    count(DISTINCT l.supplier_id) AS suppliers
FROM lending_loan l
    JOIN parties_organisation o ON o.id = l.institution_id
    JOIN parties_region own ON own.code = l.region
    JOIN parties_region r ON r.code = COALESCE(NULLIF(own.successor_code, ''), own.code)
WHERE l.city_id = %(city)s AND l.drawn_on BETWEEN %(first)s AND %(last)s
GROUP BY o.id, o.name, r.code, r.name
