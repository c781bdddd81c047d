-- One row per case of the invoices file. What its rows say differently goes by the most frequent; the stage is the
-- first one stated.
CREATE TEMPORARY TABLE staged_case ON COMMIT DROP AS
WITH case_as_its_rows_state_it AS (
    SELECT
        invoice.case_id AS external_id,
        min(invoice.line) AS first_line,
        mode() WITHIN GROUP (
            ORDER BY nullif(invoice.patient_name || chr(31) || invoice.patient_key, chr(31))
        ) AS patient,
        mode() WITHIN GROUP (ORDER BY link.law_firm_id) AS law_firm_id,
        coalesce(mode() WITHIN GROUP (ORDER BY nullif(invoice.attorney_key, '')), '') AS attorney_key,
        coalesce(mode() WITHIN GROUP (ORDER BY nullif(invoice.state, '')), '') AS state,
        mode() WITHIN GROUP (ORDER BY invoice.accident_on) AS date_of_loss,
        coalesce(min(invoice.originated_on), min(invoice.invoiced_on)) AS opened_on,
        coalesce(
            (array_agg(invoice.stage ORDER BY invoice.line) FILTER (WHERE invoice.stage <> 'unknown'))[1],
            'unknown'
        ) AS stage
    FROM staged_invoice AS invoice
    JOIN staged_link AS link ON link.line = invoice.line
    GROUP BY invoice.case_id
)
SELECT
    stated.external_id,
    stated.first_line,
    coalesce(nullif(split_part(stated.patient, chr(31), 1), ''), '') AS patient_name,
    split_part(coalesce(stated.patient, chr(31)), chr(31), 2) AS patient_key,
    stated.law_firm_id,
    stated.attorney_key,
    NULL::uuid AS attorney_id,
    stated.state,
    stated.date_of_loss,
    stated.opened_on,
    stated.stage,
    -- A withdrawn case comes back as a new one, under its old number.
    known.id IS NULL OR known.withdrawn_at IS NOT NULL AS is_new,
    known.withdrawn_at IS NOT NULL AS is_revived,
    coalesce(known.id, uuidv7()) AS case_id,
    CASE WHEN known.withdrawn_at IS NULL THEN coalesce(known.patient_id, uuidv7()) ELSE uuidv7() END AS patient_id
FROM case_as_its_rows_state_it AS stated
LEFT JOIN cases_case AS known ON known.external_id = stated.external_id AND known.external_id <> '';
CREATE INDEX staged_case_by_external_id ON staged_case (external_id);
CREATE INDEX staged_case_by_id ON staged_case (case_id);
ANALYZE staged_case;

-- One row per attorney of a firm, under the most frequent spelling.
CREATE TEMPORARY TABLE staged_attorney ON COMMIT DROP AS
WITH spelling_of_each_key AS (
    SELECT attorney_key, mode() WITHIN GROUP (ORDER BY attorney_name) AS name
    FROM staged_invoice
    WHERE refusal IS NULL
        AND attorney_key <> ''
    GROUP BY attorney_key
),
attorney_of_a_firm AS (
    SELECT DISTINCT staged_case.law_firm_id, staged_case.attorney_key, spelling.name
    FROM staged_case
    JOIN spelling_of_each_key AS spelling USING (attorney_key)
)
SELECT
    attorney.law_firm_id,
    attorney.attorney_key,
    attorney.name,
    known.id IS NULL AS is_new,
    coalesce(known.id, uuidv7()) AS party_id
FROM attorney_of_a_firm AS attorney
LEFT JOIN LATERAL (
    SELECT id
    FROM cases_party
    WHERE kind = 'attorney'
        AND name_key = attorney.attorney_key
        AND belongs_to_id IS NOT DISTINCT FROM attorney.law_firm_id
    ORDER BY id
    LIMIT 1
) AS known ON true;

ANALYZE staged_attorney;
UPDATE staged_case
SET attorney_id = attorney.party_id
FROM staged_attorney AS attorney
WHERE attorney.attorney_key = staged_case.attorney_key
    AND attorney.law_firm_id IS NOT DISTINCT FROM staged_case.law_firm_id;

-- One row per case with policy limits, which the collections file states.
CREATE TEMPORARY TABLE staged_limits ON COMMIT DROP AS
SELECT
    coalesce(invoice.case_id, holder.external_id) AS external_id,
    left(mode() WITHIN GROUP (ORDER BY cash.insurance_limits), 60) AS insurance_limits
FROM staged_cash AS cash
LEFT JOIN staged_invoice AS invoice ON invoice.funding_id = cash.funding_id AND invoice.refusal IS NULL
LEFT JOIN cases_bill AS bill ON bill.external_id = cash.funding_id AND bill.external_id <> ''
LEFT JOIN cases_case AS holder ON holder.id = bill.case_id
WHERE cash.refusal IS NULL
    AND cash.insurance_limits <> ''
GROUP BY coalesce(invoice.case_id, holder.external_id);
ANALYZE staged_limits;
