-- One row: the account with everything that stands on it, in however many slots.
SELECT
    account.number,
    account.name,
    account.kind,
    account.normal_side,
    (coalesce(standing.debit, 0) * 100)::bigint AS debit_cents,
    (coalesce(standing.credit, 0) * 100)::bigint AS credit_cents
FROM ledger_glaccount AS account
CROSS JOIN LATERAL (
    SELECT sum(debit) AS debit, sum(credit) AS credit
    FROM ledger_accountbalance
    WHERE account_id = account.id
) AS standing
WHERE account.number = %(number)s
