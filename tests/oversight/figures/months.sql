SELECT m || '月' AS month, count(l.id) AS loans, COALESCE(sum(l.principal_fen), 0)::bigint AS amount,
    sum(COALESCE(sum(l.principal_fen), 0)) OVER (ORDER BY m)::bigint AS sum
FROM generate_series(1, 12) m LEFT JOIN lending_loan l
    ON l.city_id = %(city)s AND extract(month FROM l.drawn_on) = m
    AND l.drawn_on BETWEEN %(first)s AND %(last)s
GROUP BY m
