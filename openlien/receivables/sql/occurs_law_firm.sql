EXISTS (
    SELECT
    FROM receivables_casesummary AS summary
    WHERE summary.law_firm_id = party.id
        AND {reach}
)
