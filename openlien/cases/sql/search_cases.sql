-- One row per case found: those with exactly this number first, then the newest.
-- A common beginning of a word is answered by the latest cases alone; for a rare one, which they do not
-- hold often enough, the index names few. So neither ever reads a large part of the book. The index is asked for
-- the telling words only: of one that every firm has in its name it would list every case first.
WITH latest_that_match AS MATERIALIZED (
    SELECT latest.number, latest.patient_id, latest.law_firm_id, latest.stage
    FROM (
        SELECT id, number, patient_id, law_firm_id, stage, search
        FROM cases_case
        ORDER BY number DESC
        LIMIT %(latest)s::int
    ) AS latest
    WHERE latest.search @@ %(query)s::tsquery
        AND (
            %(everything)s::boolean
            OR latest.law_firm_id = ANY(%(firms)s::uuid[])
            OR EXISTS (
                SELECT 1
                FROM cases_bill
                WHERE cases_bill.case_id = latest.id AND provider_group_id = ANY(%(groups)s::uuid[])
            )
        )
    LIMIT %(limit)s::int
),
all_that_match AS MATERIALIZED (
    SELECT matter.number, matter.patient_id, matter.law_firm_id, matter.stage
    FROM (
        SELECT id, number, patient_id, law_firm_id, stage, search
        FROM cases_case
        WHERE (SELECT count(*) FROM latest_that_match) < %(limit)s::int
            AND search @@ %(telling)s::tsquery
        OFFSET 0
    ) AS matter
    WHERE matter.search @@ %(query)s::tsquery
        AND (
            %(everything)s::boolean
            OR matter.law_firm_id = ANY(%(firms)s::uuid[])
            OR EXISTS (
                SELECT 1
                FROM cases_bill
                WHERE cases_bill.case_id = matter.id AND provider_group_id = ANY(%(groups)s::uuid[])
            )
        )
),
of_this_number AS MATERIALIZED (
    SELECT matter.number, matter.patient_id, matter.law_firm_id, matter.stage
    FROM cases_case AS matter
    WHERE matter.number = ANY(%(numbers)s::text[])
        AND matter.withdrawn_at IS NULL
        AND (
            %(everything)s::boolean
            OR matter.law_firm_id = ANY(%(firms)s::uuid[])
            OR EXISTS (
                SELECT 1
                FROM cases_bill
                WHERE cases_bill.case_id = matter.id AND provider_group_id = ANY(%(groups)s::uuid[])
            )
        )
),
found AS MATERIALIZED (
    SELECT number, patient_id, law_firm_id, stage, number = ANY(%(numbers)s::text[]) AS is_this_number
    FROM (
        SELECT number, patient_id, law_firm_id, stage FROM of_this_number
        UNION
        SELECT number, patient_id, law_firm_id, stage FROM latest_that_match
        UNION
        SELECT number, patient_id, law_firm_id, stage FROM all_that_match
    ) AS every_match
    ORDER BY is_this_number DESC, number DESC
    LIMIT %(limit)s::int
)
SELECT found.number, patient.name AS patient, coalesce(firm.name, '') AS firm, found.stage
FROM found
JOIN cases_party AS patient ON patient.id = found.patient_id
LEFT JOIN cases_party AS firm ON firm.id = found.law_firm_id
ORDER BY found.is_this_number DESC, found.number DESC
