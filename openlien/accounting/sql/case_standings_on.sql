-- One row per case account with transactions: its totals at the end of a day, by posting date, and the day of its
-- oldest charge that nothing covers.
WITH transactions_by_then AS (
    SELECT
        moved.id,
        moved.case_account_id,
        moved.occurred_on,
        moved.retail,
        moved.contracted,
        moved.reduction,
        moved.payment,
        moved.refund_due,
        moved.refund_paid,
        moved.cost_written_off,
        moved.lien_written_off,
        moved.is_cost_unknown
    FROM ledger_casetransaction AS moved
    LEFT JOIN ledger_posting AS posting ON posting.id = moved.posting_id
    WHERE coalesce(posting.posting_on, moved.occurred_on) <= %(as_of)s
),
totals_of_each_account AS (
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
        sum(CASE WHEN is_cost_unknown THEN sign(retail) ELSE 0 END)::int AS charges_of_unknown_cost
    FROM transactions_by_then
    GROUP BY case_account_id
),
charges_as_they_add_up AS (
    SELECT
        case_account_id,
        occurred_on,
        sum(retail) OVER (PARTITION BY case_account_id ORDER BY occurred_on, id) AS charged
    FROM transactions_by_then
    WHERE retail <> 0
),
oldest_uncovered_charges AS (
    SELECT charge.case_account_id, min(charge.occurred_on) AS occurred_on
    FROM charges_as_they_add_up AS charge
    JOIN totals_of_each_account AS kept ON kept.case_account_id = charge.case_account_id
    WHERE charge.charged
        > kept.reductions + kept.lien_written_off + kept.payments - kept.refund_due
    GROUP BY charge.case_account_id
),
own_lines AS (
    SELECT
        line.case_account_id,
        sum(line.debit - line.credit) FILTER (WHERE account.role = 'lien_receivable') AS receivable,
        sum(line.debit - line.credit) FILTER (WHERE account.role = 'interest_expense') AS interest,
        sum(line.debit - line.credit) FILTER (WHERE account.role = 'attorney_fees_expense') AS fees
    FROM ledger_glentry AS line
    JOIN ledger_glaccount AS account ON account.id = line.account_id
    WHERE line.case_account_id IS NOT NULL
        AND account.role IN ('lien_receivable', 'interest_expense', 'attorney_fees_expense')
        AND line.posting_on <= %(as_of)s
    GROUP BY line.case_account_id
)
SELECT
    account.number,
    account.status,
    matter.number AS case_number,
    coalesce(firm.name, '') AS law_firm,
    (kept.retail * 100)::bigint AS retail,
    (kept.contracted * 100)::bigint AS contracted,
    (kept.reductions * 100)::bigint AS reductions,
    (kept.payments * 100)::bigint AS payments,
    (kept.refund_due * 100)::bigint AS refund_due,
    (kept.refund_paid * 100)::bigint AS refund_paid,
    (kept.cost_written_off * 100)::bigint AS cost_written_off,
    (kept.lien_written_off * 100)::bigint AS lien_written_off,
    kept.charges_of_unknown_cost,
    uncovered.occurred_on AS oldest_unpaid_on,
    (coalesce(own_lines.receivable, 0) * 100)::bigint AS receivable,
    (coalesce(own_lines.interest, 0) * 100)::bigint AS interest,
    (coalesce(own_lines.fees, 0) * 100)::bigint AS fees
FROM (
    SELECT case_account_id FROM totals_of_each_account
    UNION
    SELECT case_account_id FROM own_lines
) AS known
JOIN ledger_caseaccount AS account ON account.id = known.case_account_id
JOIN cases_case AS matter ON matter.id = account.case_id
LEFT JOIN cases_party AS firm ON firm.id = matter.law_firm_id
LEFT JOIN totals_of_each_account AS kept ON kept.case_account_id = known.case_account_id
LEFT JOIN oldest_uncovered_charges AS uncovered ON uncovered.case_account_id = known.case_account_id
LEFT JOIN own_lines ON own_lines.case_account_id = known.case_account_id
ORDER BY account.number
