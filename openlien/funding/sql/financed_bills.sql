-- One row per bill that a line has lent on, as of a day: what is lent now, and its interest from this line.
WITH lent AS (
    SELECT part.bill_id, sum(part.drawn) AS financed, min(moved.moved_on) AS since
    FROM funding_movementpart AS part
    JOIN funding_movement AS moved ON moved.id = part.movement_id
    WHERE moved.line_id = %(line)s AND moved.moved_on <= %(as_of)s
    GROUP BY part.bill_id
    HAVING sum(part.drawn) <> 0
),
chosen AS (
    SELECT bill_id, financed, since
    FROM lent
    WHERE bill_id > %(after)s
    ORDER BY bill_id
    LIMIT %(limit)s
)
SELECT
    chosen.bill_id,
    matter.number AS case_number,
    bill.code,
    bill.service_on,
    bill.contracted,
    facility.name AS facility,
    chosen.since,
    chosen.financed,
    (
        SELECT coalesce(sum(share.amount), 0)
        FROM funding_interestshare AS share
        JOIN funding_interestaccrual AS accrual ON accrual.id = share.accrual_id
        WHERE share.bill_id = chosen.bill_id
            AND accrual.line_id = %(line)s
            AND accrual.accrued_on <= %(as_of)s
    ) AS interest,
    (SELECT count(*) FROM lent) AS total
FROM chosen
JOIN cases_bill AS bill ON bill.id = chosen.bill_id
JOIN cases_case AS matter ON matter.id = bill.case_id
LEFT JOIN cases_party AS facility ON facility.id = bill.facility_id
ORDER BY chosen.bill_id
