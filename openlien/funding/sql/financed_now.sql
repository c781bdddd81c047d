-- One row per bill that a line has lent on now.
SELECT part.bill_id, sum(part.drawn) AS financed
FROM funding_movementpart AS part
JOIN funding_movement AS moved ON moved.id = part.movement_id
WHERE moved.line_id = %(line)s
GROUP BY part.bill_id
HAVING sum(part.drawn) > 0
ORDER BY part.bill_id
