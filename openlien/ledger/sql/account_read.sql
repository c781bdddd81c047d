-- One row: the case account of that number, or of the case of that number, with the names of all it points to.
SELECT
    account.id,
    account.number,
    account.case_id,
    matter.number AS case_number,
    matter.mrn,
    patient.name AS patient,
    coalesce(firm.name, '') AS law_firm,
    account.status,
    account.status_reason,
    account.status_at,
    account.opened_on,
    account.closed_on,
    account.attorney_fee_percent,
    account.patient_percent,
    account.insurance_percent,
    account.credit_override_reason,
    coalesce(overrider.name, '') AS credit_override_by,
    account.credit_override_at,
    account.collection_status,
    account.bc_customer_number,
    account.bc_sync_status,
    account.bc_last_sync_at,
    ARRAY(
        SELECT gl.number || ' ' || gl.name
        FROM ledger_glaccount AS gl
        WHERE gl.number IN (SELECT jsonb_array_elements_text(account.gl_account_numbers))
        ORDER BY gl.number
    ) AS gl_accounts,
    account.gl_account_numbers::text AS gl_account_numbers,
    coalesce(center.code, '') AS cost_center,
    coalesce(center.name, '') AS cost_center_name,
    coalesce(department.code, '') AS department,
    coalesce(department.name, '') AS department_name,
    account.notes,
    account.created_at,
    coalesce(creator.name, '') AS created_by,
    account.updated_at,
    coalesce(changer.name, '') AS updated_by,
    account.version,
    balance.cost_written_off > 0 OR balance.lien_written_off > 0 AS has_write_off,
    policy.credit_limit_mode,
    policy.ageing_days,
    policy.pack
FROM ledger_caseaccount AS account
JOIN ledger_casebalance AS balance ON balance.case_account_id = account.id
JOIN cases_case AS matter ON matter.id = account.case_id
JOIN cases_party AS patient ON patient.id = matter.patient_id
CROSS JOIN ledger_ledgerpolicy AS policy
LEFT JOIN cases_party AS firm ON firm.id = matter.law_firm_id
LEFT JOIN ledger_costcenter AS center ON center.code = account.cost_center_id
LEFT JOIN ledger_department AS department ON department.code = account.department_id
LEFT JOIN identity_user AS overrider ON overrider.id = account.credit_override_by_id
LEFT JOIN identity_user AS creator ON creator.id = account.created_by_id
LEFT JOIN identity_user AS changer ON changer.id = account.updated_by_id
WHERE account.case_id = coalesce(
    (SELECT case_id FROM ledger_caseaccount WHERE number = %(number)s),
    (SELECT id FROM cases_case WHERE number = %(number)s)
)
