-- One row: the bills that versions of fee schedules price, those charged so, and those charged so by nothing else.
WITH version_with_its_days AS (
    -- Each version as it holds now, and each that stays as it would hold afterwards.
    SELECT
        moment.is_afterwards,
        version.id,
        schedule.id AS schedule_id,
        schedule.name,
        schedule.facility_id,
        version.effective_on,
        lead(version.effective_on) OVER (
            PARTITION BY moment.is_afterwards, schedule.id ORDER BY version.effective_on
        ) AS next_on
    FROM cases_feescheduleversion AS version
    JOIN cases_feeschedule AS schedule ON schedule.id = version.schedule_id
    CROSS JOIN (VALUES (false), (true)) AS moment (is_afterwards)
    WHERE NOT (moment.is_afterwards AND version.id = ANY(%(leaving)s::uuid[]))
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
),
price_of_bill AS (
    -- That of its facility's own schedule, else that of the first schedule of everyone.
    SELECT DISTINCT ON (bill.id, version.is_afterwards)
        bill.id, bill.billed, version.is_afterwards, version.id AS version_id, line.retail * bill.quantity AS price
    FROM bill_of_these_days AS bill
    JOIN cases_feescheduleline AS line ON line.code = bill.code
    JOIN version_with_its_days AS version ON version.id = line.version_id
    WHERE (version.facility_id IS NULL OR version.facility_id = bill.facility_id)
        AND bill.service_on >= version.effective_on
        AND (version.next_on IS NULL OR bill.service_on < version.next_on)
    ORDER BY bill.id, version.is_afterwards, version.facility_id IS NULL, version.name, version.schedule_id
)
SELECT
    count(*) AS bills,
    count(*) FILTER (WHERE now.billed = now.price) AS charged,
    count(*) FILTER (WHERE now.billed = now.price AND afterwards.price IS DISTINCT FROM now.billed) AS charged_only_so
FROM price_of_bill AS now
LEFT JOIN price_of_bill AS afterwards ON afterwards.id = now.id AND afterwards.is_afterwards
WHERE NOT now.is_afterwards
    AND now.version_id = ANY(%(leaving)s::uuid[])
