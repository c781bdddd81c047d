-- One row: how many cases the whole list has, and their sums.
WITH {matching}listed AS (
    SELECT {amounts}.billed, {amounts}.collected, {amounts}.open
    FROM cases_case AS matter
    JOIN receivables_casesummary AS summary ON summary.case_id = matter.id
    {join}
    WHERE {conditions}
)
SELECT
    count(*) AS cases,
    coalesce(sum(billed), 0) AS billed,
    coalesce(sum(collected), 0) AS collected,
    coalesce(sum(open), 0) AS open
FROM listed
