-- One row per value of a filter that occurs in the actor's part of the book.
WITH RECURSIVE tranche_by_tranche AS (
    SELECT (
        SELECT min(balance.tranche)
        FROM receivables_billbalance AS balance
        {join}
        WHERE {conditions}
    ) AS tranche
    UNION ALL
    SELECT (
        SELECT min(balance.tranche)
        FROM receivables_billbalance AS balance
        {join}
        WHERE balance.tranche > before.tranche
            AND {conditions}
    )
    FROM tranche_by_tranche AS before
    WHERE before.tranche IS NOT NULL
)
SELECT 'provider_group' AS filter, party.id::text AS value, party.name
FROM cases_party AS party
WHERE party.kind = 'provider_group'
    AND {occurs_provider_group}
UNION ALL
SELECT 'law_firm', party.id::text, party.name
FROM cases_party AS party
WHERE party.kind = 'law_firm'
    AND {occurs_law_firm}
UNION ALL
SELECT DISTINCT 'state', summary.state, summary.state
FROM receivables_casesummary AS summary
WHERE summary.state <> ''
    AND {reach}
UNION ALL
SELECT 'tranche', tranche, tranche
FROM tranche_by_tranche
WHERE tranche <> ''
ORDER BY 1, 3, 2
