-- One row per journal of the list, papers and what is in the books alike.
WITH listed AS (
    SELECT
        journal.id,
        journal.number,
        journal.status,
        journal.type,
        journal.policy,
        journal.template_id,
        journal.case_account_id,
        journal.entry_on,
        journal.posting_on,
        journal.description,
        journal.reference,
        journal.lines,
        journal.debits,
        journal.credits,
        journal.created_by_id,
        journal.posted_by_name,
        journal.created_at,
        journal.posted_at,
        journal.version
    FROM ledger_journal AS journal
    WHERE {conditions}
    ORDER BY {order}
    LIMIT %(limit)s
)
SELECT
    journal.id,
    journal.number,
    journal.status,
    journal.type,
    journal.policy,
    template.code AS template_code,
    template.name AS template,
    matter.number AS case_number,
    account.number AS account_number,
    journal.entry_on,
    journal.posting_on,
    journal.description,
    journal.reference,
    journal.lines,
    journal.debits,
    journal.credits,
    journal.created_by_id,
    coalesce(creator.name, journal.posted_by_name, '') AS created_by,
    journal.created_at,
    journal.posted_at,
    journal.version
FROM listed AS journal
JOIN ledger_journaltemplate AS template ON template.id = journal.template_id
LEFT JOIN ledger_caseaccount AS account ON account.id = journal.case_account_id
LEFT JOIN cases_case AS matter ON matter.id = account.case_id
LEFT JOIN identity_user AS creator ON creator.id = journal.created_by_id
ORDER BY {order}
