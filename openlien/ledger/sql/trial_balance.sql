-- One row per account that was ever used, by number. Only accounts whose balance is kept in several slots are summed:
-- a sum for each of ten thousand accounts would take longer than reading and sorting them.
WITH of_several_slots AS MATERIALIZED (
    SELECT account_id
    FROM ledger_accountbalance
    WHERE slot > 0
),
standing AS (
    SELECT account_id, debit, credit
    FROM ledger_accountbalance
    WHERE account_id NOT IN (SELECT account_id FROM of_several_slots)
    UNION ALL
    SELECT account_id, sum(debit), sum(credit)
    FROM ledger_accountbalance
    WHERE account_id = ANY (ARRAY(SELECT account_id FROM of_several_slots))
    GROUP BY account_id
)
SELECT
    account.number,
    account.name,
    account.kind,
    (standing.debit * 100)::bigint AS debit_cents,
    (standing.credit * 100)::bigint AS credit_cents
FROM standing
JOIN ledger_glaccount AS account ON account.id = standing.account_id
ORDER BY account.number
