-- One row: what stood on an account before a span of days, and what moved in the span.
SELECT
    (coalesce(sum(day.debit - day.credit) FILTER (WHERE day.day < %(since)s), 0) * 100)::bigint AS before_cents,
    (coalesce(sum(day.debit) FILTER (WHERE day.day >= %(since)s), 0) * 100)::bigint AS debit_cents,
    (coalesce(sum(day.credit) FILTER (WHERE day.day >= %(since)s), 0) * 100)::bigint AS credit_cents,
    coalesce(sum(day.lines) FILTER (WHERE day.day >= %(since)s), 0)::bigint AS lines
FROM ledger_daybalance AS day
JOIN ledger_glaccount AS account ON account.id = day.account_id
WHERE account.number = %(number)s
    AND day.day <= %(until)s
