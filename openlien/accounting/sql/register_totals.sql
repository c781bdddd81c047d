-- One row: how many journals and lines were posted in the period, and what they moved.
SELECT
    count(DISTINCT posting.id) AS journals,
    count(*) AS lines,
    (coalesce(sum(line.debit), 0) * 100)::bigint AS debits,
    (coalesce(sum(line.credit), 0) * 100)::bigint AS credits
FROM ledger_glentry AS line
JOIN ledger_posting AS posting ON posting.id = line.posting_id
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
