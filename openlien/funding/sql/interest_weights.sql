-- One row per bill: what a line had lent on it, times the days, from one day to another.
SELECT
    part.bill_id,
    bill.case_id,
    sum(part.drawn * (%(ends_on)s::date - greatest(moved.moved_on, %(begins_on)s::date))) AS dollar_days
FROM funding_movementpart AS part
JOIN funding_movement AS moved ON moved.id = part.movement_id
JOIN cases_bill AS bill ON bill.id = part.bill_id
WHERE moved.line_id = %(line)s AND moved.moved_on < %(ends_on)s
GROUP BY part.bill_id, bill.case_id
HAVING sum(part.drawn * (%(ends_on)s::date - greatest(moved.moved_on, %(begins_on)s::date))) <> 0
ORDER BY part.bill_id
