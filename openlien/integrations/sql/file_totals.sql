-- One row: the bills of the invoices file after the merge.
SELECT
    count(*) AS bills,
    coalesce(sum(billed), 0) AS invoiced,
    coalesce(sum(collected), 0) AS collected,
    coalesce(sum(reduction), 0) AS reduction,
    coalesce(sum(bad_debt), 0) AS bad_debt,
    coalesce(sum(greatest(0, billed - collected - reduction - bad_debt)), 0) AS open,
    coalesce(sum(greatest(0, collected - billed)), 0) AS refund_due
FROM staged_position
