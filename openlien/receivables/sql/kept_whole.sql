-- One row: the sums over the whole book that no stage divides. A bill's age counts from 2000-01-01, as its day does.
SELECT
    bill.open_invoice_days,
    bill.open_dollar_days,
    bill.billed,
    bill.collected,
    bill.reduction,
    bill.bad_debt,
    bill.refund_due,
    bill.concluded_billed,
    bill.concluded_collected,
    bill.billed_365_days,
    bill.open_90_days,
    matter.open_moving,
    matter.settled_known,
    matter.settled_days
FROM (
    SELECT
        coalesce(sum(open_invoices * (invoice_on - '2000-01-01'::date)), 0) AS open_invoice_days,
        coalesce(sum(invoiced_open * (invoice_on - '2000-01-01'::date)), 0) AS open_dollar_days,
        coalesce(sum(billed), 0) AS billed,
        coalesce(sum(collected), 0) AS collected,
        coalesce(sum(reduction), 0) AS reduction,
        coalesce(sum(bad_debt), 0) AS bad_debt,
        coalesce(sum(refund_due), 0) AS refund_due,
        coalesce(sum(concluded_billed), 0) AS concluded_billed,
        coalesce(sum(concluded_collected), 0) AS concluded_collected,
        coalesce(sum(billed) FILTER (WHERE invoice_on > {day} - 365), 0) AS billed_365_days,
        coalesce(sum(invoiced_open) FILTER (WHERE invoice_on >= {day} - 90), 0) AS open_90_days
    FROM receivables_move
    WHERE invoice_on IS NOT NULL
) AS bill
CROSS JOIN (
    SELECT
        coalesce(sum(open) FILTER (WHERE kind <> 'settled' AND moved_on >= {day} - {quiet_days}), 0) AS open_moving,
        coalesce(
            sum(cases) FILTER (WHERE kind <> 'moved' AND stage = '{settled}' AND settled_on <= {day}), 0
        ) AS settled_known,
        coalesce(
            sum(cases * ({day} - settled_on))
                FILTER (WHERE kind <> 'moved' AND stage = '{settled}' AND settled_on <= {day}), 0
        ) AS settled_days
    FROM receivables_move
    WHERE kind IN ('added', 'moved', 'settled')
) AS matter
