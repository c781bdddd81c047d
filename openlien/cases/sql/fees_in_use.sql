-- One row: the bills that versions of fee schedules price, those charged so, and those charged so by nothing else.
WITH version_with_its_days AS (
    SELECT
        version.id,
        schedule.id AS schedule_id,
        schedule.name,
        schedule.facility_id,
        version.effective_on,
        lead(version.effective_on) OVER (PARTITION BY schedule.id ORDER BY version.effective_on) AS next_on
    FROM cases_feescheduleversion AS version
    JOIN cases_feeschedule AS schedule ON schedule.id = version.schedule_id
),
version_with_its_days_afterwards AS (
    SELECT
        version.id,
        schedule.id AS schedule_id,
        schedule.name,
        schedule.facility_id,
        version.effective_on,
        lead(version.effective_on) OVER (PARTITION BY schedule.id ORDER BY version.effective_on) AS next_on
    FROM cases_feescheduleversion AS version
    JOIN cases_feeschedule AS schedule ON schedule.id = version.schedule_id
    WHERE version.id <> ALL(%(leaving)s::uuid[])
),
bill_of_these_days AS (
    SELECT bill.id, bill.facility_id, bill.code, bill.service_on, bill.quantity, bill.billed
    FROM cases_bill AS bill
    WHERE EXISTS (
        SELECT
        FROM version_with_its_days AS leaving
        JOIN cases_feescheduleline AS line ON line.version_id = leaving.id
        WHERE leaving.id = ANY(%(leaving)s::uuid[])
            AND line.code = bill.code
            AND bill.service_on >= leaving.effective_on
            AND (leaving.next_on IS NULL OR bill.service_on < leaving.next_on)
    )
)
SELECT
    count(*) AS bills,
    count(*) FILTER (WHERE bill.billed = now.retail * bill.quantity) AS charged,
    count(*) FILTER (
        WHERE bill.billed = now.retail * bill.quantity
            AND afterwards.retail * bill.quantity IS DISTINCT FROM bill.billed
    ) AS charged_only_so
FROM bill_of_these_days AS bill
-- The price of a bill is that of its facility's own schedule, else that of the first schedule of everyone.
JOIN LATERAL (
    SELECT version.id, line.retail
    FROM version_with_its_days AS version
    JOIN cases_feescheduleline AS line ON line.version_id = version.id AND line.code = bill.code
    WHERE (version.facility_id IS NULL OR version.facility_id = bill.facility_id)
        AND bill.service_on >= version.effective_on
        AND (version.next_on IS NULL OR bill.service_on < version.next_on)
    ORDER BY version.facility_id IS NULL, version.name, version.schedule_id
    LIMIT 1
) AS now ON now.id = ANY(%(leaving)s::uuid[])
LEFT JOIN LATERAL (
    SELECT line.retail
    FROM version_with_its_days_afterwards AS version
    JOIN cases_feescheduleline AS line ON line.version_id = version.id AND line.code = bill.code
    WHERE (version.facility_id IS NULL OR version.facility_id = bill.facility_id)
        AND bill.service_on >= version.effective_on
        AND (version.next_on IS NULL OR bill.service_on < version.next_on)
    ORDER BY version.facility_id IS NULL, version.name, version.schedule_id
    LIMIT 1
) AS afterwards ON true
