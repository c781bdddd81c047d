-- Of a known case an export may add and correct what it states; what it leaves blank stays. One row per known case
-- that the files name.
CREATE TEMPORARY TABLE staged_known_case ON COMMIT DROP AS
SELECT case_id
FROM staged_case
WHERE NOT is_new
UNION
SELECT bill.case_id
FROM staged_bill AS bill
JOIN staged_cash AS cash ON cash.funding_id = bill.external_id
WHERE NOT bill.is_new
    AND cash.refusal IS NULL
    AND cash.insurance_limits <> '';
ANALYZE staged_known_case;

CREATE TEMPORARY TABLE staged_change ON COMMIT DROP AS
SELECT
    known.id AS case_id,
    to_jsonb(known) - 'search' AS before,
    known.version + 1 AS version,
    (
        known.law_firm_id, known.attorney_id, known.opened_on, known.date_of_loss, known.state, known.insurance_limits
    ) IS DISTINCT FROM (
        told.law_firm_id, told.attorney_id, told.opened_on, told.date_of_loss, told.state, told.insurance_limits
    ) AS is_changed,
    told.law_firm_id, told.attorney_id, told.opened_on, told.date_of_loss, told.state, told.insurance_limits
FROM staged_known_case
JOIN cases_case AS known ON known.id = staged_known_case.case_id
LEFT JOIN staged_case AS staged ON staged.case_id = known.id
LEFT JOIN staged_limits AS limits ON limits.external_id = known.external_id
CROSS JOIN LATERAL (
    SELECT coalesce(min(bill.originated_on), min(bill.invoice_on)) AS opened_on
    FROM cases_bill AS bill
    WHERE bill.case_id = known.id
) AS first_day
CROSS JOIN LATERAL (
    SELECT
        coalesce(staged.law_firm_id, known.law_firm_id) AS law_firm_id,
        coalesce(staged.attorney_id, known.attorney_id) AS attorney_id,
        least(known.opened_on, first_day.opened_on) AS opened_on,
        coalesce(staged.date_of_loss, known.date_of_loss) AS date_of_loss,
        coalesce(nullif(staged.state, ''), known.state) AS state,
        coalesce(limits.insurance_limits, known.insurance_limits) AS insurance_limits
) AS told;
DELETE FROM staged_change WHERE NOT is_changed;
ANALYZE staged_change;

INSERT INTO integrations_importchange (batch_id, table_name, row_id, before, version_after)
SELECT %(batch)s, 'cases_case', case_id, before, version
FROM staged_change;

UPDATE cases_case AS matter
SET law_firm_id = changed.law_firm_id,
    attorney_id = changed.attorney_id,
    opened_on = changed.opened_on,
    date_of_loss = changed.date_of_loss,
    state = changed.state,
    insurance_limits = changed.insurance_limits,
    version = changed.version
FROM staged_change AS changed
WHERE matter.id = changed.case_id;
