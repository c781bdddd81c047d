-- One row per case of one page of the list, in its order.
-- What stands in braces is put in by case_list.py out of its own texts, never out of what somebody typed.
WITH {matching}listed AS (
    SELECT
        matter.id,
        matter.number,
        matter.patient_id,
        matter.law_firm_id,
        matter.state,
        summary.stage,
        summary.stage_on,
        summary.stage_is_sighting,
        summary.originated_on,
        greatest(summary.last_moved_on, summary.last_cash_on) AS moved_on,
        {amounts}.billed,
        {amounts}.collected,
        {amounts}.open,
        row_number() OVER (ORDER BY {order}) AS place
    FROM cases_case AS matter
    JOIN receivables_casesummary AS summary ON summary.case_id = matter.id
    {join}
    WHERE {conditions}
    ORDER BY {order}
    LIMIT {limit}
)
SELECT
    listed.number,
    patient.name AS patient,
    coalesce(firm.name, '') AS law_firm,
    listed.state,
    listed.stage,
    listed.stage_on,
    listed.stage_is_sighting,
    listed.originated_on,
    listed.billed,
    listed.collected,
    listed.open,
    greatest(listed.moved_on, (latest.happened_at AT TIME ZONE %(time_zone)s)::date) AS last_activity_on{sums}
FROM listed
JOIN cases_party AS patient ON patient.id = listed.patient_id
LEFT JOIN cases_party AS firm ON firm.id = listed.law_firm_id
LEFT JOIN LATERAL (
    SELECT max(happened_at) AS happened_at
    FROM cases_activity
    WHERE case_id = listed.id
) AS latest ON true
{totals}
ORDER BY listed.place
