-- One row per posted line of one case account, newest first, with the balance of its general-ledger account
-- on this case account after it; `total` counts the lines asked for on all pages.
WITH lines_of_the_case_account AS (
    SELECT
        entry.posting_on,
        seal.year,
        seal.first_serial + posting.place AS serial,
        entry.line_number,
        journal_number(seal.year, seal.first_serial + posting.place) AS number,
        posting.entry_on,
        posting.type,
        posting.description,
        posting.reference,
        entry.description AS line_description,
        gl.number AS account,
        gl.name AS account_name,
        entry.debit,
        entry.credit,
        posting.reverses_id IS NOT NULL AS is_reversal,
        reversal.id IS NOT NULL AS is_reversed,
        sum(entry.debit - entry.credit) OVER (
            PARTITION BY entry.account_id
            ORDER BY entry.posting_on, seal.year, seal.first_serial + posting.place, entry.line_number
        ) AS balance,
        count(*) FILTER (WHERE %(gl_account)s::text IN ('', gl.number)) OVER () AS total
    FROM ledger_glentry AS entry
    JOIN ledger_posting AS posting ON posting.id = entry.posting_id
    JOIN ledger_seal AS seal ON seal.id = posting.seal_id
    JOIN ledger_glaccount AS gl ON gl.id = entry.account_id
    LEFT JOIN ledger_posting AS reversal ON reversal.reverses_id = posting.id
    WHERE entry.case_account_id = %(account)s
)
SELECT
    number,
    line_number,
    posting_on,
    entry_on,
    type,
    description,
    reference,
    line_description,
    account,
    account_name,
    debit,
    credit,
    is_reversal,
    is_reversed,
    balance,
    total
FROM lines_of_the_case_account
WHERE %(gl_account)s::text IN ('', account)
    AND (
        %(after)s::text = '' OR (posting_on, year, serial, -line_number) < (
            SELECT posting_on, year, serial, -line_number
            FROM lines_of_the_case_account
            WHERE number || '.' || line_number = %(after)s
        )
    )
ORDER BY posting_on DESC, year DESC, serial DESC, line_number
LIMIT %(limit)s::int
