-- One row per bill that is not explained to the cent: what is over is cash above the bill, or more given up than left.
SELECT bill_id AS id
FROM receivables_billbalance
WHERE open < 0
    OR refund_due < 0
    OR billed <> collected + reduction + bad_debt + open
        - greatest(0, collected + reduction + bad_debt - billed)
    OR refund_due <> refund_due_of(bill_id, billed, collected, reduction, 'infinity')
ORDER BY id
