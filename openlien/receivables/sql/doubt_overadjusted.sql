-- One row per bill of which more was given up than was left.
SELECT
    balance.bill_id AS id,
    balance.case_id,
    balance.reduction + balance.bad_debt - (balance.billed - balance.collected + balance.refund_due) AS amount,
    balance.reduction + balance.bad_debt AS stated,
    (balance.billed - balance.collected + balance.refund_due)::numeric AS ours,
    NULL::int AS names
FROM receivables_billbalance AS balance
JOIN receivables_casesummary AS summary ON summary.case_id = balance.case_id
WHERE balance.reduction + balance.bad_debt > balance.billed - balance.collected + balance.refund_due
    AND {conditions}
