-- One row per bill of the invoices file: its position after the merge, from the facts.
CREATE TEMPORARY TABLE staged_position ON COMMIT DROP AS
SELECT
    bill.line, bill.bill_id, bill.external_id, bill.billed, bill.stated_open,
    coalesce(cash.amount, 0) AS collected,
    coalesce(given_up.reduction, 0) AS reduction,
    coalesce(given_up.bad_debt, 0) AS bad_debt
FROM staged_bill AS bill
LEFT JOIN (
    SELECT bill_id, sum(amount) AS amount
    FROM payments_allocation
    WHERE bill_id IN (SELECT bill_id FROM staged_bill)
    GROUP BY bill_id
) AS cash ON cash.bill_id = bill.bill_id
LEFT JOIN (
    SELECT
        bill_id,
        sum(amount) FILTER (WHERE kind = 'reduction') AS reduction,
        sum(amount) FILTER (WHERE kind = 'bad_debt') AS bad_debt
    FROM payments_adjustment
    WHERE bill_id IN (SELECT bill_id FROM staged_bill)
    GROUP BY bill_id
) AS given_up ON given_up.bill_id = bill.bill_id
WHERE bill.line IS NOT NULL;
ANALYZE staged_position;

INSERT INTO integrations_importfinding (
    portfolio_import_id, file_kind, line, severity, reason, amount, funding_id, detail, cells
)
SELECT %(import)s, 'invoices', line, 'refused', refusal, billed, coalesce(funding_id, ''), coalesce(detail, ''), cells::jsonb
FROM staged_invoice
WHERE refusal IS NOT NULL
UNION ALL
SELECT %(import)s, 'collections', line, 'refused', refusal, collected, coalesce(funding_id, ''), coalesce(detail, ''), cells::jsonb
FROM staged_cash
WHERE refusal IS NOT NULL
UNION ALL
SELECT %(import)s, 'invoices', invoice.line, 'warning', warning ->> 0, invoice.billed, invoice.funding_id, warning ->> 1, NULL
FROM staged_invoice AS invoice
CROSS JOIN LATERAL jsonb_array_elements(invoice.warnings) AS warning
WHERE invoice.refusal IS NULL
UNION ALL
SELECT %(import)s, 'collections', cash.line, 'warning', warning ->> 0, cash.collected, cash.funding_id, warning ->> 1, NULL
FROM staged_cash AS cash
CROSS JOIN LATERAL jsonb_array_elements(cash.warnings) AS warning
WHERE cash.refusal IS NULL
UNION ALL
SELECT
    %(import)s, 'invoices', line, 'warning', 'other_case', billed, funding_id,
    left(format('Stated case %%s, known case %%s', stated_case_id, case_id), 400), NULL
FROM staged_invoice
WHERE refusal IS NULL
    AND stated_case_id IS NOT NULL
UNION ALL
SELECT
    %(import)s, 'invoices', line, 'warning', 'does_not_tie',
    stated_open - greatest(0, billed - collected - reduction - bad_debt), external_id,
    format('Stated %%s, ours %%s', stated_open, greatest(0, billed - collected - reduction - bad_debt)), NULL
FROM staged_position
WHERE stated_open <> greatest(0, billed - collected - reduction - bad_debt)
UNION ALL
SELECT
    %(import)s, 'invoices', line, 'warning', 'overpaid', collected - billed, external_id,
    format('Billed %%s, collected %%s', billed, collected), NULL
FROM staged_position
WHERE collected > billed
UNION ALL
SELECT
    %(import)s, CASE money.kind WHEN 'cash' THEN 'collections' ELSE 'invoices' END, money.line, 'warning',
    CASE money.kind WHEN 'cash' THEN 'collected_fell' ELSE 'write_off_fell' END, money.amount, bill.external_id,
    format('%%s less than the import before', -money.amount), NULL
FROM staged_money AS money
JOIN staged_bill AS bill ON bill.bill_id = money.bill_id
WHERE money.amount < 0
ORDER BY 2, 3, 5;
