-- The first stage seen of a case is a sighting: when it began is not known, and it is no movement.
INSERT INTO cases_stagechange (case_id, stage, began_on, is_sighting, source, note, actor_id, batch_id)
SELECT staged.case_id, staged.stage, %(as_of)s, true, 'import', '', %(user)s, %(batch)s
FROM staged_case AS staged
WHERE staged.stage <> 'unknown'
    AND NOT EXISTS (
        SELECT 1
        FROM cases_stagechange AS earlier
        WHERE earlier.case_id = staged.case_id
    );

-- A stage that differs from what imports stated last is a movement, unless people recorded it before the export did.
INSERT INTO cases_stagechange (case_id, stage, began_on, is_sighting, source, note, actor_id, batch_id)
SELECT staged.case_id, staged.stage, %(as_of)s, false, 'import', '', %(user)s, %(batch)s
FROM staged_case AS staged
CROSS JOIN LATERAL (
    SELECT stage
    FROM cases_stagechange
    WHERE case_id = staged.case_id
        AND began_on <= %(as_of)s
    ORDER BY began_on DESC, id DESC
    LIMIT 1
) AS current
LEFT JOIN LATERAL (
    SELECT stage
    FROM cases_stagechange
    WHERE case_id = staged.case_id
        AND source = 'import'
    ORDER BY began_on DESC, id DESC
    LIMIT 1
) AS stated ON true
WHERE staged.stage NOT IN ('unknown', current.stage)
    AND staged.stage IS DISTINCT FROM stated.stage;
