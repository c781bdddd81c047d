-- One row per line as of a day: what is drawn, accrued and paid, and the reference rate of the day.
WITH moved AS (
    SELECT line_id, sum(drawn) AS drawn, sum(interest_paid) AS interest_paid
    FROM funding_movement
    WHERE moved_on <= %(as_of)s
    GROUP BY line_id
),
accrued AS (
    SELECT line_id, sum(interest) AS interest, sum(unused_fee) AS unused_fees
    FROM funding_interestaccrual
    WHERE accrued_on <= %(as_of)s
    GROUP BY line_id
)
SELECT
    line.id,
    line.name,
    line.lender,
    line.commitment,
    line.advance_rate,
    line.day_count,
    line.floor,
    line.spread,
    line.unused_fee,
    line.age_days_max,
    line.debtor_share_max,
    line.opened_on,
    line.closed_on,
    line.version,
    coalesce(moved.drawn, 0) AS drawn,
    coalesce(moved.interest_paid, 0) AS interest_paid,
    coalesce(accrued.interest, 0) AS interest,
    coalesce(accrued.unused_fees, 0) AS unused_fees,
    nullif(accrued_until(line.id), '-infinity') AS accrued_until,
    (
        SELECT reset.reference
        FROM funding_ratereset AS reset
        WHERE reset.line_id = line.id
            AND reset.effective_on <= %(as_of)s
            AND NOT EXISTS (SELECT FROM funding_ratereset AS newer WHERE newer.replaces_id = reset.id)
        ORDER BY reset.effective_on DESC
        LIMIT 1
    ) AS reference
FROM funding_warehouseline AS line
LEFT JOIN moved ON moved.line_id = line.id
LEFT JOIN accrued ON accrued.line_id = line.id
WHERE line.id = ANY (%(lines)s) OR %(lines)s::uuid[] IS NULL
ORDER BY line.closed_on IS NOT NULL, line.opened_on DESC, line.name
