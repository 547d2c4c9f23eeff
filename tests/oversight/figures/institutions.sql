SELECT o.name AS institution, sum(l.principal_fen)::bigint AS amount, count(*) AS loans,
    count(DISTINCT l.supplier_id) AS suppliers,
    round(sum(l.rate_bp * l.principal_fen)::numeric / sum(l.principal_fen))::integer AS rate,
    round(sum((l.rate_bp - f.lpr_bp) * l.principal_fen)::numeric / sum(l.principal_fen))::integer
        AS spread,
    COALESCE(floor(100 * sum(l.principal_fen) FILTER (WHERE v.collateral = '')::numeric
        / sum(l.principal_fen))::integer, 0) AS credit
FROM lending_loan l
    JOIN parties_organisation o ON o.id = l.institution_id
    JOIN lending_offer f ON f.id = l.offer_id
    JOIN products_productversion v ON v.id = f.product_version_id
WHERE l.city_id = %(city)s AND l.drawn_on BETWEEN %(first)s AND %(last)s
GROUP BY o.id, o.name
