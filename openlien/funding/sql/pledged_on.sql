-- One row per line and case as of a past day: the totals of its account by then, for cases no other line had lent on.
WITH pledged AS (
    SELECT bill.case_id, moved.line_id
    FROM funding_movementpart AS part
    JOIN funding_movement AS moved ON moved.id = part.movement_id
    JOIN cases_bill AS bill ON bill.id = part.bill_id
    WHERE moved.moved_on <= %(as_of)s
    GROUP BY bill.case_id, moved.line_id
    HAVING sum(part.drawn) <> 0
),
position AS (
    SELECT
        case_account_id,
        sum(contracted) AS contracted,
        sum(payment) AS payments,
        sum(refund_due) AS refund_due,
        sum(cost_written_off) AS cost_written_off
    FROM ledger_casetransaction
    WHERE occurred_on <= %(as_of)s
    GROUP BY case_account_id
    HAVING sum(contracted) > 0
)
SELECT
    line.id AS line_id,
    coalesce(matter.law_firm_id::text, matter.id::text) AS debtor,
    coalesce(%(as_of)s::date - matter.opened_on > line.age_days_max, false) AS is_too_old,
    position.contracted,
    position.payments,
    position.refund_due,
    position.cost_written_off
FROM funding_warehouseline AS line
CROSS JOIN position
JOIN ledger_caseaccount AS account ON account.id = position.case_account_id
JOIN cases_case AS matter ON matter.id = account.case_id
WHERE (line.id = ANY (%(lines)s) OR %(lines)s::uuid[] IS NULL)
    AND NOT EXISTS (
        SELECT
        FROM pledged
        WHERE pledged.case_id = matter.id AND pledged.line_id <> line.id
    )
