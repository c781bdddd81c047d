-- Gathers what the facts of a batch mean for the books: charges, reductions, payments with what they make owed back,
-- and bad debt, in the order of their days. Of what is owed back, reductions tell first, then the payments.
WITH agreed_reduction AS (
    SELECT
        bill_id, sum(amount) AS amount,
        coalesce(sum(amount) FILTER (WHERE batch_id IS DISTINCT FROM %(batch)s), 0) AS amount_before
    FROM payments_adjustment
    WHERE kind = 'reduction'
        AND bill_id IN (SELECT bill_id FROM agreed_bills('infinity'))
    GROUP BY bill_id
),
reduced AS (
    SELECT
        adjustment.id AS adjustment_id, bill.case_id, adjustment.effective_on, bill.id AS bill_id, bill.billed,
        adjustment.amount,
        agreed_reduction.amount_before
            + sum(adjustment.amount) OVER (PARTITION BY bill.id ORDER BY adjustment.id) AS reduction,
        (
            SELECT coalesce(sum(part.amount), 0)
            FROM payments_allocation AS part
            JOIN payments_receipt AS receipt ON receipt.id = part.receipt_id
            WHERE part.bill_id = bill.id
                AND receipt.batch_id IS DISTINCT FROM %(batch)s
        ) AS collected
    FROM payments_adjustment AS adjustment
    JOIN agreed_reduction ON agreed_reduction.bill_id = adjustment.bill_id
    JOIN cases_bill AS bill ON bill.id = adjustment.bill_id
    WHERE adjustment.batch_id = %(batch)s
        AND adjustment.kind = 'reduction'
),
parts AS (
    SELECT
        receipt.id AS receipt_id, receipt.case_id, receipt.deposited_on, receipt.reference, part.amount, part.bill_id,
        bill.billed, coalesce(agreed_reduction.amount, 0) AS reduction,
        coalesce(before.amount, 0)
            + sum(part.amount) OVER (PARTITION BY part.bill_id ORDER BY receipt.deposited_on, receipt.id) AS collected
    FROM payments_receipt AS receipt
    JOIN payments_allocation AS part ON part.receipt_id = receipt.id
    JOIN cases_bill AS bill ON bill.id = part.bill_id
    LEFT JOIN agreed_reduction ON agreed_reduction.bill_id = part.bill_id
    LEFT JOIN (
        SELECT earlier.bill_id, sum(earlier.amount) AS amount
        FROM payments_allocation AS earlier
        JOIN payments_receipt AS receipt ON receipt.id = earlier.receipt_id
        WHERE receipt.batch_id IS DISTINCT FROM %(batch)s
        GROUP BY earlier.bill_id
    ) AS before ON before.bill_id = part.bill_id
    WHERE receipt.batch_id = %(batch)s
),
owed_back AS (
    SELECT
        adjustment_id AS fact_id, case_id, effective_on AS told_on, '' AS reference,
        refund_due_of(bill_id, billed, collected, reduction, 'infinity')
            - refund_due_of(bill_id, billed, collected, reduction - amount, 'infinity') AS amount
    FROM reduced
    UNION ALL
    SELECT
        receipt_id, case_id, deposited_on, reference,
        sum(
            refund_due_of(bill_id, billed, collected, reduction, 'infinity')
                - refund_due_of(bill_id, billed, collected - amount, reduction, 'infinity')
        )
    FROM parts
    GROUP BY receipt_id, case_id, deposited_on, reference
),
events AS (
    SELECT
        1 AS rank, 'ChargeApproved' AS event, case_id, id, invoice_on AS occurred_on, billed AS retail, contracted,
        0.00 AS reduction, 0.00 AS payment, 0.00 AS refund_due, NULL::numeric AS written_off, NULL::uuid AS requested_by,
        NULL::uuid AS approved_by, coalesce(provider_group_id, facility_id) AS vendor_id, '' AS description,
        number AS reference
    FROM cases_bill
    WHERE batch_id = %(batch)s
    UNION ALL
    SELECT
        2, 'ReductionAgreed', bill.case_id, adjustment.id, adjustment.effective_on, 0, 0, adjustment.amount, 0, 0, NULL,
        NULL, NULL, NULL, 'Reduction: ' || adjustment.reason, ''
    FROM payments_adjustment AS adjustment
    JOIN cases_bill AS bill ON bill.id = adjustment.bill_id
    WHERE adjustment.batch_id = %(batch)s
        AND adjustment.kind = 'reduction'
    UNION ALL
    SELECT 3, 'PaymentReceived', case_id, id, deposited_on, 0, 0, 0, amount, 0, NULL, NULL, NULL, NULL, '', reference
    FROM payments_receipt
    WHERE batch_id = %(batch)s
    UNION ALL
    SELECT
        4, 'RefundDue', case_id, fact_id, told_on, 0, 0, 0, 0, amount, NULL, NULL, NULL, NULL, '', reference
    FROM owed_back
    WHERE amount <> 0
    UNION ALL
    -- Who imports stands for what the export says was written off; a file is nobody who could ask for it.
    SELECT
        5, 'WriteOffApproved', bill.case_id, adjustment.id, adjustment.effective_on, 0, 0, 0, 0, 0, adjustment.amount,
        CASE WHEN adjustment.approved_by_id IS NOT NULL THEN adjustment.recorded_by_id END,
        coalesce(adjustment.approved_by_id, adjustment.recorded_by_id), NULL, 'Write-off: ' || adjustment.reason, ''
    FROM payments_adjustment AS adjustment
    JOIN cases_bill AS bill ON bill.id = adjustment.bill_id
    WHERE adjustment.batch_id = %(batch)s
        AND adjustment.kind = 'bad_debt'
)
INSERT INTO case_event (
    case_id, event, key, occurred_on, retail, contracted, reduction, payment, refund_due, written_off, requested_by,
    approved_by, vendor_id, description, reference
)
SELECT
    case_id, event, id::text,
    -- A file may bear a day that is still to come; the books take it on the day of the export.
    least(occurred_on, (SELECT as_of FROM cases_batch WHERE id = %(batch)s)),
    retail, contracted, reduction, payment, refund_due, written_off, requested_by, approved_by, vendor_id, description,
    reference
FROM events
ORDER BY occurred_on, rank, id
