-- One row: how many case accounts each saved view holds.
SELECT
    {counts}
FROM ledger_caseaccount AS account
JOIN ledger_casebalance AS balance ON balance.case_account_id = account.id
CROSS JOIN LATERAL (SELECT {withdrawn} AS is_withdrawn) AS state
