-- One row: where a case stands in the list and what stands beside it, also when it has just left the list.
, ordered AS (
    SELECT
        figure.number,
        figure.belongs,
        count(*) FILTER (WHERE figure.belongs) OVER () AS cases,
        count(*) FILTER (WHERE figure.belongs) OVER in_order AS place,
        lag(figure.number) OVER in_order AS before,
        lead(figure.number) OVER in_order AS after
    FROM figure
    LEFT JOIN firm ON firm.firm_id = figure.firm_id
    WINDOW in_order AS (ORDER BY {firm_order}, {case_order})
)
SELECT belongs, cases, place, before, after
FROM ordered
WHERE number = %(walked)s
