-- One row: how many accruals a month has, how far they are, and what they sum to.
SELECT
    count(*) AS services,
    (coalesce(sum(accrual.billed), 0) * 100)::bigint AS billed_cents,
    (coalesce(sum(accrual.amount), 0) * 100)::bigint AS amount_cents,
    count(*) FILTER (WHERE accrual.amount IS NULL) AS undecided,
    count(*) FILTER (WHERE accrual.amount = 0) AS left_out,
    count(*) FILTER (WHERE accrual.amount > 0 AND accrual.journal_id IS NULL) AS to_post,
    (coalesce(sum(accrual.amount) FILTER (WHERE accrual.journal_id IS NULL), 0) * 100)::bigint AS to_post_cents,
    count(accrual.journal_id) AS posted,
    (coalesce(sum(accrual.amount) FILTER (WHERE accrual.journal_id IS NOT NULL), 0) * 100)::bigint AS posted_cents,
    count(back.id) AS reversed
FROM accounting_accrual AS accrual
LEFT JOIN ledger_posting AS back ON back.reverses_id = accrual.journal_id
WHERE accrual.month = %(month)s
