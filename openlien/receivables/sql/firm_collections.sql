-- One row per month in which money came in for a case of a law firm, the oldest first; what was taken back counts against its month.
SELECT date_trunc('month', receipt.deposited_on)::date AS month, sum(receipt.amount) AS collected
FROM payments_receipt AS receipt
JOIN cases_case AS matter ON matter.id = receipt.case_id
WHERE matter.law_firm_id = %(firm)s
    AND receipt.deposited_on >= %(since)s
    AND receipt.deposited_on <= %(as_of)s
GROUP BY month
ORDER BY month
