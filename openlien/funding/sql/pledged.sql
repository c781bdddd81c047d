-- One row per line, law firm and whether too old: the cost of cases not yet recovered, today. A case that another line
-- has lent on is pledged there.
WITH pledged AS (
    SELECT bill.case_id, moved.line_id
    FROM funding_movementpart AS part
    JOIN funding_movement AS moved ON moved.id = part.movement_id
    JOIN cases_bill AS bill ON bill.id = part.bill_id
    GROUP BY bill.case_id, moved.line_id
    HAVING sum(part.drawn) <> 0
)
SELECT
    line.id AS line_id,
    coalesce(matter.law_firm_id::text, matter.id::text) AS debtor,
    coalesce(%(as_of)s::date - matter.opened_on > line.age_days_max, false) AS is_too_old,
    sum(balance.cost_balance) AS amount
FROM funding_warehouseline AS line
CROSS JOIN ledger_casebalance AS balance
JOIN ledger_caseaccount AS account ON account.id = balance.case_account_id
JOIN cases_case AS matter ON matter.id = account.case_id
WHERE balance.cost_balance > 0
    AND (line.id = ANY (%(lines)s) OR %(lines)s::uuid[] IS NULL)
    AND NOT EXISTS (
        SELECT
        FROM pledged
        WHERE pledged.case_id = matter.id AND pledged.line_id <> line.id
    )
GROUP BY line.id, debtor, is_too_old
