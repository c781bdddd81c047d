-- One row per bill: what is contracted, what lines have lent on it, and which other line the case is pledged to.
SELECT
    bill.id AS bill_id,
    bill.case_id,
    matter.number AS case_number,
    coalesce(nullif(bill.number, ''), bill.code) AS name,
    bill.provider_group_id AS vendor_id,
    bill.contracted,
    coalesce(lent.financed, 0) AS financed,
    coalesce(lent.financed_here, 0) AS financed_here,
    coalesce((SELECT sum(amount) FROM funding_sitecost WHERE bill_id = bill.id), 0) AS site_cost,
    (
        SELECT max(line.name)
        FROM (
            SELECT moved.line_id
            FROM cases_bill AS sister
            JOIN funding_movementpart AS part ON part.bill_id = sister.id
            JOIN funding_movement AS moved ON moved.id = part.movement_id
            WHERE sister.case_id = bill.case_id AND moved.line_id <> %(line)s
            GROUP BY moved.line_id
            HAVING sum(part.drawn) <> 0
        ) AS other
        JOIN funding_warehouseline AS line ON line.id = other.line_id
    ) AS other_line
FROM cases_bill AS bill
JOIN cases_case AS matter ON matter.id = bill.case_id
LEFT JOIN LATERAL (
    SELECT
        sum(part.drawn) AS financed,
        sum(part.drawn) FILTER (WHERE moved.line_id = %(line)s) AS financed_here
    FROM funding_movementpart AS part
    JOIN funding_movement AS moved ON moved.id = part.movement_id
    WHERE part.bill_id = bill.id
) AS lent ON true
WHERE bill.id = ANY (%(bills)s) OR matter.number = %(case_number)s
ORDER BY bill.id
