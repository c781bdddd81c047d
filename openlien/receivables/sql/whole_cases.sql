(
    -- One row per case known on the day, with the sums over all its bills.
    SELECT
        summary.case_id, summary.stage, summary.law_firm_id, summary.state, summary.stage_is_sighting,
        summary.stage_on, summary.originated_on, greatest(summary.last_moved_on, summary.last_cash_on) AS moved_on,
        CASE WHEN summary.settled_on <= {day} THEN summary.settled_on END AS settled_on,
        summary.payoff_status, summary.bills, summary.open_bills, summary.open_invoice_days,
        summary.open_dollar_days, summary.open, summary.billed, summary.collected, summary.reduction,
        summary.bad_debt, summary.refund_due, summary.concluded_billed, summary.concluded_collected
    FROM {summaries} AS summary
    WHERE {conditions}
)
