-- One row per doubt: how many records have it, and the amount in question.
SELECT doubt, count, amount
FROM (
    SELECT 'does_not_tie' AS doubt, count(*) AS count, sum(abs(doubtful.amount)) AS amount
    FROM ({does_not_tie}) AS doubtful
    UNION ALL
    SELECT 'overpaid', count(*), sum(doubtful.amount)
    FROM ({overpaid}) AS doubtful
    UNION ALL
    SELECT 'overadjusted', count(*), sum(doubtful.amount)
    FROM ({overadjusted}) AS doubtful
    UNION ALL
    SELECT 'settlement_date_unknown', count(*), sum(doubtful.amount)
    FROM ({settlement_date_unknown}) AS doubtful
    UNION ALL
    SELECT 'stage_blank', count(*), sum(doubtful.amount)
    FROM ({stage_blank}) AS doubtful
    UNION ALL
    SELECT 'closed_with_balance', count(*), sum(doubtful.amount)
    FROM ({closed_with_balance}) AS doubtful
    UNION ALL
    SELECT 'names_merged', count(*), NULL
    FROM ({names_merged}) AS doubtful
) AS counted
