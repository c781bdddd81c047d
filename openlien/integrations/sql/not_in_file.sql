-- One row: known bills of the provider groups in the invoices file that the file does not hold; they stay.
SELECT count(*) AS bills, coalesce(sum(bill.billed), 0) AS billed
FROM cases_bill AS bill
JOIN cases_batch AS batch ON batch.id = bill.batch_id AND batch.kind = 'portfolio'
WHERE bill.batch_id <> %(batch)s
    AND coalesce(bill.provider_group_id::text, '') IN (
        SELECT coalesce(provider_group_id::text, '')
        FROM staged_link
    )
    AND NOT EXISTS (
        SELECT 1
        FROM staged_invoice
        WHERE staged_invoice.funding_id = bill.external_id
    )
