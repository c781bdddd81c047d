-- One row: the account with everything that stood on it at the end of a day: the last closed month and the days since.
WITH last_closing AS (
    SELECT max(month) AS month, max(month) + interval '1 month' AS until
    FROM ledger_closingbalance
    WHERE month + interval '1 month' <= %(as_of)s::date + 1
)
SELECT
    account.number,
    account.name,
    account.kind,
    account.normal_side,
    ((coalesce(min(closing.debit), 0) + coalesce(sum(day.debit), 0)) * 100)::bigint AS debit_cents,
    ((coalesce(min(closing.credit), 0) + coalesce(sum(day.credit), 0)) * 100)::bigint AS credit_cents
FROM ledger_glaccount AS account
CROSS JOIN last_closing
LEFT JOIN ledger_closingbalance AS closing
    ON closing.account_id = account.id
    AND closing.month = last_closing.month
LEFT JOIN ledger_daybalance AS day
    ON day.account_id = account.id
    AND day.day <= %(as_of)s
    AND day.day >= coalesce(last_closing.until, '-infinity')
WHERE account.number = %(number)s
GROUP BY account.id
