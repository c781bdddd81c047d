-- One row per month of a line that is accrued: its interest, what of the line it was accrued on, and who booked it.
SELECT
    accrual.id,
    accrual.month,
    accrual.begins_on,
    accrual.ends_on,
    accrual.interest,
    accrual.unused_fee,
    (SELECT count(*) FROM funding_interestshare WHERE accrual_id = accrual.id) AS bills,
    (
        SELECT coalesce(sum(drawn), 0)
        FROM funding_movement
        WHERE line_id = accrual.line_id AND moved_on < accrual.ends_on
    ) AS drawn
FROM funding_interestaccrual AS accrual
WHERE accrual.line_id = %(line)s
    AND accrual.accrued_on <= %(as_of)s
    AND accrual.reverses_id IS NULL
    AND NOT EXISTS (
        SELECT
        FROM funding_interestaccrual AS back
        WHERE back.reverses_id = accrual.id AND back.accrued_on <= %(as_of)s
    )
ORDER BY accrual.month
