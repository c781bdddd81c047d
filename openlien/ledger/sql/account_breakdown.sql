-- One row per status, one per ageing bucket, one per collection status, and one for all case accounts.
WITH accounts_with_their_words AS (
    SELECT
        account.status,
        {bucket} AS bucket,
        account.collection_status,
        balance.contracted,
        balance.payments,
        balance.cost_balance,
        balance.lien_balance,
        balance.refund_liability
    FROM ledger_caseaccount AS account
    JOIN ledger_casebalance AS balance ON balance.case_account_id = account.id
    WHERE {current}
)
SELECT
    CASE
        WHEN grouping(status) = 0 THEN 'status'
        WHEN grouping(bucket) = 0 THEN 'bucket'
        WHEN grouping(collection_status) = 0 THEN 'collection'
        ELSE 'all'
    END AS kind,
    coalesce(status, bucket::text, collection_status, '') AS word,
    count(*) AS accounts,
    coalesce(sum(contracted), 0) AS contracted,
    coalesce(sum(payments), 0) AS payments,
    coalesce(sum(cost_balance), 0) AS cost_balance,
    coalesce(sum(lien_balance), 0) AS lien_balance,
    coalesce(sum(refund_liability), 0) AS refund_liability
FROM accounts_with_their_words
GROUP BY GROUPING SETS ((status), (bucket), (collection_status), ())
