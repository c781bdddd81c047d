-- One row per broken invariant, as a sentence.
WITH lines_of_each_account AS (
    SELECT account_id, sum(debit) AS debit, sum(credit) AS credit, count(*) AS lines
    FROM ledger_glentry
    GROUP BY account_id
),
balances_of_each_account AS (
    SELECT account_id, sum(debit) AS debit, sum(credit) AS credit, sum(lines) AS lines
    FROM ledger_accountbalance
    GROUP BY account_id
),
lines_of_each_day AS (
    SELECT posting_on AS day, account_id, sum(debit) AS debit, sum(credit) AS credit
    FROM ledger_glentry
    GROUP BY posting_on, account_id
),
balances_of_each_day AS (
    SELECT day, account_id, sum(debit) AS debit, sum(credit) AS credit
    FROM ledger_daybalance
    GROUP BY day, account_id
),
transactions_of_each_case AS (
    SELECT
        case_account_id,
        sum(retail) AS retail,
        sum(contracted) AS contracted,
        sum(reduction) AS reductions,
        sum(payment) AS payments,
        sum(refund_due) AS refund_due,
        sum(refund_paid) AS refund_paid,
        sum(cost_written_off) AS cost_written_off,
        sum(lien_written_off) AS lien_written_off,
        count(*) AS transactions
    FROM ledger_casetransaction
    GROUP BY case_account_id
),
case_lines AS (
    SELECT
        line.case_account_id,
        sum(line.debit - line.credit) FILTER (
            WHERE account.role IN ('lien_receivable', 'medical_expense', 'lien_revenue')
                AND coalesce(original.type, posting.type) <> 'accrual'
        ) AS cost_less_recoveries,
        sum(line.credit - line.debit) FILTER (WHERE account.role = 'refund_liability') AS refund_liability
    FROM ledger_glentry AS line
    JOIN ledger_glaccount AS account ON account.id = line.account_id
    JOIN ledger_posting AS posting ON posting.id = line.posting_id
    LEFT JOIN ledger_posting AS original ON original.id = posting.reverses_id
    WHERE line.case_account_id IS NOT NULL
    GROUP BY line.case_account_id
)
SELECT 'All lines together are ' || sum(debit - credit) || ', not 0.00.' AS sentence
FROM ledger_glentry
HAVING sum(debit - credit) <> 0
UNION ALL
SELECT 'Journal ' || posting_id || ' is out of balance by ' || sum(debit - credit) || '.'
FROM ledger_glentry
GROUP BY posting_id
HAVING sum(debit) <> sum(credit)
UNION ALL
SELECT 'The balance of account ' || account.number || ' differs from its lines.'
FROM lines_of_each_account AS lines
FULL JOIN balances_of_each_account AS kept ON kept.account_id = lines.account_id
LEFT JOIN ledger_glaccount AS account ON account.id = coalesce(lines.account_id, kept.account_id)
WHERE (lines.debit, lines.credit, lines.lines) IS DISTINCT FROM (kept.debit, kept.credit, kept.lines)
UNION ALL
SELECT 'The balance of account ' || account.number || ' on ' || coalesce(lines.day, kept.day)
    || ' differs from its lines.'
FROM lines_of_each_day AS lines
FULL JOIN balances_of_each_day AS kept ON kept.day = lines.day AND kept.account_id = lines.account_id
LEFT JOIN ledger_glaccount AS account ON account.id = coalesce(lines.account_id, kept.account_id)
WHERE (lines.debit, lines.credit) IS DISTINCT FROM (kept.debit, kept.credit)
UNION ALL
SELECT 'The closing balance of account ' || account.number || ' for ' || to_char(closing.month, 'FMMonth YYYY')
    || ' differs from its lines.'
FROM ledger_closingbalance AS closing
JOIN ledger_glaccount AS account ON account.id = closing.account_id
LEFT JOIN LATERAL (
    SELECT sum(kept.debit) AS debit, sum(kept.credit) AS credit
    FROM balances_of_each_day AS kept
    WHERE kept.account_id = closing.account_id AND kept.day < closing.month + interval '1 month'
) AS moved ON true
WHERE (closing.debit, closing.credit) IS DISTINCT FROM (moved.debit, moved.credit)
UNION ALL
SELECT 'Journal ' || number || ': ' || what || '.'
FROM verify_chain(%(whole)s)
UNION ALL
SELECT 'Case account ' || account.number || ' does not show the sum of its transactions.'
FROM ledger_casebalance AS kept
LEFT JOIN transactions_of_each_case AS moved ON moved.case_account_id = kept.case_account_id
LEFT JOIN ledger_caseaccount AS account ON account.id = kept.case_account_id
WHERE (kept.retail, kept.contracted, kept.reductions, kept.payments, kept.refund_due, kept.refund_paid,
        kept.cost_written_off, kept.lien_written_off, kept.transactions)
    IS DISTINCT FROM (coalesce(moved.retail, 0), coalesce(moved.contracted, 0), coalesce(moved.reductions, 0),
        coalesce(moved.payments, 0), coalesce(moved.refund_due, 0), coalesce(moved.refund_paid, 0),
        coalesce(moved.cost_written_off, 0), coalesce(moved.lien_written_off, 0), coalesce(moved.transactions, 0))
UNION ALL
SELECT 'Case account ' || account.number || ' differs from its control accounts by '
    || (kept.contracted - kept.cost_written_off - kept.payments + kept.refund_due
        - coalesce(lines.cost_less_recoveries, 0)) || '.'
FROM ledger_casebalance AS kept
JOIN ledger_caseaccount AS account ON account.id = kept.case_account_id
LEFT JOIN case_lines AS lines ON lines.case_account_id = kept.case_account_id
WHERE kept.contracted - kept.cost_written_off - kept.payments + kept.refund_due
    <> coalesce(lines.cost_less_recoveries, 0)
UNION ALL
SELECT 'The refunds of case account ' || account.number || ' differ from their control account.'
FROM ledger_casebalance AS kept
JOIN ledger_caseaccount AS account ON account.id = kept.case_account_id
LEFT JOIN case_lines AS lines ON lines.case_account_id = kept.case_account_id
WHERE kept.refund_liability <> coalesce(lines.refund_liability, 0)
UNION ALL
SELECT 'A transaction of case account ' || account.number || ' names a journal that is not in the books.'
FROM ledger_casetransaction AS moved
LEFT JOIN ledger_caseaccount AS account ON account.id = moved.case_account_id
WHERE moved.posting_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM ledger_posting WHERE id = moved.posting_id AND key = moved.key)
UNION ALL
SELECT 'Case account ' || account.number || ' is closed, but not at zero.'
FROM ledger_caseaccount AS account
JOIN ledger_casebalance AS kept ON kept.case_account_id = account.id
WHERE account.status = 'closed'
    AND (kept.cost_balance <> 0 OR kept.lien_balance <> 0 OR kept.refund_liability <> 0)
UNION ALL
SELECT 'Case ' || matter.number || ' has no account.'
FROM cases_case AS matter
WHERE NOT EXISTS (SELECT FROM ledger_caseaccount WHERE case_id = matter.id)
UNION ALL
SELECT 'Journal ' || paper.id || ' says it is posted, but is not in the books as it was approved.'
FROM ledger_journalentry AS paper
LEFT JOIN ledger_posting AS posting ON posting.id = paper.id
WHERE paper.status IN ('posted', 'reversed')
    AND (posting.id IS NULL OR posting_digest(posting.id) IS DISTINCT FROM paper.approved_digest)
