(
    -- One row per case known on the day that has matching bills, with the sums over those.
    SELECT
        summary.case_id, summary.stage, summary.law_firm_id, summary.state, summary.stage_is_sighting,
        summary.stage_on, summary.originated_on, greatest(summary.last_moved_on, summary.last_cash_on) AS moved_on,
        min(balance.settled_on) FILTER (WHERE balance.open > 0 AND balance.settled_on <= {day}) AS settled_on,
        same_or_mixed(
            min(balance.payoff_status) FILTER (WHERE balance.open > 0),
            max(balance.payoff_status) FILTER (WHERE balance.open > 0)
        ) AS payoff_status,
        count(*) AS bills,
        count(*) FILTER (WHERE balance.open > 0) AS open_bills,
        coalesce(
            sum(balance.invoice_on - '2000-01-01'::date) FILTER (WHERE balance.open > 0), 0
        ) AS open_invoice_days,
        sum(balance.open * (balance.invoice_on - '2000-01-01'::date)) AS open_dollar_days,
        sum(balance.open) AS open,
        sum(balance.billed) AS billed,
        sum(balance.collected) AS collected,
        sum(balance.reduction) AS reduction,
        sum(balance.bad_debt) AS bad_debt,
        sum(balance.refund_due) AS refund_due,
        coalesce(sum(balance.billed) FILTER (WHERE balance.open = 0), 0) AS concluded_billed,
        coalesce(sum(balance.collected) FILTER (WHERE balance.open = 0), 0) AS concluded_collected
    FROM {summaries} AS summary
    JOIN {balances} AS balance ON balance.case_id = summary.case_id
    WHERE {conditions}
    GROUP BY
        summary.case_id, summary.stage, summary.law_firm_id, summary.state, summary.stage_is_sighting,
        summary.stage_on, summary.originated_on, summary.last_moved_on, summary.last_cash_on
)
