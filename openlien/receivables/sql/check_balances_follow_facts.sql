-- One row per bill whose kept balance is missing, left over, or not what the facts say.
SELECT coalesce(kept.bill_id, told.bill_id) AS id
FROM receivables_billbalance AS kept
FULL JOIN bill_balances_from_facts('infinity') AS told ON told.bill_id = kept.bill_id
WHERE kept IS DISTINCT FROM told
ORDER BY id
