-- One row per share of a case that the books hold in trust.
SELECT
    account.role,
    sum(entry.credit - entry.debit) AS amount
FROM ledger_glentry AS entry
JOIN ledger_glaccount AS account ON account.id = entry.account_id
JOIN ledger_caseaccount AS case_account ON case_account.id = entry.case_account_id
WHERE case_account.case_id = %(case)s
    AND account.role IN ('trust_attorney_fees', 'trust_own_lien', 'trust_other_liens', 'trust_patient')
GROUP BY account.role
