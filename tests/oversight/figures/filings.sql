WITH level AS (
    SELECT own.code, r.name || CASE WHEN r.code = %(city)s THEN '本级' ELSE '' END AS name
    FROM parties_region own JOIN parties_region r
        ON r.code = COALESCE(NULLIF(own.successor_code, ''), own.code)
), due AS (
    SELECT v.name, count(*) AS due, count(*) FILTER (WHERE d.done_on <= d.due_on
        AND (d.due_law_on IS NULL OR d.done_on <= d.due_law_on)) AS kept
    FROM clocks_duty d JOIN level v ON v.code = d.region
    WHERE d.kind = 'file_contract' AND (d.done_on BETWEEN %(first)s AND %(last)s
        OR (d.done_on IS NULL OR d.done_on > %(last)s)
        AND (d.cancelled_on IS NULL OR d.cancelled_on > d.due_on)
        AND d.due_on BETWEEN %(first)s AND %(last)s)
    GROUP BY v.name
), made AS (
    SELECT v.name, count(*) AS signed, sum(c.amount_fen)::bigint AS amount,
        count(c.announced_at) AS announced, count(c.filed_at) AS filed,
        COALESCE(sum(c.amount_fen) FILTER (WHERE c.filed_at IS NOT NULL), 0)::bigint AS filed_amount
    FROM contracts_contract c JOIN level v ON v.code = c.region
    WHERE c.signed_on BETWEEN %(first)s AND %(last)s
    GROUP BY v.name
)
SELECT COALESCE(made.name, due.name) AS level, COALESCE(signed, 0) AS signed,
    COALESCE(amount, 0) AS amount, COALESCE(announced, 0) AS announced, COALESCE(filed, 0) AS filed,
    COALESCE(filed_amount, 0) AS filed_amount, COALESCE(due, 0) AS due, COALESCE(kept, 0) AS kept
FROM made FULL JOIN due ON due.name = made.name
