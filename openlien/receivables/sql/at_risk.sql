-- One row per at-risk category and stage of cases with an open balance that are at risk, watched, or both widely.
SELECT
    {category} AS category,
    matter.stage,
    sum(matter.open) AS open,
    count(*) AS cases,
    sum(matter.open_bills) AS bills,
    sum({day} - matter.originated_on) AS age_days
FROM {cases} AS matter
WHERE matter.open_bills > 0
    AND (matter.stage = ANY (%(wide_stages)s::text[]) OR {is_old})
GROUP BY 1, 2
