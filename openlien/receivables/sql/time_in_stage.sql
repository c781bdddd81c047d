-- One row per stage with an open balance: the days since the stage began, where that is known.
SELECT
    matter.stage,
    count(*) AS cases,
    count(*) FILTER (WHERE NOT matter.stage_is_sighting) AS known,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY {day} - matter.stage_on)
        FILTER (WHERE NOT matter.stage_is_sighting) AS median_days,
    sum({day} - matter.stage_on) FILTER (WHERE NOT matter.stage_is_sighting) AS days,
    max({day} - matter.stage_on) FILTER (WHERE NOT matter.stage_is_sighting) AS longest_days
FROM {cases} AS matter
WHERE matter.open_bills > 0
GROUP BY matter.stage
