-- One row per month of deposit.
SELECT
    date_trunc('month', receipt.deposited_on)::date AS month,
    sum(part.amount) AS amount,
    count(DISTINCT receipt.id) AS deposits
FROM payments_receipt AS receipt
JOIN payments_allocation AS part ON part.receipt_id = receipt.id
{bills}
{join}
WHERE receipt.deposited_on BETWEEN %(since)s::date AND {day}
    AND {conditions}
GROUP BY 1
ORDER BY 1
