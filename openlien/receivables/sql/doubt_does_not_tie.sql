-- One row per bill whose stated open balance differs from ours on the day of the export.
SELECT
    balance.bill_id AS id,
    balance.case_id,
    bill.stated_open - ours.open AS amount,
    bill.stated_open::numeric AS stated,
    ours.open::numeric AS ours,
    NULL::int AS names
FROM cases_bill AS bill
JOIN receivables_billbalance AS balance ON balance.bill_id = bill.id
JOIN receivables_casesummary AS summary ON summary.case_id = balance.case_id
LEFT JOIN cases_batch AS batch ON batch.id = bill.batch_id
CROSS JOIN LATERAL (
    -- A later payment does not make a row of the export wrong, so it is held against our figure of its day.
    SELECT
        CASE
            WHEN batch.as_of IS NULL OR balance.last_fact_on <= batch.as_of THEN balance.open
            ELSE (
                SELECT told.open
                FROM bill_balances_from_facts(batch.as_of) AS told
                WHERE told.bill_id = bill.id
            )
        END AS open
) AS ours
WHERE bill.stated_open <> ours.open
    AND {conditions}
