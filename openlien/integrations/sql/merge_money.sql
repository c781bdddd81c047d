-- What the files state of the money of each bill, beside what imports and what people have booked on it. Where the
-- statement did not move since the last import, or people booked the movement first, nothing is to
-- book; what a person reversed stays reversed.
CREATE TEMPORARY TABLE staged_money ON COMMIT DROP AS
WITH stated AS (
    SELECT
        'cash' AS kind, bill.bill_id, bill.case_id, bill.is_new, cash.line, cash.payer, cash.deposited_on,
        '' AS reason, cash.collected AS amount
    FROM staged_cash AS cash
    JOIN staged_bill AS bill ON bill.external_id = cash.funding_id
    WHERE cash.refusal IS NULL
    UNION ALL
    SELECT
        given_up.kind, bill.bill_id, bill.case_id, bill.is_new, bill.line, '', NULL,
        coalesce(nullif(left(cash.write_off_reason, 300), ''), 'Stated by the export'), given_up.amount
    FROM staged_bill AS bill
    CROSS JOIN LATERAL (
        VALUES
            ('reduction', CASE WHEN bill.payoff_status = 'written_off_gl' THEN 0 ELSE coalesce(bill.write_off, 0) END),
            ('bad_debt', CASE WHEN bill.payoff_status = 'written_off_gl' THEN coalesce(bill.write_off, 0) ELSE 0 END)
    ) AS given_up (kind, amount)
    LEFT JOIN staged_cash AS cash ON cash.funding_id = bill.external_id AND cash.refusal IS NULL
    WHERE bill.line IS NOT NULL
        AND %(has_write_off)s
        AND (given_up.amount <> 0 OR NOT bill.is_new)
),
booked AS (
    SELECT
        part.bill_id, 'cash' AS kind, sum(part.amount) AS everything,
        coalesce(sum(part.amount) FILTER (WHERE receipt.batch_id IS NOT NULL), 0) AS imported,
        max(receipt.deposited_on) AS last_on
    FROM payments_allocation AS part
    JOIN payments_receipt AS receipt ON receipt.id = part.receipt_id
    WHERE part.bill_id IN (SELECT bill_id FROM staged_bill WHERE NOT is_new)
    GROUP BY part.bill_id
    UNION ALL
    SELECT
        bill_id, kind, sum(amount), coalesce(sum(amount) FILTER (WHERE batch_id IS NOT NULL), 0), NULL
    FROM payments_adjustment
    WHERE bill_id IN (SELECT bill_id FROM staged_bill WHERE NOT is_new)
    GROUP BY bill_id, kind
)
SELECT
    stated.kind, stated.bill_id, stated.case_id, stated.line, stated.payer, stated.reason,
    uuidv7() AS receipt_id,
    CASE
        WHEN stated.amount >= coalesce(booked.imported, 0)
            THEN greatest(0, stated.amount - greatest(booked.everything, booked.imported, 0))
        ELSE stated.amount - booked.imported
    END::usd AS amount,
    -- More cash under the deposit date of earlier cash came in at a time that only this export bounds.
    CASE
        WHEN stated.amount < coalesce(booked.imported, 0) OR stated.deposited_on <= booked.last_on THEN %(as_of)s
        ELSE stated.deposited_on
    END AS deposited_on
FROM stated
LEFT JOIN booked USING (bill_id, kind);
DELETE FROM staged_money WHERE amount = 0;
ANALYZE staged_money;

INSERT INTO payments_receipt (id, case_id, deposited_on, amount, payer, reference, batch_id, recorded_by_id)
SELECT receipt_id, case_id, deposited_on, amount, left(payer, 120), '', %(batch)s, %(user)s
FROM staged_money
WHERE kind = 'cash';

INSERT INTO payments_allocation (receipt_id, bill_id, amount)
SELECT receipt_id, bill_id, amount
FROM staged_money
WHERE kind = 'cash';

INSERT INTO payments_adjustment (bill_id, kind, amount, effective_on, reason, batch_id, recorded_by_id)
SELECT bill_id, kind, amount, %(as_of)s, reason, %(batch)s, %(user)s
FROM staged_money
WHERE kind <> 'cash';
