-- Which tables are the books, and what the app may do there: read.
CREATE OR REPLACE TRIGGER posting_door BEFORE INSERT ON ledger_posting
FOR EACH STATEMENT EXECUTE FUNCTION refuse_direct_write();
CREATE OR REPLACE TRIGGER posting_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_posting
FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE OR REPLACE TRIGGER gl_entry_door BEFORE INSERT ON ledger_glentry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_direct_write();
CREATE OR REPLACE TRIGGER gl_entry_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_glentry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE OR REPLACE TRIGGER seal_door BEFORE INSERT ON ledger_seal
FOR EACH STATEMENT EXECUTE FUNCTION refuse_direct_write();
CREATE OR REPLACE TRIGGER seal_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_seal
FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE OR REPLACE TRIGGER transaction_door BEFORE INSERT ON ledger_casetransaction
FOR EACH STATEMENT EXECUTE FUNCTION refuse_direct_write();
CREATE OR REPLACE TRIGGER transaction_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_casetransaction
FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE OR REPLACE TRIGGER anchor_door BEFORE INSERT ON ledger_anchor
FOR EACH STATEMENT EXECUTE FUNCTION refuse_direct_write();
CREATE OR REPLACE TRIGGER anchor_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_anchor
FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE OR REPLACE TRIGGER status_change_door BEFORE INSERT ON ledger_caseaccountstatuschange
FOR EACH STATEMENT EXECUTE FUNCTION refuse_direct_write();
CREATE OR REPLACE TRIGGER status_change_is_kept BEFORE UPDATE OR TRUNCATE ON ledger_caseaccountstatuschange
FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE OR REPLACE TRIGGER status_change_door_out BEFORE DELETE ON ledger_caseaccountstatuschange
FOR EACH STATEMENT EXECUTE FUNCTION refuse_direct_write();

CREATE OR REPLACE TRIGGER chain_head_door BEFORE INSERT OR UPDATE OR DELETE ON ledger_chainhead
FOR EACH STATEMENT EXECUTE FUNCTION refuse_direct_write();
CREATE OR REPLACE TRIGGER chain_head_is_kept BEFORE TRUNCATE ON ledger_chainhead
FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE OR REPLACE TRIGGER account_balance_door BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger_accountbalance
FOR EACH STATEMENT EXECUTE FUNCTION refuse_direct_write();
CREATE OR REPLACE TRIGGER day_balance_door BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger_daybalance
FOR EACH STATEMENT EXECUTE FUNCTION refuse_direct_write();
CREATE OR REPLACE TRIGGER closing_balance_door BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger_closingbalance
FOR EACH STATEMENT EXECUTE FUNCTION refuse_direct_write();
CREATE OR REPLACE TRIGGER case_balance_door BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger_casebalance
FOR EACH STATEMENT EXECUTE FUNCTION refuse_direct_write();
CREATE OR REPLACE TRIGGER period_door BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger_period
FOR EACH STATEMENT EXECUTE FUNCTION refuse_direct_write();

-- ALWAYS: they hold for replication roles as well.
ALTER TABLE ledger_posting ENABLE ALWAYS TRIGGER posting_door;
ALTER TABLE ledger_posting ENABLE ALWAYS TRIGGER posting_is_kept;
ALTER TABLE ledger_glentry ENABLE ALWAYS TRIGGER gl_entry_door;
ALTER TABLE ledger_glentry ENABLE ALWAYS TRIGGER gl_entry_is_kept;
ALTER TABLE ledger_seal ENABLE ALWAYS TRIGGER seal_door;
ALTER TABLE ledger_seal ENABLE ALWAYS TRIGGER seal_is_kept;
ALTER TABLE ledger_casetransaction ENABLE ALWAYS TRIGGER transaction_door;
ALTER TABLE ledger_casetransaction ENABLE ALWAYS TRIGGER transaction_is_kept;
ALTER TABLE ledger_anchor ENABLE ALWAYS TRIGGER anchor_door;
ALTER TABLE ledger_anchor ENABLE ALWAYS TRIGGER anchor_is_kept;
ALTER TABLE ledger_caseaccountstatuschange ENABLE ALWAYS TRIGGER status_change_door;
ALTER TABLE ledger_caseaccountstatuschange ENABLE ALWAYS TRIGGER status_change_is_kept;
ALTER TABLE ledger_caseaccountstatuschange ENABLE ALWAYS TRIGGER status_change_door_out;
ALTER TABLE ledger_chainhead ENABLE ALWAYS TRIGGER chain_head_door;
ALTER TABLE ledger_chainhead ENABLE ALWAYS TRIGGER chain_head_is_kept;
ALTER TABLE ledger_accountbalance ENABLE ALWAYS TRIGGER account_balance_door;
ALTER TABLE ledger_daybalance ENABLE ALWAYS TRIGGER day_balance_door;
ALTER TABLE ledger_closingbalance ENABLE ALWAYS TRIGGER closing_balance_door;
ALTER TABLE ledger_casebalance ENABLE ALWAYS TRIGGER case_balance_door;
ALTER TABLE ledger_period ENABLE ALWAYS TRIGGER period_door;

REVOKE INSERT, UPDATE, DELETE ON
    ledger_posting, ledger_glentry, ledger_seal, ledger_casetransaction, ledger_anchor,
    ledger_caseaccountstatuschange, ledger_chainhead, ledger_accountbalance, ledger_daybalance,
    ledger_closingbalance, ledger_casebalance, ledger_period
FROM openlien_app;
REVOKE INSERT, DELETE ON ledger_caseaccount FROM openlien_app;
REVOKE DELETE ON ledger_glaccount, ledger_journaltemplate FROM openlien_app;
REVOKE INSERT, DELETE ON ledger_ledgerpolicy FROM openlien_app;
