-- One row per account that was ever used, by number.
SELECT
    account.number,
    account.name,
    account.kind,
    (sum(balance.debit) * 100)::bigint AS debit_cents,
    (sum(balance.credit) * 100)::bigint AS credit_cents
FROM ledger_accountbalance AS balance
JOIN ledger_glaccount AS account ON account.id = balance.account_id
GROUP BY account.id
ORDER BY account.number
