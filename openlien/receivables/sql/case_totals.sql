-- One row: the whole list.
SELECT
    coalesce(sum(matter.open), 0) AS open,
    count(*) AS cases,
    coalesce(sum(matter.open_bills), 0) AS bills
FROM {cases} AS matter
WHERE {group}
