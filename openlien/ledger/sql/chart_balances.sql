-- One row per account of the chart, by kind and number, with what stands on it at the end of a day.
WITH last_closing AS (
    SELECT max(month) AS month
    FROM ledger_closingbalance
    WHERE month + interval '1 month' <= %(as_of)s::date + 1
),
moved AS (
    SELECT account_id, debit, credit
    FROM ledger_closingbalance
    WHERE month = (SELECT month FROM last_closing)
    UNION ALL
    SELECT account_id, debit, credit
    FROM ledger_daybalance
    WHERE day <= %(as_of)s
        AND day >= coalesce((SELECT month + interval '1 month' FROM last_closing), '-infinity')
),
standing AS (
    SELECT account_id, sum(debit) AS debit, sum(credit) AS credit
    FROM moved
    GROUP BY account_id
)
SELECT
    account.id,
    account.number,
    account.name,
    account.kind,
    account.sub_category,
    account.normal_side,
    account.role,
    account.is_active,
    account.bc_id,
    account.version,
    (coalesce(standing.debit, 0) * 100)::bigint AS debit_cents,
    (coalesce(standing.credit, 0) * 100)::bigint AS credit_cents,
    EXISTS (SELECT FROM ledger_accountbalance WHERE account_id = account.id) AS has_lines
FROM ledger_glaccount AS account
LEFT JOIN standing ON standing.account_id = account.id
ORDER BY array_position(ARRAY['asset', 'liability', 'equity', 'revenue', 'expense'], account.kind), account.number
