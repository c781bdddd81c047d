-- One row per bill on which more came in than it comes to.
SELECT
    balance.bill_id AS id,
    balance.case_id,
    balance.refund_due::numeric AS amount,
    balance.collected::numeric AS stated,
    (balance.collected - balance.refund_due)::numeric AS ours,
    NULL::int AS names
FROM receivables_billbalance AS balance
JOIN receivables_casesummary AS summary ON summary.case_id = balance.case_id
WHERE balance.refund_due > 0
    AND {conditions}
