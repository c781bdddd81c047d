-- What the newest export says differently of the amount of a known bill, and what that makes owed back.
WITH changed AS (
    SELECT
        bill.case_id, bill.id AS bill_id, bill.id || ':' || change.version_after AS key, bill.number, bill.billed,
        (change.before ->> 'billed')::numeric AS billed_before,
        (
            SELECT coalesce(sum(part.amount), 0)
            FROM payments_allocation AS part
            JOIN payments_receipt AS receipt ON receipt.id = part.receipt_id
            WHERE part.bill_id = bill.id
                AND receipt.batch_id IS DISTINCT FROM %(batch)s
        ) AS collected,
        (
            SELECT coalesce(sum(amount), 0)
            FROM payments_adjustment
            WHERE bill_id = bill.id
                AND kind = 'reduction'
                AND batch_id IS DISTINCT FROM %(batch)s
        ) AS reduction
    FROM integrations_importchange AS change
    JOIN cases_bill AS bill ON bill.id = change.row_id
    WHERE change.batch_id = %(batch)s
        AND change.table_name = 'cases_bill'
        AND bill.billed <> (change.before ->> 'billed')::numeric
)
INSERT INTO case_event (case_id, event, key, occurred_on, retail, refund_due, reference)
SELECT told.case_id, told.event, told.key, %(as_of)s, told.retail, told.refund_due, told.number
FROM (
    SELECT case_id, 'ChargeAdjusted' AS event, key, billed - billed_before AS retail, 0 AS refund_due, number
    FROM changed
    UNION ALL
    SELECT
        case_id, 'RefundDue', key, 0,
        refund_due_of(bill_id, billed, collected, reduction, 'infinity')
            - refund_due_of(bill_id, billed_before, collected, reduction, 'infinity'),
        number
    FROM changed
) AS told
WHERE told.retail <> 0 OR told.refund_due <> 0
ORDER BY told.event, told.key
