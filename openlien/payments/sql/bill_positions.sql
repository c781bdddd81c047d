-- One row per bill of a case; is_agreed where people agreed a payoff and reductions lower what the bill comes to.
SELECT
    bill.id AS bill_id,
    bill.billed,
    (
        SELECT coalesce(sum(amount), 0)
        FROM payments_allocation
        WHERE bill_id = bill.id
    ) AS collected,
    given_up.reduction,
    given_up.bad_debt,
    given_up.reduction > 0
        AND EXISTS (SELECT FROM agreed_bills('infinity') AS agreed WHERE agreed.bill_id = bill.id) AS is_agreed
FROM cases_bill AS bill
CROSS JOIN LATERAL (
    SELECT
        coalesce(sum(amount) FILTER (WHERE kind = 'reduction'), 0) AS reduction,
        coalesce(sum(amount) FILTER (WHERE kind = 'bad_debt'), 0) AS bad_debt
    FROM payments_adjustment
    WHERE bill_id = bill.id
) AS given_up
WHERE bill.case_id = %(case_id)s
ORDER BY bill.invoice_on, bill.id
