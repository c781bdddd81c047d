-- One row per bill of the invoices file, known or new, as it will be. Cash is at most one row a bill.
CREATE TEMPORARY TABLE staged_bill ON COMMIT DROP AS
SELECT
    invoice.line,
    known.id IS NULL AS is_new,
    coalesce(known.id, uuidv7()) AS bill_id,
    coalesce(known.case_id, staged_case.case_id) AS case_id,
    invoice.funding_id AS external_id,
    left(invoice.funding_number, 40) AS number,
    link.facility_id,
    link.provider_group_id,
    invoice.served_on AS service_on,
    invoice.invoiced_on AS invoice_on,
    invoice.originated_on,
    invoice.settled_on,
    invoice.billed::usd AS billed,
    invoice.settled::usd AS payoff_agreed,
    invoice.payoff_status,
    coalesce(cash.capped_on, known.capped_on) AS capped_on,
    coalesce(invoice.funding_stage, '') AS funding_stage,
    coalesce(invoice.ar_type, '') AS ar_type,
    left(invoice.tranche, 80) AS tranche,
    left(invoice.ar_book, 80) AS ar_book,
    invoice.stated_open::usd AS stated_open,
    invoice.write_off
FROM staged_invoice AS invoice
JOIN staged_link AS link ON link.line = invoice.line
JOIN staged_case ON staged_case.external_id = invoice.case_id
LEFT JOIN cases_bill AS known ON known.external_id = invoice.funding_id AND known.external_id <> ''
LEFT JOIN staged_cash AS cash ON cash.funding_id = invoice.funding_id AND cash.refusal IS NULL;

-- Bills that only the collections file names: nothing about them is new but the day of the cap.
INSERT INTO staged_bill
SELECT
    NULL, false, known.id, known.case_id, known.external_id, known.number, known.facility_id,
    known.provider_group_id, known.service_on, known.invoice_on, known.originated_on, known.settled_on, known.billed,
    known.payoff_agreed, known.payoff_status, coalesce(cash.capped_on, known.capped_on), known.funding_stage,
    known.ar_type, known.tranche, known.ar_book, known.stated_open, NULL
FROM staged_cash AS cash
JOIN cases_bill AS known ON known.external_id = cash.funding_id AND known.external_id <> ''
WHERE cash.refusal IS NULL
    AND NOT EXISTS (
        SELECT 1
        FROM staged_invoice
        WHERE staged_invoice.funding_id = cash.funding_id
            AND staged_invoice.refusal IS NULL
    );
CREATE INDEX staged_bill_by_id ON staged_bill (bill_id);
CREATE INDEX staged_bill_by_external_id ON staged_bill (external_id);
ANALYZE staged_bill;
