-- One row per state of transfer: how many journals of a month are in it, and what they debit.
SELECT
    coalesce(sync.status, 'pending') AS status,
    count(*) AS journals,
    (sum(posting.total) * 100)::bigint AS debit_cents
FROM ledger_posting AS posting
LEFT JOIN ledger_journalsync AS sync ON sync.journal_id = posting.id
WHERE posting.posting_on >= %(month)s
    AND posting.posting_on <= %(month_end)s
GROUP BY 1
ORDER BY 1
