-- One row per accrual whose month is over and that was not taken back yet, the oldest month first.
SELECT accrual.id, accrual.month
FROM accounting_accrual AS accrual
WHERE accrual.journal_id IS NOT NULL
    AND accrual.month + interval '1 month' <= %(today)s
    AND NOT EXISTS (SELECT FROM ledger_posting AS back WHERE back.reverses_id = accrual.journal_id)
ORDER BY accrual.month, accrual.id
