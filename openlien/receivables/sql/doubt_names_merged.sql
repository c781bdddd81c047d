-- One row per law firm that was met under several spellings.
SELECT
    alias.party_id AS id,
    NULL::uuid AS case_id,
    NULL::numeric AS amount,
    NULL::numeric AS stated,
    NULL::numeric AS ours,
    count(*)::int AS names
FROM cases_namealias AS alias
JOIN cases_party AS party ON party.id = alias.party_id
WHERE party.kind = 'law_firm'
    AND EXISTS (
        SELECT
        FROM receivables_casesummary AS summary
        WHERE summary.law_firm_id = party.id
            AND {reach}
    )
GROUP BY alias.party_id
HAVING count(*) > 1
