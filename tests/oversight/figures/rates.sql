SELECT m || '月' AS month, count(l.id) AS loans, COALESCE(sum(l.principal_fen), 0)::bigint AS amount,
    round(sum(l.rate_bp * l.principal_fen)::numeric / sum(l.principal_fen))::integer AS rate,
    round(sum(f.lpr_bp * l.principal_fen)::numeric / sum(l.principal_fen))::integer AS lpr,
    round(sum((l.rate_bp - f.lpr_bp) * l.principal_fen)::numeric / sum(l.principal_fen))::integer
        AS spread,
    round(100 * sum(f.irr_percent * l.principal_fen)
        / sum(l.principal_fen) FILTER (WHERE f.irr_percent IS NOT NULL))::integer AS cost
FROM generate_series(1, 12) m LEFT JOIN lending_loan l
    ON l.city_id = %(city)s AND extract(month FROM l.drawn_on) = m
    AND l.drawn_on BETWEEN %(first)s AND %(last)s
    LEFT JOIN lending_offer f ON f.id = l.offer_id
GROUP BY m
