-- One row per status of case accounts: how many, and the sums of their totals.
SELECT
    account.status,
    count(*) AS accounts,
    count(*) FILTER (WHERE account.credit_limit IS NOT NULL AND kept.contracted > account.credit_limit) AS over_limit,
    (sum(kept.retail) * 100)::bigint AS retail,
    (sum(kept.contracted) * 100)::bigint AS contracted,
    (sum(kept.retail - kept.contracted) * 100)::bigint AS adjustments,
    (sum(kept.payments) * 100)::bigint AS payments,
    (sum(kept.cost_balance) * 100)::bigint AS cost_balance,
    (sum(kept.lien_balance) * 100)::bigint AS lien_balance,
    (sum(kept.excess_recovery) * 100)::bigint AS excess_recovery,
    (sum(kept.refund_liability) * 100)::bigint AS refund_liability
FROM ledger_caseaccount AS account
JOIN ledger_casebalance AS kept ON kept.case_account_id = account.id
GROUP BY account.status
ORDER BY array_position(ARRAY['active', 'hold', 'closed', 'written_off'], account.status::text)
