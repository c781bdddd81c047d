-- One row: the posting pack, the credit limit policy, and the account number of each role.
SELECT
    pack,
    credit_limit_mode,
    (
        SELECT jsonb_object_agg(role, number)
        FROM ledger_glaccount
        WHERE role IS NOT NULL
    ) AS numbers
FROM ledger_ledgerpolicy
