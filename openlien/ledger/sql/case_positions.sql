-- One row per case: its account, whose totals stay locked until the transaction ends.
SELECT
    account.case_id,
    account.id AS case_account_id,
    account.number,
    account.credit_limit,
    account.credit_override_reason,
    balance.retail,
    balance.contracted,
    balance.reductions,
    balance.payments,
    balance.refund_due,
    balance.refund_paid,
    balance.cost_written_off,
    balance.lien_written_off
FROM lock_case_balances(ARRAY(
    SELECT id
    FROM ledger_caseaccount
    WHERE case_id = ANY (%(cases)s)
)) AS balance
JOIN ledger_caseaccount AS account ON account.id = balance.case_account_id
