-- One row per case that does not stand at its last stage change.
SELECT matter.id
FROM cases_case AS matter
LEFT JOIN LATERAL (
    SELECT stage, began_on
    FROM cases_stagechange
    WHERE case_id = matter.id
    ORDER BY began_on DESC, id DESC
    LIMIT 1
) AS latest ON true
WHERE (matter.stage, matter.stage_on) IS DISTINCT FROM (coalesce(latest.stage, 'unknown'), latest.began_on)
ORDER BY matter.id
