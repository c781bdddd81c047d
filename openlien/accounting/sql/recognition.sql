-- One row per month and posting pack with postings: what collections, refunds, charges and write-offs did to cost and revenue.
WITH moves_of_each_journal AS (
    SELECT
        line.posting_id,
        -- A journal shows which pack it was posted in by where it keeps the case: nothing of a case, no pack.
        CASE
            WHEN bool_or(account.role = 'medical_expense') THEN 'expense'
            WHEN bool_or(account.role IN ('lien_receivable', 'lien_revenue')) THEN 'cost_recovery'
            ELSE ''
        END AS pack,
        coalesce(sum(line.debit - line.credit) FILTER (WHERE account.role = 'cash'), 0) AS cash,
        coalesce(sum(line.credit - line.debit)
            FILTER (WHERE account.role IN ('lien_receivable', 'medical_expense')), 0) AS cost,
        coalesce(sum(line.credit - line.debit) FILTER (WHERE account.role = 'lien_revenue'), 0) AS revenue,
        coalesce(sum(line.debit - line.credit) FILTER (WHERE account.role = 'medical_expense'), 0) AS expense,
        coalesce(sum(line.debit - line.credit) FILTER (WHERE account.role = 'write_off_expense'), 0) AS written_off,
        coalesce(sum(line.debit - line.credit) FILTER (WHERE account.role = 'interest_expense'), 0) AS interest,
        coalesce(sum(line.debit - line.credit) FILTER (WHERE account.role = 'attorney_fees_expense'), 0) AS fees
    FROM ledger_glentry AS line
    JOIN ledger_glaccount AS account ON account.id = line.account_id
    WHERE line.posting_on BETWEEN %(since)s AND %(as_of)s
        AND account.role IN ('cash', 'lien_receivable', 'medical_expense', 'lien_revenue', 'write_off_expense',
            'interest_expense', 'attorney_fees_expense')
    GROUP BY line.posting_id
),
journals_as_what_they_are AS (
    SELECT
        date_trunc('month', posting.posting_on)::date AS month,
        moves.pack,
        moves.cash,
        moves.cost,
        moves.revenue,
        moves.expense,
        moves.written_off,
        moves.interest,
        moves.fees,
        -- A reversal takes back what it reverses, so it counts as that.
        coalesce(original.type, posting.type) = 'payment'
            AND coalesce(original.event, posting.event) <> 'ProviderPaid'
            AND (moves.cost <> 0 OR moves.revenue <> 0) AS is_collection,
        coalesce(original.type, posting.type) = 'refund' AS is_refund
    FROM moves_of_each_journal AS moves
    JOIN ledger_posting AS posting ON posting.id = moves.posting_id
    LEFT JOIN ledger_posting AS original ON original.id = posting.reverses_id
)
SELECT
    month,
    pack,
    (coalesce(sum(cash) FILTER (WHERE is_collection), 0) * 100)::bigint AS collected,
    (coalesce(sum(cost) FILTER (WHERE is_collection), 0) * 100)::bigint AS cost_recovered,
    (coalesce(sum(revenue) FILTER (WHERE is_collection), 0) * 100)::bigint AS revenue_collected,
    (coalesce(sum(revenue) FILTER (WHERE is_refund), 0) * 100)::bigint AS revenue_refunded,
    (coalesce(sum(revenue) FILTER (WHERE NOT is_collection AND NOT is_refund), 0) * 100)::bigint AS revenue_adjusted,
    (coalesce(sum(expense) FILTER (WHERE NOT is_collection), 0) * 100)::bigint AS expense_charged,
    (sum(revenue) * 100)::bigint AS revenue,
    (sum(expense) * 100)::bigint AS expense,
    (sum(written_off) * 100)::bigint AS written_off,
    (sum(interest) * 100)::bigint AS interest,
    (sum(fees) * 100)::bigint AS fees
FROM journals_as_what_they_are
GROUP BY month, pack
ORDER BY month, pack
