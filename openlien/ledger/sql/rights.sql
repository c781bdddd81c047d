-- What the app may call: the doors. Everything they use in turn belongs to the owner and needs no right of its own.
CREATE OR REPLACE FUNCTION anchor_books(acting_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    door text;
BEGIN
    door := set_config('openlien.door', 'open', true);
    INSERT INTO ledger_anchor (year, last_serial, hash, actor_name)
    SELECT year, last_serial, hash, acting_name
    FROM ledger_chainhead
    ORDER BY year;
    door := set_config('openlien.door', '', true);
END $$;

-- The case accounts' totals, locked in one order until the transaction ends: what the posting rules start from.
CREATE OR REPLACE FUNCTION lock_case_balances(accounts uuid[]) RETURNS SETOF ledger_casebalance
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT *
    FROM ledger_casebalance
    WHERE case_account_id = ANY (accounts)
    ORDER BY case_account_id
    FOR UPDATE
$$;

REVOKE EXECUTE ON FUNCTION post_journal, post_journals, close_period, lock_period, reopen_period, anchor_books, lock_case_balances
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION post_journal, post_journals, close_period, lock_period, reopen_period, anchor_books, lock_case_balances
TO openlien_app;
