-- One row: how many journals the filter leaves, and the sums of their debits and credits.
SELECT
    count(*) AS journals,
    coalesce(sum(journal.debits), 0) AS debits,
    coalesce(sum(journal.credits), 0) AS credits
FROM ledger_journal AS journal
WHERE {conditions}
