-- One row: where in the order of the list a case stands; none when the actor does not see the case.
SELECT {key} AS key
FROM cases_case AS matter
JOIN receivables_casesummary AS summary ON summary.case_id = matter.id
{join}
WHERE {conditions}
    AND matter.number = %(number)s
