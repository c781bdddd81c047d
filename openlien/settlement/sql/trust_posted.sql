-- One row per cleared check of a trust account: what its journals, and their reversals, did to cash in trust by a day.
SELECT
    paid.id,
    sum(entry.debit - entry.credit) AS amount
FROM settlement_check AS paid
JOIN ledger_posting AS original
    ON original.key = CASE WHEN paid.direction = 'in' THEN 'SettlementDistributed:' ELSE 'TrustPaid:' END || paid.id
CROSS JOIN LATERAL (
    SELECT original.id
    UNION ALL
    SELECT reversal.id
    FROM ledger_posting AS reversal
    WHERE reversal.reverses_id = original.id
) AS posting
JOIN ledger_glentry AS entry ON entry.posting_id = posting.id
JOIN ledger_glaccount AS account ON account.id = entry.account_id AND account.role = 'trust_cash'
WHERE paid.escrow_account_id = %(account)s
    AND paid.status = 'cleared'
    AND entry.posting_on <= %(as_of)s
GROUP BY paid.id
