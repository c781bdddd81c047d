-- What can only be seen across rows: which of two rows of a bill stands, and which cash has no bill.
-- Texts longer than a party's id or name can be are cut here, so that the merge never meets one.
UPDATE staged_invoice
SET law_firm_id = left(law_firm_id, 64),
    law_firm_name = left(law_firm_name, 200),
    law_firm_key = left(law_firm_key, 200),
    facility_id = left(facility_id, 64),
    facility_name = left(facility_name, 200),
    facility_key = left(facility_key, 200),
    provider_group_id = left(provider_group_id, 64),
    provider_group_name = left(provider_group_name, 200),
    provider_group_key = left(provider_group_key, 200),
    patient_name = left(patient_name, 200),
    patient_key = left(patient_key, 200),
    attorney_name = left(attorney_name, 200),
    attorney_key = left(attorney_key, 200)
WHERE greatest(length(law_firm_id), length(facility_id), length(provider_group_id)) > 64
    OR greatest(
        length(law_firm_name), length(law_firm_key), length(facility_name), length(facility_key),
        length(provider_group_name), length(provider_group_key), length(patient_name), length(patient_key),
        length(attorney_name), length(attorney_key)
    ) > 200;

CREATE INDEX staged_invoice_by_bill ON staged_invoice (funding_id) WHERE refusal IS NULL;
CREATE INDEX staged_cash_by_bill ON staged_cash (funding_id) WHERE refusal IS NULL;
ANALYZE staged_invoice;
ANALYZE staged_cash;

WITH first_row_of_each_bill AS (
    SELECT DISTINCT ON (funding_id) funding_id, line, fingerprint
    FROM staged_invoice
    WHERE refusal IS NULL
    ORDER BY funding_id, line
)
UPDATE staged_invoice AS later
SET refusal = CASE WHEN later.fingerprint = first.fingerprint THEN 'duplicate' ELSE 'conflicting_duplicate' END
FROM first_row_of_each_bill AS first
WHERE later.funding_id = first.funding_id
    AND later.line > first.line
    AND later.refusal IS NULL;

WITH first_cash_of_each_bill AS (
    SELECT DISTINCT ON (funding_id) funding_id, line, fingerprint
    FROM staged_cash
    WHERE refusal IS NULL
    ORDER BY funding_id, line
)
UPDATE staged_cash AS later
SET refusal = CASE WHEN later.fingerprint = first.fingerprint THEN 'duplicate' ELSE 'conflicting_duplicate' END
FROM first_cash_of_each_bill AS first
WHERE later.funding_id = first.funding_id
    AND later.line > first.line
    AND later.refusal IS NULL;

UPDATE staged_cash AS cash
SET refusal = 'orphan'
WHERE cash.refusal IS NULL
    AND NOT EXISTS (
        SELECT 1
        FROM staged_invoice
        WHERE staged_invoice.funding_id = cash.funding_id
            AND staged_invoice.refusal IS NULL
    )
    AND NOT EXISTS (
        SELECT 1
        FROM cases_bill
        WHERE cases_bill.external_id = cash.funding_id
            AND cases_bill.external_id <> ''
    );

-- A bill never leaves its case, because its receipts belong there: the case that holds it goes before the stated.
UPDATE staged_invoice AS invoice
SET stated_case_id = invoice.case_id,
    case_id = holder.external_id
FROM cases_bill AS bill
JOIN cases_case AS holder ON holder.id = bill.case_id
WHERE invoice.refusal IS NULL
    AND bill.external_id = invoice.funding_id
    AND bill.external_id <> ''
    AND holder.external_id <> ''
    AND holder.external_id <> invoice.case_id;
