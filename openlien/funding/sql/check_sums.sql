-- One row per kind of sum that does not hold.
WITH differing AS (
    SELECT 'Draws and repayments beside their bills' AS what, moved.id::text AS id
    FROM funding_movement AS moved
    LEFT JOIN funding_movementpart AS part ON part.movement_id = moved.id
    GROUP BY moved.id, moved.drawn
    HAVING moved.drawn <> coalesce(sum(part.drawn), 0)
    UNION ALL
    SELECT 'Interest of a month beside its shares', accrual.id::text
    FROM funding_interestaccrual AS accrual
    LEFT JOIN funding_interestshare AS share ON share.accrual_id = accrual.id
    GROUP BY accrual.id, accrual.interest
    HAVING accrual.interest <> coalesce(sum(share.amount), 0)
    UNION ALL
    SELECT 'Bills lent below zero', part.bill_id::text
    FROM funding_movementpart AS part
    JOIN funding_movement AS moved ON moved.id = part.movement_id
    GROUP BY moved.line_id, part.bill_id
    HAVING sum(part.drawn) < 0
)
SELECT what, count(*) AS count, min(id) AS first
FROM differing
GROUP BY what
ORDER BY what
