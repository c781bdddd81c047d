-- One row per posted journal in a state of transfer, in the order in which they were posted, from a cursor on.
SELECT
    posting.id,
    journal_number(seal.year, seal.first_serial + posting.place) AS number,
    posting.type,
    posting.posting_on,
    posting.description,
    (posting.total * 100)::bigint AS total_cents,
    seal.sealed_at,
    coalesce(sync.status, 'pending') AS status,
    coalesce(sync.attempts, 0) AS attempts,
    coalesce(sync.last_error, '') AS last_error,
    sync.next_attempt_at,
    sync.synced_at,
    coalesce(sync.bc_id, '') AS bc_id
FROM ledger_posting AS posting
JOIN ledger_seal AS seal ON seal.id = posting.seal_id
LEFT JOIN ledger_journalsync AS sync ON sync.journal_id = posting.id
WHERE (%(status)s = '' OR coalesce(sync.status, 'pending') = %(status)s)
    AND (NOT %(critical)s OR posting.type IN ('payment', 'settlement', 'reversal'))
    AND (%(after)s::uuid IS NULL OR (posting.seal_id, posting.place) > (
        SELECT last.seal_id, last.place
        FROM ledger_posting AS last
        WHERE last.id = %(after)s::uuid
    ))
    AND (%(id)s::uuid IS NULL OR posting.id = %(id)s::uuid)
ORDER BY posting.seal_id, posting.place
LIMIT %(limit)s
