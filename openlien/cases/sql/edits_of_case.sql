-- Grain: one change of facts of a case by one request: of the case, its patient, bills, policies, liens,
-- plaintiffs, injuries or expenses. What has a line of its own on the timeline (stage, negotiator) is left out.
WITH row_of_the_case AS (
    SELECT 'cases_case' AS table_name, id::text AS row_id
    FROM cases_case
    WHERE id = %(case)s
    UNION ALL
    SELECT 'cases_party', patient_id::text
    FROM cases_case
    WHERE id = %(case)s
    UNION ALL
    SELECT 'cases_bill', id::text
    FROM cases_bill
    WHERE case_id = %(case)s
    UNION ALL
    SELECT 'cases_coverage', id::text
    FROM cases_coverage
    WHERE case_id = %(case)s
    UNION ALL
    SELECT 'cases_lien', id::text
    FROM cases_lien
    WHERE case_id = %(case)s
    UNION ALL
    SELECT 'cases_plaintiff', id::text
    FROM cases_plaintiff
    WHERE case_id = %(case)s
    UNION ALL
    SELECT 'cases_injury', injury.id::text
    FROM cases_injury AS injury
    JOIN cases_plaintiff AS plaintiff ON plaintiff.id = injury.plaintiff_id
    WHERE plaintiff.case_id = %(case)s
    UNION ALL
    SELECT 'cases_caseexpense', id::text
    FROM cases_caseexpense
    WHERE case_id = %(case)s
),

edit AS (
    SELECT
        max(entry.id) AS id,
        max(entry.at) AS at,
        entry.table_name,
        entry.actor_name,
        count(DISTINCT entry.row_id) AS row_count,
        (array_agg(entry.before::text ORDER BY entry.id DESC))[1] AS before,
        (array_agg(entry.after::text ORDER BY entry.id DESC))[1] AS after
    FROM row_of_the_case
    JOIN identity_auditentry AS entry
        ON entry.table_name = row_of_the_case.table_name AND entry.row_id = row_of_the_case.row_id
    WHERE entry.action = 'update' AND entry.before - %(left_out)s::text[] <> entry.after - %(left_out)s::text[]
    GROUP BY entry.table_name, entry.actor_name, coalesce(nullif(entry.request_id, ''), entry.id::text)
)

SELECT id, at, table_name, actor_name, row_count, before, after, count(*) OVER () AS edits
FROM edit
ORDER BY at DESC, id DESC
LIMIT %(limit)s
