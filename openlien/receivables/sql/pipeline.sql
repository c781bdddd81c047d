-- One row per stage with an open balance.
SELECT
    matter.stage,
    sum(matter.open) AS open,
    count(*) AS cases,
    sum(matter.open_bills) AS bills
FROM {cases} AS matter
WHERE matter.open_bills > 0
GROUP BY matter.stage
