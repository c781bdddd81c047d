-- One row per line posted in the period, by number of its journal and of the line.
SELECT
    journal_number(seal.year, seal.first_serial + posting.place) AS number,
    line.posting_on,
    posting.entry_on,
    posting.type,
    line.line_number,
    gl_account.number AS account,
    gl_account.name AS account_name,
    coalesce(nullif(line.description, ''), posting.description) AS description,
    coalesce(account.number, '') AS case_account,
    line.cost_center,
    line.department,
    (line.debit * 100)::bigint AS debits,
    (line.credit * 100)::bigint AS credits
FROM ledger_glentry AS line
JOIN ledger_posting AS posting ON posting.id = line.posting_id
JOIN ledger_seal AS seal ON seal.id = posting.seal_id
JOIN ledger_glaccount AS gl_account ON gl_account.id = line.account_id
LEFT JOIN ledger_caseaccount AS account ON account.id = line.case_account_id
WHERE line.posting_on BETWEEN %(since)s AND %(as_of)s
    AND (%(type)s = '' OR posting.type = %(type)s)
    AND (
        %(account)s = ''
        OR EXISTS (
            SELECT
            FROM ledger_glentry AS own
            JOIN ledger_glaccount AS wanted ON wanted.id = own.account_id
            WHERE own.posting_id = posting.id AND wanted.number = %(account)s
        )
    )
ORDER BY seal.year, seal.first_serial, posting.place, line.line_number
LIMIT %(count)s::bigint OFFSET %(start)s::bigint
