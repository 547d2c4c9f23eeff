WITH heir AS (
    SELECT code, COALESCE(NULLIF(successor_code, ''), code) AS heir
    FROM parties_region WHERE city_id = %(city)s
)
SELECT r.name || CASE WHEN r.code = %(city)s THEN '本级' ELSE '' END AS level,
    COALESCE(SUM(l.principal_fen) FILTER (WHERE l.drawn_on BETWEEN %(first)s AND %(last)s), 0)::bigint
        AS amount,
    COALESCE(SUM(l.principal_fen) FILTER (
        WHERE extract(year FROM l.drawn_on) = extract(year FROM %(first)s::date) - 1), 0)::bigint AS base
FROM lending_loan l JOIN heir h ON h.code = l.region JOIN parties_region r ON r.code = h.heir
GROUP BY r.code, r.name
HAVING bool_or(l.drawn_on >= %(first)s::date - interval '1 year' AND l.drawn_on <= %(last)s)
