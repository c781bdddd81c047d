-- One row per case whose kept summary is missing, left over, or not what its bills and stages say.
SELECT coalesce(kept.case_id, told.case_id) AS id
FROM receivables_casesummary AS kept
FULL JOIN case_summaries_from_bills('infinity') AS told ON told.case_id = kept.case_id
WHERE kept IS DISTINCT FROM told
ORDER BY id
