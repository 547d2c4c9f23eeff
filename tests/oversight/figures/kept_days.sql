SELECT d.kind AS duty, count(*) AS judged,
    count(*) FILTER (WHERE d.done_on <= d.due_on
        AND (d.due_law_on IS NULL OR d.done_on <= d.due_law_on)) AS kept,
    count(*) FILTER (WHERE d.done_on IS NULL OR d.done_on > d.due_on
        OR d.done_on > d.due_law_on) AS late
FROM clocks_duty d
WHERE d.city_id = %(city)s AND (d.done_on BETWEEN %(first)s AND %(last)s
    OR (d.done_on IS NULL OR d.done_on > %(last)s)
    AND (d.cancelled_on IS NULL OR d.cancelled_on > d.due_on)
    AND d.due_on BETWEEN %(first)s AND %(last)s)
GROUP BY d.kind
