-- One row per case as of a day: what its providers were paid, its interest, what came in, and the codes billed.
WITH its_bill AS (
    SELECT id, case_id, code
    FROM cases_bill
    WHERE case_id = ANY (%(cases)s)
),
billed AS (
    SELECT case_id, array_agg(DISTINCT code) AS codes
    FROM its_bill
    GROUP BY case_id
),
paid AS (
    SELECT its_bill.case_id, sum(cost.amount) AS site_cost, min(cost.paid_on) AS first_paid_on
    FROM its_bill
    JOIN funding_sitecost AS cost ON cost.bill_id = its_bill.id
    WHERE cost.paid_on <= %(as_of)s
    GROUP BY its_bill.case_id
),
borne AS (
    SELECT its_bill.case_id, sum(share.amount) AS interest
    FROM its_bill
    JOIN funding_interestshare AS share ON share.bill_id = its_bill.id
    JOIN funding_interestaccrual AS accrual ON accrual.id = share.accrual_id
    WHERE accrual.accrued_on <= %(as_of)s
    GROUP BY its_bill.case_id
),
received AS (
    SELECT
        account.case_id,
        sum(moved.payment) AS payments,
        sum(moved.refund_due) AS refund_due,
        max(moved.occurred_on) FILTER (WHERE moved.payment > 0) AS last_cash_on
    FROM ledger_caseaccount AS account
    JOIN ledger_casetransaction AS moved ON moved.case_account_id = account.id
    WHERE account.case_id = ANY (%(cases)s) AND moved.occurred_on <= %(as_of)s
    GROUP BY account.case_id
)
SELECT
    matter.id AS case_id,
    coalesce(billed.codes, '{}') AS codes,
    coalesce(paid.site_cost, 0) AS site_cost,
    coalesce(borne.interest, 0) AS interest,
    coalesce(received.payments, 0) AS payments,
    coalesce(received.refund_due, 0) AS refund_due,
    paid.first_paid_on,
    received.last_cash_on
FROM unnest(%(cases)s::uuid[]) AS matter (id)
LEFT JOIN billed ON billed.case_id = matter.id
LEFT JOIN paid ON paid.case_id = matter.id
LEFT JOIN borne ON borne.case_id = matter.id
LEFT JOIN received ON received.case_id = matter.id
