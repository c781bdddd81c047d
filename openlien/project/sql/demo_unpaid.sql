-- One row per bill whose provider is due in a month and was not paid from a line: what it costs, and on which day.
SELECT
    bill.id,
    bill.contracted,
    coalesce(bill.provider_group_id, bill.facility_id) AS vendor_id,
    (month_of((bill.invoice_on + interval '1 month')::date) + interval '9 days')::date AS paid_on
FROM cases_bill AS bill
LEFT JOIN funding_sitecost AS cost ON cost.bill_id = bill.id
WHERE bill.batch_id = %(batch)s
    AND bill.contracted > 0
    AND cost.id IS NULL
    AND bill.invoice_on >= %(first_on)s
    AND bill.invoice_on < %(before)s
ORDER BY bill.id
