-- One row per state of transfer to Business Central: how many posted journals are in it, and the oldest of them.
SELECT
    coalesce(sync.status, 'pending') AS status,
    count(*) AS journals,
    count(*) FILTER (WHERE posting.type IN ('payment', 'settlement', 'reversal')) AS critical,
    (sum(posting.total) * 100)::bigint AS total_cents,
    min(seal.sealed_at) AS oldest_at
FROM ledger_posting AS posting
JOIN ledger_seal AS seal ON seal.id = posting.seal_id
LEFT JOIN ledger_journalsync AS sync ON sync.journal_id = posting.id
GROUP BY 1
