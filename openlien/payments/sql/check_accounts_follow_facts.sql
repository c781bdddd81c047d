-- One row per case account and total that is not what the facts of its case say; the first hundred.
WITH booked AS (
    SELECT
        case_account_id, sum(retail) AS billed, sum(contracted) AS contracted, sum(payment) AS collected,
        sum(reduction) AS reduction, sum(lien_written_off) AS bad_debt, sum(refund_due) AS refund_due
    FROM ledger_casetransaction
    WHERE event IN ('CaseOpened', 'ChargeApproved', 'ChargeAdjusted', 'PaymentReceived', 'RefundDue', 'ReductionAgreed',
        'WriteOffApproved', 'Reversal')
    GROUP BY case_account_id
),
cash AS (
    SELECT bill_id, sum(amount) AS collected
    FROM payments_allocation
    GROUP BY bill_id
),
given_up AS (
    SELECT
        bill_id,
        sum(amount) FILTER (WHERE kind = 'reduction') AS reduction,
        sum(amount) FILTER (WHERE kind = 'bad_debt') AS bad_debt
    FROM payments_adjustment
    GROUP BY bill_id
),
bills AS (
    SELECT
        bill.case_id, sum(bill.billed) AS billed, sum(coalesce(bill.contracted, 0)) AS contracted,
        sum(coalesce(cash.collected, 0)) AS collected, sum(given_up.reduction) AS reduction,
        sum(given_up.bad_debt) AS bad_debt,
        sum(
            refund_due_of(
                bill.id, bill.billed, coalesce(cash.collected, 0), coalesce(given_up.reduction, 0), 'infinity'
            )
        ) AS refund_due
    FROM cases_bill AS bill
    LEFT JOIN cash ON cash.bill_id = bill.id
    LEFT JOIN given_up ON given_up.bill_id = bill.id
    GROUP BY bill.case_id
)
SELECT account.number, total.what
FROM ledger_caseaccount AS account
LEFT JOIN booked ON booked.case_account_id = account.id
LEFT JOIN bills ON bills.case_id = account.case_id
CROSS JOIN LATERAL (
    VALUES
        ('what was billed', booked.billed, bills.billed),
        ('what its bills cost', booked.contracted, bills.contracted),
        ('what was collected', booked.collected, bills.collected),
        ('its reductions', booked.reduction, bills.reduction),
        ('its bad debt', booked.bad_debt, bills.bad_debt),
        ('what is owed back', booked.refund_due, bills.refund_due)
) AS total (what, in_the_books, in_the_facts)
WHERE coalesce(total.in_the_books, 0) <> coalesce(total.in_the_facts, 0)
ORDER BY account.number, total.what
LIMIT 100
