-- One row: what was billed in the last 365 days, and what is open of the bills of the last 90. Apart, because the
-- first is in the index of the invoice dates alone.
SELECT
    (
        SELECT coalesce(sum(balance.billed), 0)
        FROM {balances} AS balance
        {join}
        WHERE balance.invoice_on > {day} - 365
            AND {known}
            AND {conditions}
    ) AS billed_365_days,
    (
        SELECT coalesce(sum(balance.open), 0)
        FROM {balances} AS balance
        {join}
        WHERE balance.invoice_on >= {day} - 90
            AND {known}
            AND {conditions}
    ) AS open_90_days
