-- One row per bill that the demo's line financed: what it cost, when its provider was paid, and when its money came
-- in or was given up. The line pays in advance, month by month; what was concluded before is not financed.
WITH concluded AS (
    SELECT bill_id, min(day) AS day
    FROM (
        SELECT part.bill_id, receipt.deposited_on AS day
        FROM payments_allocation AS part
        JOIN payments_receipt AS receipt ON receipt.id = part.receipt_id
        UNION ALL
        SELECT bill_id, effective_on
        FROM payments_adjustment
        WHERE kind = 'bad_debt'
    ) AS ended
    GROUP BY bill_id
)
SELECT
    bill.id,
    bill.contracted,
    coalesce(bill.provider_group_id, bill.facility_id) AS vendor_id,
    (month_of((bill.invoice_on + interval '1 month')::date) + interval '9 days')::date AS paid_on,
    concluded.day AS concluded_on
FROM cases_bill AS bill
LEFT JOIN concluded ON concluded.bill_id = bill.id
WHERE bill.batch_id = %(batch)s
    AND bill.ar_type = 'partial_advance'
    AND bill.contracted > 0
    AND month_of((bill.invoice_on + interval '1 month')::date) + interval '9 days' BETWEEN %(first_on)s AND %(last_on)s
    AND (
        concluded.day IS NULL
        OR month_of(concluded.day) > month_of((bill.invoice_on + interval '1 month')::date)
    )
ORDER BY paid_on, bill.id
