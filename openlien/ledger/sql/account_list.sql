-- One row per case account of one page of the list, in its order.
-- What stands in braces is put in by queries/accounts.py out of its own texts, never out of what somebody typed.
WITH {matching}listed AS (
    SELECT
        account.id,
        row_number() OVER (ORDER BY {order}) AS place
    FROM ledger_caseaccount AS account
    JOIN ledger_casebalance AS balance ON balance.case_account_id = account.id
    {people}
    WHERE {conditions}
    ORDER BY {order}
    LIMIT %(limit)s::int
)
SELECT
    account.number,
    matter.number AS case_number,
    matter.mrn,
    patient.name AS patient,
    account.status,
    account.opened_on,
    account.closed_on,
    balance.retail,
    balance.contracted,
    balance.payments,
    balance.cost_balance,
    balance.lien_balance,
    balance.excess_recovery,
    balance.refund_liability,
    balance.raw_balance,
    balance.charges_of_unknown_cost,
    account.credit_limit,
    coalesce(balance.last_activity_on, account.opened_on) AS quiet_since,
    balance.last_activity_on,
    {bucket} AS bucket,
    account.collection_status,
    account.bc_sync_status,
    coalesce(account.cost_center_id, '') AS cost_center,
    coalesce(account.department_id, '') AS department
FROM listed
JOIN ledger_caseaccount AS account ON account.id = listed.id
JOIN ledger_casebalance AS balance ON balance.case_account_id = account.id
JOIN cases_case AS matter ON matter.id = account.case_id
JOIN cases_party AS patient ON patient.id = matter.patient_id
ORDER BY listed.place
