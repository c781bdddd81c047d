-- One row: how many bills of the files are known as of a later day, and the last such day.
WITH bill_of_the_files AS (
    SELECT bill.id, bill.batch_id
    FROM cases_bill AS bill
    WHERE bill.external_id <> ''
        AND (
            bill.external_id IN (SELECT funding_id FROM staged_invoice WHERE refusal IS NULL)
            OR bill.external_id IN (SELECT funding_id FROM staged_cash WHERE refusal IS NULL)
        )
),
batch_of_each_bill AS (
    SELECT id, batch_id
    FROM bill_of_the_files
    UNION
    SELECT bill_of_the_files.id, change.batch_id
    FROM bill_of_the_files
    JOIN integrations_importchange AS change ON change.row_id = bill_of_the_files.id
    UNION
    SELECT bill_of_the_files.id, receipt.batch_id
    FROM bill_of_the_files
    JOIN payments_allocation AS part ON part.bill_id = bill_of_the_files.id
    JOIN payments_receipt AS receipt ON receipt.id = part.receipt_id
)
SELECT count(DISTINCT batch_of_each_bill.id) AS bills, max(batch.as_of) AS known_as_of
FROM batch_of_each_bill
JOIN cases_batch AS batch ON batch.id = batch_of_each_bill.batch_id
WHERE batch.as_of > %(as_of)s
