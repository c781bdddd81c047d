-- One row per journal: papers that are not in the books yet, then everything that is.
CREATE OR REPLACE VIEW ledger_journal AS
SELECT
    posting.id,
    journal_number(seal.year, seal.first_serial + posting.place) AS number,
    CASE WHEN reversal.id IS NULL THEN 'posted' ELSE 'reversed' END AS status,
    'approved' AS approval_status,
    posting.type,
    posting.template_id,
    posting.case_account_id,
    posting.entry_on,
    posting.posting_on,
    posting.description,
    posting.reference,
    posting.lines,
    posting.total AS debits,
    posting.total AS credits,
    posting.event,
    posting.key,
    posting.policy,
    posting.created_by_id,
    coalesce(paper.created_at, seal.sealed_at) AS created_at,
    posting.approved_by_id,
    posting.approved_at,
    paper.rejection_reason,
    true AS is_posted,
    seal.sealed_at AS posted_at,
    posting.posted_by_id,
    seal.actor_name AS posted_by_name,
    posting.reverses_id,
    reversal.id AS reversal_id,
    coalesce(sync.status, 'pending') AS bc_sync_status,
    coalesce(sync.bc_id, '') AS bc_id,
    coalesce(paper.version, 1) AS version
FROM ledger_posting AS posting
JOIN ledger_seal AS seal ON seal.id = posting.seal_id
LEFT JOIN ledger_journalentry AS paper ON paper.id = posting.id
LEFT JOIN ledger_posting AS reversal ON reversal.reverses_id = posting.id
LEFT JOIN ledger_journalsync AS sync ON sync.journal_id = posting.id
UNION ALL
SELECT
    paper.id,
    NULL,
    paper.status,
    paper.status,
    paper.type,
    paper.template_id,
    paper.case_account_id,
    paper.entry_on,
    paper.posting_on,
    paper.description,
    paper.reference,
    (SELECT count(*) FROM ledger_journalline WHERE journal_id = paper.id)::int,
    (SELECT coalesce(sum(debit), 0.00) FROM ledger_journalline WHERE journal_id = paper.id)::usd,
    (SELECT coalesce(sum(credit), 0.00) FROM ledger_journalline WHERE journal_id = paper.id)::usd,
    '',
    '',
    paper.policy,
    paper.created_by_id,
    paper.created_at,
    paper.approved_by_id,
    paper.approved_at,
    paper.rejection_reason,
    false,
    NULL,
    NULL,
    NULL,
    paper.reverses_id,
    NULL,
    'pending',
    '',
    paper.version
FROM ledger_journalentry AS paper
WHERE paper.status NOT IN ('posted', 'reversed');
