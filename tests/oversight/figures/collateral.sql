SELECT o.name AS institution, p.name || ' 第' || v.number || '版' AS product, v.collateral AS asked,
    v.collateral_ground AS ground, v.source,
    to_char(v.published_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS since,
    (SELECT count(*) FROM lending_offer f WHERE f.product_version_id = v.id
        AND (f.offered_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN %(first)s AND %(last)s)
        AS offers,
    count(l.id) AS loans, COALESCE(sum(l.principal_fen), 0)::bigint AS amount
FROM products_productversion v
    JOIN products_product p ON p.id = v.product_id
    JOIN parties_organisation o ON o.id = p.institution_id
    LEFT JOIN lending_offer d ON d.product_version_id = v.id
    LEFT JOIN lending_loan l ON l.offer_id = d.id AND l.drawn_on BETWEEN %(first)s AND %(last)s
WHERE p.city_id = %(city)s AND v.collateral <> ''
    AND (v.published_at AT TIME ZONE 'Asia/Shanghai')::date <= %(last)s
GROUP BY o.id, p.id, v.id
