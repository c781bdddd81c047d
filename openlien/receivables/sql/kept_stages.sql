-- One row per stage and at-risk category with an open balance, from the sums that are kept of the whole book.
-- What is pending falls under the second category some days after the first.
SELECT
    stage,
    category,
    sum(open) AS open,
    sum(cases) AS cases,
    sum(bills) AS bills,
    sum(cases) * ({day} - '2000-01-01'::date) - sum(originated_days) AS age_days
FROM (
    SELECT
        stage, open, cases, bills, originated_days,
        CASE
            WHEN at_risk_from > {day} THEN NULL
            WHEN stage = '{gone}' THEN '{gone_category}'
            WHEN stage <> '{pending}' THEN '{old_category}'
            WHEN at_risk_from > {day} - {pending_days} THEN '{pending_category}'
            ELSE '{long_pending_category}'
        END AS category
    FROM receivables_move
    WHERE kind IN ('added', 'risk')
) AS move
GROUP BY stage, category
HAVING sum(cases) > 0
