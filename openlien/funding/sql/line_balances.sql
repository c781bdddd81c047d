-- One row per day on which the balance of a line changed: what is drawn from that day on.
SELECT moved_on, sum(sum(drawn)) OVER (ORDER BY moved_on) AS balance
FROM funding_movement
WHERE line_id = %(line)s
GROUP BY moved_on
ORDER BY moved_on
