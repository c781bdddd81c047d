-- One row: how many case accounts the whole list has, and their sums.
WITH {matching}listed AS (
    SELECT
        balance.retail,
        balance.contracted,
        balance.payments,
        balance.cost_balance,
        balance.lien_balance,
        balance.excess_recovery,
        balance.refund_liability,
        balance.raw_balance
    FROM ledger_caseaccount AS account
    JOIN ledger_casebalance AS balance ON balance.case_account_id = account.id
    WHERE {conditions}
)
SELECT
    count(*) AS accounts,
    coalesce(sum(retail), 0) AS retail,
    coalesce(sum(contracted), 0) AS contracted,
    coalesce(sum(payments), 0) AS payments,
    coalesce(sum(cost_balance), 0) AS cost_balance,
    coalesce(sum(lien_balance), 0) AS lien_balance,
    coalesce(sum(excess_recovery), 0) AS excess_recovery,
    coalesce(sum(refund_liability), 0) AS refund_liability,
    coalesce(sum(raw_balance), 0) AS raw_balance
FROM listed
