-- One row per account that was used by the end of a day, by number: the last closed month and the days since.
WITH moved AS (
    SELECT account_id, debit, credit
    FROM ledger_closingbalance
    WHERE month = (
        SELECT max(month)
        FROM ledger_closingbalance
        WHERE month + interval '1 month' <= %(as_of)s::date + 1
    )
    UNION ALL
    SELECT account_id, debit, credit
    FROM ledger_daybalance
    WHERE day <= %(as_of)s
        AND day >= coalesce(
            (
                SELECT max(month) + interval '1 month'
                FROM ledger_closingbalance
                WHERE month + interval '1 month' <= %(as_of)s::date + 1
            ),
            '-infinity'
        )
)
SELECT
    account.number,
    account.name,
    account.kind,
    (sum(moved.debit) * 100)::bigint AS debit_cents,
    (sum(moved.credit) * 100)::bigint AS credit_cents
FROM moved
JOIN ledger_glaccount AS account ON account.id = moved.account_id
GROUP BY account.id
ORDER BY account.number
