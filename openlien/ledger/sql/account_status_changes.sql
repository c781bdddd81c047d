-- One row per change of the status of one case account, the latest first.
SELECT
    previous,
    status,
    reason,
    changed_at,
    actor_name
FROM ledger_caseaccountstatuschange
WHERE case_account_id = %(account)s
ORDER BY id DESC
