-- What the bills of a month cost, which were not all there when the month ended.
SELECT coalesce(sum(contracted), 0) AS amount
FROM cases_bill
WHERE batch_id = %(batch)s
    AND invoice_on >= %(first_on)s
    AND invoice_on < %(before)s
