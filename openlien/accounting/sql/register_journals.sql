-- One row per journal posted in the period, by number.
SELECT
    journal_number(seal.year, seal.first_serial + posting.place) AS number,
    posting.posting_on,
    posting.entry_on,
    posting.type,
    posting.description,
    posting.reference,
    coalesce(account.number, '') AS case_account,
    seal.actor_name AS posted_by,
    posting.lines,
    (posting.total * 100)::bigint AS debits,
    (posting.total * 100)::bigint AS credits
FROM ledger_posting AS posting
JOIN ledger_seal AS seal ON seal.id = posting.seal_id
LEFT JOIN ledger_caseaccount AS account ON account.id = posting.case_account_id
WHERE posting.posting_on BETWEEN %(since)s AND %(as_of)s
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
ORDER BY seal.year, seal.first_serial, posting.place
LIMIT %(count)s::bigint OFFSET %(start)s::bigint
