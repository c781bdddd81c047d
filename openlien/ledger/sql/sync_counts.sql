-- One row per state of transfer to Business Central: how many posted journals are in it, and the oldest of them.
-- A journal that nobody tried to send has no row of its own, and those are counted without their seals.
WITH tried AS (
    SELECT sync.journal_id, sync.status, posting.type, posting.total, seal.sealed_at
    FROM ledger_journalsync AS sync
    JOIN ledger_posting AS posting ON posting.id = sync.journal_id
    JOIN ledger_seal AS seal ON seal.id = posting.seal_id
    WHERE sync.status <> 'pending'
)
SELECT
    status,
    count(*) AS journals,
    count(*) FILTER (WHERE type IN ('payment', 'settlement', 'reversal')) AS critical,
    (sum(total) * 100)::bigint AS total_cents,
    min(sealed_at) AS oldest_at
FROM tried
GROUP BY status
UNION ALL
SELECT
    'pending',
    count(*),
    count(*) FILTER (WHERE type IN ('payment', 'settlement', 'reversal')),
    (sum(total) * 100)::bigint,
    (
        SELECT seal.sealed_at
        FROM ledger_seal AS seal
        JOIN ledger_posting AS earliest ON earliest.seal_id = seal.id
        WHERE NOT EXISTS (SELECT FROM tried WHERE tried.journal_id = earliest.id)
        ORDER BY seal.id
        LIMIT 1
    )
FROM ledger_posting AS posting
WHERE NOT EXISTS (SELECT FROM tried WHERE tried.journal_id = posting.id)
HAVING count(*) > 0
