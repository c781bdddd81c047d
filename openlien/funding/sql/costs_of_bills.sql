-- One row per bill as of a day: what its provider was paid, what lines have lent on it, its interest so far.
WITH paid AS (
    SELECT bill_id, sum(amount) AS site_cost, min(paid_on) AS first_paid_on
    FROM funding_sitecost
    WHERE bill_id = ANY (%(bills)s) AND paid_on <= %(as_of)s
    GROUP BY bill_id
),
lent AS (
    SELECT part.bill_id, sum(part.drawn) AS financed
    FROM funding_movementpart AS part
    JOIN funding_movement AS moved ON moved.id = part.movement_id
    WHERE part.bill_id = ANY (%(bills)s) AND moved.moved_on <= %(as_of)s
    GROUP BY part.bill_id
),
borne AS (
    SELECT share.bill_id, sum(share.amount) AS interest
    FROM funding_interestshare AS share
    JOIN funding_interestaccrual AS accrual ON accrual.id = share.accrual_id
    WHERE share.bill_id = ANY (%(bills)s) AND accrual.accrued_on <= %(as_of)s
    GROUP BY share.bill_id
)
SELECT
    bill.id AS bill_id,
    coalesce(paid.site_cost, 0) AS site_cost,
    coalesce(lent.financed, 0) AS financed,
    coalesce(borne.interest, 0) AS interest,
    paid.first_paid_on
FROM unnest(%(bills)s::uuid[]) AS bill (id)
LEFT JOIN paid ON paid.bill_id = bill.id
LEFT JOIN lent ON lent.bill_id = bill.id
LEFT JOIN borne ON borne.bill_id = bill.id
