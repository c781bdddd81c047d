-- One row: how many unbilled services of a month are in no accrual list, and how many of the list were billed since.
WITH services AS (
    SELECT bill.id
    FROM cases_bill AS bill
    WHERE coalesce(bill.service_on, bill.invoice_on) >= %(month)s
        AND coalesce(bill.service_on, bill.invoice_on) <= %(month_end)s
        AND bill.billed > 0
    UNION
    SELECT bill.id
    FROM accounting_accrual AS accrual
    JOIN cases_bill AS bill ON bill.id = accrual.bill_id
    WHERE accrual.journal_id IS NOT NULL
        AND accrual.month = (%(month)s::date - interval '1 month')::date
),
unbilled AS (
    SELECT services.id
    FROM services
    JOIN ledger_casetransaction AS charge
        ON charge.key IN ('ChargeApproved:' || services.id, 'CaseOpened:' || services.id)
        AND NOT EXISTS (SELECT FROM ledger_posting AS back WHERE back.reverses_id = charge.posting_id)
    WHERE NOT EXISTS (
        SELECT
        FROM ledger_casetransaction AS moved
        LEFT JOIN ledger_posting AS posting ON posting.id = moved.posting_id
        WHERE moved.key IN ('ChargeApproved:' || services.id, 'CaseOpened:' || services.id)
            AND coalesce(posting.posting_on, moved.occurred_on) <= %(month_end)s
            AND NOT (moved.is_cost_unknown AND NOT EXISTS (
                SELECT
                FROM ledger_casetransaction AS adjusted
                WHERE adjusted.case_account_id = moved.case_account_id
                    AND adjusted.event = 'ChargeAdjusted'
                    AND adjusted.is_cost_unknown
                    AND adjusted.retail < 0
                    AND adjusted.key LIKE 'ChargeAdjusted:' || services.id || ':%%'
                    AND adjusted.occurred_on <= %(month_end)s
            ))
            AND NOT EXISTS (SELECT FROM ledger_posting AS back WHERE back.reverses_id = moved.posting_id)
    )
)
SELECT count(*) AS services
FROM unbilled
WHERE NOT EXISTS (
    SELECT
    FROM accounting_accrual AS accrual
    WHERE accrual.month = %(month)s
        AND accrual.bill_id = unbilled.id
)
