-- One row per doubtful case with the sums over its matching bills.
SELECT
    matter.case_id AS id,
    matter.case_id,
    matter.open::numeric AS amount,
    NULL::numeric AS stated,
    NULL::numeric AS ours,
    NULL::int AS names
FROM {cases} AS matter
WHERE {group}
