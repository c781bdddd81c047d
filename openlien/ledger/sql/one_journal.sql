-- One row: a journal with its people, its case, its approval and its place in the books.
SELECT
    journal.id,
    journal.number,
    journal.status,
    journal.type,
    journal.policy,
    journal.event,
    template.code AS template_code,
    template.name AS template,
    template.auto_post,
    account.number AS account_number,
    matter.id AS case_id,
    matter.number AS case_number,
    patient.name AS patient,
    journal.entry_on,
    journal.posting_on,
    journal.description,
    journal.reference,
    journal.debits,
    journal.credits,
    journal.created_by_id,
    coalesce(creator.name, journal.posted_by_name, '') AS created_by,
    journal.created_at,
    paper.updated_by_id,
    coalesce(editor.name, '') AS updated_by,
    paper.updated_at,
    paper.submitted_by_id,
    coalesce(submitter.name, '') AS submitted_by,
    paper.submitted_at,
    journal.approved_by_id,
    coalesce(approver.name, '') AS approved_by,
    journal.approved_at,
    coalesce(rejecter.name, '') AS rejected_by,
    paper.rejected_at,
    coalesce(journal.rejection_reason, '') AS rejection_reason,
    encode(coalesce(paper.approved_digest, paper_digest(paper.id)), 'hex') AS digest,
    journal.is_posted,
    journal.posted_at,
    coalesce(poster.name, journal.posted_by_name, '') AS posted_by,
    journal.reverses_id,
    original.number AS reverses_number,
    coalesce(journal.reversal_id, waiting.id) AS reversal_id,
    reversal.number AS reversal_number,
    coalesce(reversal.status, waiting.status) AS reversal_status,
    seal.year AS chain_year,
    seal.first_serial AS chain_first,
    seal.first_serial + seal.entries - 1 AS chain_last,
    encode(posting.hash, 'hex') AS posting_hash,
    encode(seal.hash, 'hex') AS seal_hash,
    journal.bc_sync_status,
    journal.bc_id,
    journal.version
FROM ledger_journal AS journal
JOIN ledger_journaltemplate AS template ON template.id = journal.template_id
LEFT JOIN ledger_journalentry AS paper ON paper.id = journal.id
LEFT JOIN ledger_posting AS posting ON posting.id = journal.id
LEFT JOIN ledger_seal AS seal ON seal.id = posting.seal_id
LEFT JOIN ledger_caseaccount AS account ON account.id = journal.case_account_id
LEFT JOIN cases_case AS matter ON matter.id = account.case_id
LEFT JOIN cases_party AS patient ON patient.id = matter.patient_id
LEFT JOIN ledger_journal AS original ON original.id = journal.reverses_id
LEFT JOIN ledger_journal AS reversal ON reversal.id = journal.reversal_id
LEFT JOIN ledger_journalentry AS waiting ON waiting.reverses_id = journal.id
    AND waiting.status IN ('draft', 'pending', 'approved')
LEFT JOIN identity_user AS creator ON creator.id = journal.created_by_id
LEFT JOIN identity_user AS editor ON editor.id = paper.updated_by_id
LEFT JOIN identity_user AS submitter ON submitter.id = paper.submitted_by_id
LEFT JOIN identity_user AS approver ON approver.id = journal.approved_by_id
LEFT JOIN identity_user AS rejecter ON rejecter.id = paper.rejected_by_id
LEFT JOIN identity_user AS poster ON poster.id = journal.posted_by_id
WHERE journal.id = %(id)s
LIMIT 1
