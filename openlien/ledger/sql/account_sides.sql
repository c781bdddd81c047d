-- One row per general-ledger account and type of entry on one case account: what stands on each side.
SELECT
    gl.number,
    gl.name,
    gl.normal_side,
    posting.type,
    sum(entry.debit) AS debit,
    sum(entry.credit) AS credit,
    count(*) AS lines
FROM ledger_glentry AS entry
JOIN ledger_posting AS posting ON posting.id = entry.posting_id
JOIN ledger_glaccount AS gl ON gl.id = entry.account_id
WHERE entry.case_account_id = %(account)s
GROUP BY gl.number, gl.name, gl.normal_side, posting.type
ORDER BY gl.number, min(entry.posting_on), posting.type
