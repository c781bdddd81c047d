-- One row per journal that waits for approval, the longest waiting first.
SELECT
    journal.id,
    journal.type,
    template.name AS template,
    matter.number AS case_number,
    journal.description,
    journal.reference,
    journal.entry_on,
    journal.posting_on,
    journal.submitted_at,
    journal.created_by_id,
    journal.submitted_by_id,
    coalesce(submitter.name, '') AS submitted_by,
    reversed_journal.number AS reverses_number,
    sums.lines,
    sums.amount,
    journal.version
FROM ledger_journalentry AS journal
JOIN ledger_journaltemplate AS template ON template.id = journal.template_id
LEFT JOIN ledger_caseaccount AS account ON account.id = journal.case_account_id
LEFT JOIN cases_case AS matter ON matter.id = account.case_id
LEFT JOIN identity_user AS submitter ON submitter.id = journal.submitted_by_id
LEFT JOIN ledger_journal AS reversed_journal ON reversed_journal.id = journal.reverses_id
CROSS JOIN LATERAL (
    SELECT
        count(*) AS lines,
        coalesce(sum(line.debit), 0) AS amount
    FROM ledger_journalline AS line
    WHERE line.journal_id = journal.id
) AS sums
WHERE journal.status = 'pending'
ORDER BY journal.submitted_at, journal.id
LIMIT %(limit)s
