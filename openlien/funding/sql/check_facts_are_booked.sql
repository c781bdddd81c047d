-- One row per kind of fact of which some are not in the books exactly once with their amount.
WITH facts AS (
    SELECT 'Draws' AS fact, id, 'WarehouseDrawn:' || id AS key, drawn AS amount
    FROM funding_movement
    WHERE kind = 'draw' AND reverses_id IS NULL
    UNION ALL
    SELECT 'Repayments', id, 'WarehouseRepaid:' || id, interest_paid - drawn
    FROM funding_movement
    WHERE kind = 'repayment' AND reverses_id IS NULL
    UNION ALL
    SELECT 'Payments to providers', id, 'ProviderPaid:' || id, amount
    FROM funding_sitecost
    WHERE reverses_id IS NULL
    UNION ALL
    SELECT 'Interest', id, 'InterestAccrued:' || id, interest
    FROM funding_interestaccrual
    WHERE reverses_id IS NULL AND interest <> 0
    UNION ALL
    SELECT 'Unused fees', id, 'InterestAccrued:' || id || ':fee', unused_fee
    FROM funding_interestaccrual
    WHERE reverses_id IS NULL AND unused_fee <> 0
),
booked AS (
    SELECT key, count(*) AS times, sum(total) AS total
    FROM ledger_posting
    WHERE event IN ('WarehouseDrawn', 'WarehouseRepaid', 'ProviderPaid', 'InterestAccrued')
    GROUP BY key
)
SELECT facts.fact, count(*) AS count, min(facts.id::text) AS first
FROM facts
LEFT JOIN booked ON booked.key = facts.key
WHERE booked.times IS DISTINCT FROM 1 OR booked.total <> facts.amount
GROUP BY facts.fact
ORDER BY facts.fact
