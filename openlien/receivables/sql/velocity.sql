-- One row per bucket of days from invoice to deposit.
SELECT
    {bucket} AS bucket,
    sum(part.amount) AS amount,
    count(*) AS deposits,
    sum(part.amount * (receipt.deposited_on - balance.invoice_on)) AS dollar_days
FROM payments_receipt AS receipt
JOIN payments_allocation AS part ON part.receipt_id = receipt.id
{bills}
{join}
WHERE receipt.deposited_on <= {day}
    AND {conditions}
GROUP BY 1
