-- One row per account that was used by the end of a day, by number: the last closed month and the days since.
WITH closed AS MATERIALIZED (
    SELECT max(month) AS month
    FROM ledger_closingbalance
    WHERE month <= (date_trunc('month', (%(as_of)s::date + 1)::timestamp) - interval '1 month')::date
),
since AS (
    SELECT
        account_id,
        sum((debit * 100)::bigint)::bigint AS debit_cents,
        sum((credit * 100)::bigint)::bigint AS credit_cents
    FROM ledger_daybalance
    WHERE day <= %(as_of)s
        AND day >= coalesce((SELECT (month + interval '1 month')::date FROM closed), '-infinity')
    GROUP BY account_id
)
SELECT
    account.number,
    account.name,
    account.kind,
    (coalesce(closing.debit, 0) * 100)::bigint + coalesce(since.debit_cents, 0) AS debit_cents,
    (coalesce(closing.credit, 0) * 100)::bigint + coalesce(since.credit_cents, 0) AS credit_cents
FROM ledger_glaccount AS account
LEFT JOIN ledger_closingbalance AS closing
    ON closing.account_id = account.id AND closing.month = (SELECT month FROM closed)
LEFT JOIN since ON since.account_id = account.id
WHERE closing.account_id IS NOT NULL OR since.account_id IS NOT NULL
ORDER BY account.number
