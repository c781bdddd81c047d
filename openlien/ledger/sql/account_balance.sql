-- One row: the account with everything that stands on it.
SELECT
    account.number,
    account.name,
    account.kind,
    account.normal_side,
    (coalesce(sum(balance.debit), 0) * 100)::bigint AS debit_cents,
    (coalesce(sum(balance.credit), 0) * 100)::bigint AS credit_cents
FROM ledger_glaccount AS account
LEFT JOIN ledger_accountbalance AS balance ON balance.account_id = account.id
WHERE account.number = %(number)s
GROUP BY account.id
