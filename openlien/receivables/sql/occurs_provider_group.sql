EXISTS (
    SELECT
    FROM receivables_billbalance AS balance
    {join}
    WHERE balance.provider_group_id = party.id
        AND {conditions}
)
