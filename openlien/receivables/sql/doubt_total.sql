-- One row: how many records have the doubt.
SELECT count(*) AS count
FROM ({doubtful}) AS doubtful
