-- One row per line of an account in a span of days, the newest first, from a cursor on.
SELECT
    line.posting_on,
    line.posting_id,
    line.line_number,
    journal_number(seal.year, seal.first_serial + posting.place) AS journal_number,
    posting.type,
    coalesce(nullif(line.description, ''), posting.description) AS description,
    posting.reference,
    matter.number AS case_number,
    line.cost_center,
    line.department,
    (line.debit * 100)::bigint AS debit_cents,
    (line.credit * 100)::bigint AS credit_cents
FROM ledger_glentry AS line
JOIN ledger_glaccount AS account ON account.id = line.account_id
JOIN ledger_posting AS posting ON posting.id = line.posting_id
JOIN ledger_seal AS seal ON seal.id = posting.seal_id
LEFT JOIN ledger_caseaccount AS case_account ON case_account.id = line.case_account_id
LEFT JOIN cases_case AS matter ON matter.id = case_account.case_id
WHERE account.number = %(number)s
    AND line.posting_on >= %(since)s
    AND line.posting_on <= %(until)s
    AND (
        %(after_day)s::date IS NULL
        OR (line.posting_on, line.posting_id, line.line_number)
            < (%(after_day)s::date, %(after_id)s::uuid, %(after_line)s::int)
    )
ORDER BY line.posting_on DESC, line.posting_id DESC, line.line_number DESC
LIMIT %(limit)s
