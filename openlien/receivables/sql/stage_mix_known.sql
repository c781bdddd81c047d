-- One row per day: how many cases are known, and how many only exist.
SELECT
    days.day,
    count(*) FILTER (WHERE summary.known_since <= days.day) AS known_cases,
    count(*) FILTER (WHERE summary.known_since > days.day AND summary.existing_since <= days.day) AS unknown_cases
FROM unnest(%(days)s::date[]) AS days (day)
CROSS JOIN receivables_casesummary AS summary
WHERE {reach}
GROUP BY days.day
