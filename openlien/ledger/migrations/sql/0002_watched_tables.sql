-- Every change of a mutable row is booked, what a person writes from its first line on; the books are their own trail.
CALL watch_table('ledger_department', 'INSERT OR UPDATE OR DELETE');
CALL watch_table('ledger_costcenter', 'INSERT OR UPDATE OR DELETE');
CALL watch_table('ledger_period', 'UPDATE OR DELETE');
CALL watch_table('ledger_glaccount', 'INSERT OR UPDATE OR DELETE');
CALL watch_table('ledger_ledgerpolicy', 'INSERT OR UPDATE OR DELETE');
CALL watch_table('ledger_journaltemplate', 'INSERT OR UPDATE OR DELETE');
CALL watch_table('ledger_caseaccount', 'UPDATE OR DELETE');
CALL watch_table('ledger_journalentry', 'INSERT OR UPDATE OR DELETE');
CALL watch_table('ledger_journalline', 'INSERT OR UPDATE OR DELETE');
CALL watch_table('ledger_journalattachment', 'INSERT OR UPDATE OR DELETE');
