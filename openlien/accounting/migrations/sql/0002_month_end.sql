-- An accrual that is in the books does not change; who confirmed a step of a month end is never rewritten.
CREATE OR REPLACE FUNCTION check_accrual_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.journal_id IS NOT NULL THEN
        PERFORM refuse('accrual_is_posted', '{}');
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE OR REPLACE TRIGGER accrual_changes_until_posted BEFORE UPDATE OR DELETE ON accounting_accrual
FOR EACH ROW EXECUTE FUNCTION check_accrual_change();

REVOKE UPDATE, DELETE ON accounting_monthendstep FROM openlien_app;
CALL watch_table('accounting_accrual', 'INSERT OR UPDATE OR DELETE');

-- A transfer has the id of its journal and none of its own, so it is written to the trail by that.
CREATE OR REPLACE FUNCTION write_sync_audit_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO identity_auditentry
        (table_name, row_id, action, before, after, actor_id, actor_name, source, request_id)
    VALUES (
        TG_TABLE_NAME,
        NEW.journal_id,
        lower(TG_OP),
        CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,
        to_jsonb(NEW),
        nullif(current_setting('openlien.actor_id', true), '')::uuid,
        coalesce(nullif(current_setting('openlien.actor_name', true), ''), session_user),
        coalesce(nullif(current_setting('openlien.source', true), ''), 'sql'),
        coalesce(current_setting('openlien.request_id', true), '')
    );
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER audit AFTER INSERT OR UPDATE ON ledger_journalsync
FOR EACH ROW EXECUTE FUNCTION write_sync_audit_entry();
REVOKE DELETE ON ledger_journalsync FROM openlien_app;
