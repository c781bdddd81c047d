-- One row per kind of fact of which some are not in the books exactly once with their amount.
WITH booked AS (
    -- What earlier books brought over is a bill too, charged by the opening of its case.
    SELECT replace(key, 'CaseOpened:', 'ChargeApproved:') AS key, count(*) AS times, sum(retail) AS retail, sum(payment) AS payment, sum(reduction) AS reduction,
        sum(lien_written_off) AS lien_written_off
    FROM ledger_casetransaction
    WHERE event IN ('CaseOpened', 'ChargeApproved', 'PaymentReceived', 'ReductionAgreed', 'WriteOffApproved')
    GROUP BY 1
),
facts AS (
    SELECT 'Bills' AS fact, bill.id, 'ChargeApproved:' || bill.id AS key, NULL::numeric AS amount
    FROM cases_bill AS bill
    UNION ALL
    SELECT 'Payments', id, 'PaymentReceived:' || id, amount
    FROM payments_receipt
    UNION ALL
    SELECT 'Reductions', id, 'ReductionAgreed:' || id, amount
    FROM payments_adjustment
    WHERE kind = 'reduction'
    UNION ALL
    SELECT 'Write-offs', id, 'WriteOffApproved:' || id, amount
    FROM payments_adjustment
    WHERE kind = 'bad_debt'
)
SELECT facts.fact, count(*) AS facts, min(facts.id::text) AS first
FROM facts
LEFT JOIN booked ON booked.key = facts.key
-- What a bill was approved at may have changed since, which the totals of its case show.
WHERE booked.times IS DISTINCT FROM 1
    OR booked.payment + booked.reduction + booked.lien_written_off <> facts.amount
GROUP BY facts.fact
ORDER BY facts.fact
