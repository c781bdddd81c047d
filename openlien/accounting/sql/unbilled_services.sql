-- One row per service of a month whose cost was not in the books by the month's end: the bills of the month, and those
-- accrued the month before, with a charge of unknown cost or with one posted later. A bill without any charge is not
-- unbilled but an error, which `openlien check` names. With what comparable bills of the twelve months before cost.
WITH services AS (
    SELECT bill.id, coalesce(bill.service_on, bill.invoice_on) AS served_on
    FROM cases_bill AS bill
    WHERE coalesce(bill.service_on, bill.invoice_on) >= %(month)s
        AND coalesce(bill.service_on, bill.invoice_on) <= %(month_end)s
    UNION
    SELECT accrual.bill_id, accrual.served_on
    FROM accounting_accrual AS accrual
    WHERE accrual.month = (%(month)s::date - interval '1 month')::date
        AND accrual.journal_id IS NOT NULL
),
unbilled AS (
    SELECT
        bill.id,
        bill.case_id,
        bill.facility_id,
        bill.code,
        bill.billed,
        services.served_on,
        NOT charge.is_cost_unknown AS is_billed_later,
        CASE WHEN charge.is_cost_unknown IS FALSE THEN charge.contracted ELSE bill.contracted END AS known
    FROM services
    JOIN cases_bill AS bill ON bill.id = services.id
    JOIN LATERAL (
        SELECT moved.is_cost_unknown, moved.contracted, moved.occurred_on, posting.posting_on
        FROM ledger_casetransaction AS moved
        LEFT JOIN ledger_posting AS posting ON posting.id = moved.posting_id
        WHERE moved.key IN ('ChargeApproved:' || bill.id, 'CaseOpened:' || bill.id)
            AND NOT EXISTS (SELECT FROM ledger_posting AS back WHERE back.reverses_id = moved.posting_id)
        LIMIT 1
    ) AS charge ON true
    WHERE bill.billed > 0
        AND (
            coalesce(charge.posting_on, charge.occurred_on) > %(month_end)s
            OR (charge.is_cost_unknown AND NOT EXISTS (
                -- A charge whose cost became known is taken back whole and adjusted to anew.
                SELECT
                FROM ledger_caseaccount AS account
                JOIN ledger_casetransaction AS adjusted ON adjusted.case_account_id = account.id
                WHERE account.case_id = bill.case_id
                    AND adjusted.event = 'ChargeAdjusted'
                    AND adjusted.is_cost_unknown
                    AND adjusted.retail < 0
                    AND adjusted.key LIKE 'ChargeAdjusted:' || bill.id || ':%%'
                    AND adjusted.occurred_on <= %(month_end)s
            ))
        )
),
experience AS (
    SELECT
        grouping(bill.facility_id, bill.code) AS level,
        bill.facility_id,
        bill.code,
        count(*) AS bills,
        sum(bill.billed) AS billed,
        sum(bill.contracted) AS contracted
    FROM cases_bill AS bill
    WHERE bill.contracted IS NOT NULL
        AND bill.billed > 0
        AND coalesce(bill.service_on, bill.invoice_on) > %(month_end)s::date - interval '1 year'
        AND coalesce(bill.service_on, bill.invoice_on) <= %(month_end)s
        AND EXISTS (SELECT FROM unbilled)
    GROUP BY GROUPING SETS ((bill.facility_id, bill.code), (bill.facility_id), (bill.code), ())
)
SELECT
    unbilled.id AS bill_id,
    unbilled.served_on,
    unbilled.billed,
    unbilled.known,
    coalesce(both_same.bills, 0) AS both_bills,
    coalesce(both_same.billed, 0) AS both_billed,
    coalesce(both_same.contracted, 0) AS both_contracted,
    coalesce(facility.bills, 0) AS facility_bills,
    coalesce(facility.billed, 0) AS facility_billed,
    coalesce(facility.contracted, 0) AS facility_contracted,
    coalesce(same_code.bills, 0) AS code_bills,
    coalesce(same_code.billed, 0) AS code_billed,
    coalesce(same_code.contracted, 0) AS code_contracted,
    coalesce(everything.bills, 0) AS every_bills,
    coalesce(everything.billed, 0) AS every_billed,
    coalesce(everything.contracted, 0) AS every_contracted
FROM unbilled
LEFT JOIN experience AS both_same
    ON both_same.level = 0 AND both_same.facility_id = unbilled.facility_id AND both_same.code = unbilled.code
    AND unbilled.code <> ''
LEFT JOIN experience AS facility ON facility.level = 1 AND facility.facility_id = unbilled.facility_id
LEFT JOIN experience AS same_code ON same_code.level = 2 AND same_code.code = unbilled.code AND unbilled.code <> ''
LEFT JOIN experience AS everything ON everything.level = 3
ORDER BY unbilled.served_on, unbilled.id
