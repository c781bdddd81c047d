-- One row per case with a bill that counts in this list: the sums over those bills alone.
JOIN (
    SELECT
        balance.case_id,
        sum(balance.billed) AS billed,
        sum(balance.collected) AS collected,
        sum(balance.open) AS open
    FROM receivables_billbalance AS balance
    WHERE {bills}
    GROUP BY balance.case_id
) AS own_bills ON own_bills.case_id = matter.id
