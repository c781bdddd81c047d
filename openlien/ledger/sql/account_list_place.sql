-- One row: where in the order of the list a case account stands; none when there is no such account.
SELECT {key} AS key
FROM ledger_caseaccount AS account
JOIN ledger_casebalance AS balance ON balance.case_account_id = account.id
{people}
WHERE account.number = %(number)s
