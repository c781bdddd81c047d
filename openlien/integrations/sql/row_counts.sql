-- One row per file and outcome: accepted rows together, refused rows and warnings by reason.
SELECT 'invoices' AS file_kind, 'accepted' AS severity, '' AS reason, count(*) AS rows, sum(billed) AS amount
FROM staged_invoice
WHERE refusal IS NULL
UNION ALL
SELECT 'collections', 'accepted', '', count(*), sum(collected)
FROM staged_cash
WHERE refusal IS NULL
UNION ALL
SELECT file_kind, severity, reason, count(*), sum(amount)
FROM integrations_importfinding
WHERE portfolio_import_id = %(import)s
GROUP BY file_kind, severity, reason
ORDER BY 1, 2, 3
