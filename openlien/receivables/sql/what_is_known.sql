-- One row: whether any case has facts newer than the day, how many existing cases are not known on it, and, when
-- there are such, the first day on which any is known.
SELECT
    EXISTS (SELECT FROM receivables_casesummary WHERE last_fact_on > {day}) AS is_past,
    unknown.cases AS unknown_cases,
    CASE
        WHEN unknown.cases > 0 THEN (
            SELECT summary.known_since
            FROM receivables_casesummary AS summary
            WHERE {reach}
            ORDER BY summary.known_since
            LIMIT 1
        )
    END AS known_from
FROM (
    SELECT count(*) AS cases
    FROM receivables_casesummary AS summary
    WHERE summary.known_since > {day}
        AND summary.existing_since <= {day}
        AND {reach}
) AS unknown
