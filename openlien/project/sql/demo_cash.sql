-- One row per month and provider: what the bills of the month before cost, and what came in for all cases.
WITH months AS (
    SELECT DISTINCT month_of(day)::date AS month
    FROM (
        SELECT (invoice_on + interval '1 month')::date AS day FROM cases_bill WHERE batch_id = %(batch)s
        UNION ALL
        SELECT deposited_on FROM payments_receipt WHERE batch_id = %(batch)s
    ) AS days
),
owed AS (
    SELECT
        month_of((invoice_on + interval '1 month')::date) AS month, provider_group_id AS vendor_id,
        sum(contracted) AS amount
    FROM cases_bill
    WHERE batch_id = %(batch)s
    GROUP BY 1, 2
),
collected AS (
    SELECT month_of(deposited_on) AS month, sum(amount) AS amount
    FROM payments_receipt
    WHERE batch_id = %(batch)s
    GROUP BY 1
)
SELECT
    months.month, owed.vendor_id, coalesce(owed.amount, 0) AS owed, coalesce(collected.amount, 0) AS collected
FROM months
LEFT JOIN owed ON owed.month = months.month
LEFT JOIN collected ON collected.month = months.month
ORDER BY months.month, owed.vendor_id
