-- One row per bill of a case.
SELECT
    bill.id AS bill_id,
    bill.billed,
    (
        SELECT coalesce(sum(amount), 0)
        FROM payments_allocation
        WHERE bill_id = bill.id
    ) AS collected,
    (
        SELECT coalesce(sum(amount), 0)
        FROM payments_adjustment
        WHERE bill_id = bill.id AND kind = 'reduction'
    ) AS reduction,
    (
        SELECT coalesce(sum(amount), 0)
        FROM payments_adjustment
        WHERE bill_id = bill.id AND kind = 'bad_debt'
    ) AS bad_debt
FROM cases_bill AS bill
WHERE bill.case_id = %(case_id)s
ORDER BY bill.invoice_on, bill.id
