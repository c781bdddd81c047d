-- One row per template that was used: how many journals follow it, in the books and on paper.
SELECT
    template_id,
    sum(journals)::int AS journals
FROM (
    SELECT
        template_id,
        count(*) AS journals
    FROM ledger_posting
    GROUP BY template_id
    UNION ALL
    SELECT
        template_id,
        count(*)
    FROM ledger_journalentry
    WHERE status NOT IN ('posted', 'reversed')
    GROUP BY template_id
) AS used
GROUP BY template_id
