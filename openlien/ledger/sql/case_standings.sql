-- One row per case: its account with its totals.
SELECT
    account.case_id,
    account.id AS case_account_id,
    account.number,
    account.status,
    account.status_reason,
    account.status_at,
    account.opened_on,
    account.closed_on,
    account.collection_status,
    account.credit_limit,
    account.attorney_fee_percent,
    account.settlement_amount,
    account.settled_on,
    account.patient_percent,
    account.insurance_percent,
    account.version,
    balance.retail,
    balance.contracted,
    balance.reductions,
    balance.payments,
    balance.refund_due,
    balance.refund_paid,
    balance.cost_written_off,
    balance.lien_written_off,
    balance.charges_of_unknown_cost,
    balance.transactions,
    balance.last_activity_on,
    balance.oldest_unpaid_on,
    (
        SELECT coalesce(sum(coalesce(paid, negotiated, current_payoff, confirmed, asserted, 0)), 0)
        FROM cases_lien
        WHERE case_id = account.case_id AND NOT is_ours
    ) AS other_liens,
    (
        SELECT ageing_days
        FROM ledger_ledgerpolicy
    ) AS ageing_days
FROM ledger_caseaccount AS account
JOIN ledger_casebalance AS balance ON balance.case_account_id = account.id
WHERE account.case_id = ANY (%(cases)s)
