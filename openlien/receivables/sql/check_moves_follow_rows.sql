-- One row per key under which the moves do not sum to what the kept rows say; less the kept rows, they sum to zero.
WITH left_of_cases AS (
    SELECT kind, stage, at_risk_from, moved_on, settled_on, cases, bills, open, originated_days
    FROM receivables_move
    WHERE cases IS NOT NULL
    UNION ALL
    SELECT
        move.kind, move.stage, move.at_risk_from, move.moved_on, move.settled_on, move.cases, move.bills, move.open,
        move.originated_days
    FROM receivables_casesummary AS summary
    CROSS JOIN LATERAL case_move(-1, summary) AS move
),
left_of_bills AS (
    SELECT
        invoice_on, open_invoices, invoiced_open, billed, collected, reduction, bad_debt, refund_due,
        concluded_billed, concluded_collected
    FROM receivables_move
    WHERE invoice_on IS NOT NULL
    UNION ALL
    SELECT
        move.invoice_on, move.open_invoices, move.invoiced_open, move.billed, move.collected, move.reduction,
        move.bad_debt, move.refund_due, move.concluded_billed, move.concluded_collected
    FROM receivables_billbalance AS balance
    CROSS JOIN LATERAL bill_move(-1, balance) AS move
)
SELECT format('%s at risk from %s', stage, at_risk_from) AS id
FROM left_of_cases
WHERE kind IN ('added', 'risk')
GROUP BY stage, at_risk_from
HAVING (sum(cases), sum(bills), sum(open), sum(originated_days)) <> (0, 0, 0, 0)
UNION ALL
SELECT format('moved on %s', moved_on)
FROM left_of_cases
WHERE kind IN ('added', 'moved')
    AND moved_on IS NOT NULL
GROUP BY moved_on
HAVING (sum(cases), sum(open)) <> (0, 0)
UNION ALL
SELECT format('settled on %s', settled_on)
FROM left_of_cases
WHERE kind IN ('added', 'settled')
    AND stage = 'settled_not_disbursed'
    AND settled_on IS NOT NULL
GROUP BY settled_on
HAVING (sum(cases), sum(open)) <> (0, 0)
UNION ALL
SELECT format('invoiced on %s', invoice_on)
FROM left_of_bills
GROUP BY invoice_on
HAVING (
    sum(open_invoices), sum(invoiced_open), sum(billed), sum(collected), sum(reduction), sum(bad_debt),
    sum(refund_due), sum(concluded_billed), sum(concluded_collected)
) <> (0, 0, 0, 0, 0, 0, 0, 0, 0)
ORDER BY id
