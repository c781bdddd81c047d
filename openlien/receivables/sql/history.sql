-- One row: since when any case is known, and how many are known or only existing on the day.
SELECT
    min(summary.known_since) AS known_from,
    count(*) FILTER (WHERE summary.known_since <= {day}) AS known_cases,
    count(*) FILTER (WHERE summary.known_since > {day} AND summary.existing_since <= {day}) AS unknown_cases
FROM receivables_casesummary AS summary
WHERE {reach}
