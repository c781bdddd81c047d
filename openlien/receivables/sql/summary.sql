-- One row per stage, whether the case is at risk, and whether it moved within the year.
SELECT
    matter.stage,
    {is_at_risk} AS is_at_risk,
    {is_moving} AS is_moving,
    count(*) FILTER (WHERE matter.open_bills > 0) AS cases,
    sum(matter.open_bills) AS bills,
    sum(matter.open_invoice_days) AS open_invoice_days,
    sum(matter.open_dollar_days) AS open_dollar_days,
    sum(matter.open) AS open,
    sum(matter.billed) AS billed,
    sum(matter.collected) AS collected,
    sum(matter.reduction) AS reduction,
    sum(matter.bad_debt) AS bad_debt,
    sum(matter.refund_due) AS refund_due,
    sum(matter.concluded_billed) AS concluded_billed,
    sum(matter.concluded_collected) AS concluded_collected,
    count(matter.settled_on) FILTER (WHERE matter.open_bills > 0) AS settled_known,
    coalesce(sum({day} - matter.settled_on) FILTER (WHERE matter.open_bills > 0), 0) AS settled_days
FROM {cases} AS matter
GROUP BY 1, 2, 3
