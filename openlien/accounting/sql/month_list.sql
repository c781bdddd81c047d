-- One row per month from the first with a period or lines to the current one, the newest first.
WITH moved AS (
    SELECT
        date_trunc('month', day)::date AS month,
        sum(debit) AS debits,
        sum(lines) AS lines
    FROM ledger_daybalance
    GROUP BY 1
),
journals AS (
    SELECT date_trunc('month', posting_on)::date AS month, count(*) AS journals
    FROM ledger_posting
    GROUP BY 1
),
known AS (
    SELECT month FROM moved
    UNION
    SELECT month FROM ledger_period
    UNION
    SELECT month FROM accounting_monthendstep
    UNION
    SELECT (%(current)s::date - interval '1 month')::date
    UNION
    SELECT %(current)s::date
),
months AS (
    SELECT generate_series(min(month), max(month), interval '1 month')::date AS month
    FROM known
),
confirmed AS (
    SELECT month, count(DISTINCT step) FILTER (WHERE step <> 'history') AS steps, bool_or(step = 'history') AS is_history
    FROM accounting_monthendstep
    GROUP BY month
)
SELECT
    months.month,
    coalesce(period.status, 'open') AS status,
    period.closed_at,
    closer.name AS closed_by,
    period.locked_at,
    locker.name AS locked_by,
    coalesce(period.reopening_reason, '') AS reopening_reason,
    coalesce(journals.journals, 0) AS journals,
    coalesce(moved.lines, 0)::bigint AS lines,
    (coalesce(moved.debits, 0) * 100)::bigint AS debit_cents,
    coalesce(confirmed.steps, 0) AS steps,
    coalesce(confirmed.is_history, false) AS is_history
FROM months
LEFT JOIN moved ON moved.month = months.month
LEFT JOIN journals ON journals.month = months.month
LEFT JOIN confirmed ON confirmed.month = months.month
LEFT JOIN ledger_period AS period ON period.month = months.month
LEFT JOIN identity_user AS closer ON closer.id = period.closed_by_id
LEFT JOIN identity_user AS locker ON locker.id = period.locked_by_id
ORDER BY months.month DESC
