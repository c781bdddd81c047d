-- One row: the whole book from its facts.
WITH position_of_each_bill AS (
    SELECT
        bill.billed,
        coalesce(cash.amount, 0) AS collected,
        coalesce(given_up.reduction, 0) AS reduction,
        coalesce(given_up.bad_debt, 0) AS bad_debt
    FROM cases_bill AS bill
    LEFT JOIN (
        SELECT bill_id, sum(amount) AS amount
        FROM payments_allocation
        GROUP BY bill_id
    ) AS cash ON cash.bill_id = bill.id
    LEFT JOIN (
        SELECT
            bill_id,
            sum(amount) FILTER (WHERE kind = 'reduction') AS reduction,
            sum(amount) FILTER (WHERE kind = 'bad_debt') AS bad_debt
        FROM payments_adjustment
        GROUP BY bill_id
    ) AS given_up ON given_up.bill_id = bill.id
)
SELECT
    count(*) AS bills,
    coalesce(sum(billed), 0) AS invoiced,
    coalesce(sum(collected), 0) AS collected,
    coalesce(sum(reduction), 0) AS reduction,
    coalesce(sum(bad_debt), 0) AS bad_debt,
    coalesce(sum(greatest(0, billed - collected - reduction - bad_debt)), 0) AS open,
    coalesce(sum(greatest(0, collected - billed)), 0) AS refund_due
FROM position_of_each_bill
