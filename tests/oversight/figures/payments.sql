WITH level AS (
    SELECT own.code, r.name || CASE WHEN r.code = %(city)s THEN '本级' ELSE '' END AS name
    FROM parties_region own JOIN parties_region r
        ON r.code = COALESCE(NULLIF(own.successor_code, ''), own.code)
), due AS (
    SELECT v.name, count(*) AS due, count(*) FILTER (WHERE d.done_on <= d.due_on
        AND (d.due_law_on IS NULL OR d.done_on <= d.due_law_on)) AS kept
    FROM clocks_duty d JOIN level v ON v.code = d.region
    WHERE d.kind = 'pay' AND (d.done_on BETWEEN %(first)s AND %(last)s
        OR (d.done_on IS NULL OR d.done_on > %(last)s)
        AND (d.cancelled_on IS NULL OR d.cancelled_on > d.due_on)
        AND d.due_on BETWEEN %(first)s AND %(last)s)
    GROUP BY v.name
), paid AS (
    SELECT v.name, count(*) AS paid, sum(m.amount_fen)::bigint AS amount
    FROM treasury_remittance m
        JOIN treasury_receivable c ON c.id = m.receivable_id JOIN level v ON v.code = c.region
    WHERE m.arrived_on BETWEEN %(first)s AND %(last)s
    GROUP BY v.name
), done AS (
    SELECT v.name, count(*) AS accepted, sum(a.amount_fen)::bigint AS accepted_amount
    FROM treasury_acceptance a
        JOIN treasury_receivable c ON c.id = a.receivable_id JOIN level v ON v.code = c.region
    WHERE a.accepted_on BETWEEN %(first)s AND %(last)s
    GROUP BY v.name
)
SELECT v.name AS level, COALESCE(accepted, 0) AS accepted,
    COALESCE(accepted_amount, 0) AS accepted_amount, COALESCE(paid, 0) AS paid,
    COALESCE(amount, 0) AS amount, COALESCE(due, 0) AS due, COALESCE(kept, 0) AS kept
FROM (SELECT DISTINCT name FROM level) v
    LEFT JOIN done USING (name) LEFT JOIN paid USING (name) LEFT JOIN due USING (name)
WHERE COALESCE(accepted, paid, due) > 0
