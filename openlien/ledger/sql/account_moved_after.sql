-- One row: what moved on an account after a line of it, up to a day; debits less credits.
WITH later_days AS (
    SELECT coalesce(sum(day.debit - day.credit), 0) AS moved
    FROM ledger_daybalance AS day
    JOIN ledger_glaccount AS account ON account.id = day.account_id
    WHERE account.number = %(number)s
        AND day.day > %(after_day)s
        AND day.day <= %(until)s
),
rest_of_its_day AS (
    SELECT coalesce(sum(line.debit - line.credit), 0) AS moved
    FROM ledger_glentry AS line
    JOIN ledger_glaccount AS account ON account.id = line.account_id
    WHERE account.number = %(number)s
        AND line.posting_on = %(after_day)s
        AND (line.posting_id, line.line_number) >= (%(after_id)s::uuid, %(after_line)s::int)
)
SELECT ((later_days.moved + rest_of_its_day.moved) * 100)::bigint AS moved_cents
FROM later_days, rest_of_its_day
