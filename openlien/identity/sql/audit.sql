-- The audit trail: one row for every changed row of a watched table, with before and after.
-- SECURITY DEFINER because the app may read the trail but never write it.
CREATE OR REPLACE FUNCTION write_audit_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    hidden text[] := TG_ARGV[0]::text[];
    before_row jsonb := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) - hidden END;
    after_row jsonb := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) - hidden END;
BEGIN
    IF before_row IS NOT DISTINCT FROM after_row THEN
        RETURN NULL;
    END IF;
    INSERT INTO identity_auditentry
        (table_name, row_id, action, before, after, actor_id, actor_name, source, request_id)
    VALUES (
        TG_TABLE_NAME,
        coalesce(after_row, before_row) ->> 'id',
        lower(TG_OP),
        before_row,
        after_row,
        nullif(current_setting('openlien.actor_id', true), '')::uuid,
        coalesce(nullif(current_setting('openlien.actor_name', true), ''), session_user),
        coalesce(nullif(current_setting('openlien.source', true), ''), 'sql'),
        coalesce(current_setting('openlien.request_id', true), '')
    );
    RETURN NULL;
END $$;

-- Watches a table: its changes are written to the trail, without the columns named.
CREATE OR REPLACE PROCEDURE watch_table(watched regclass, operations text, hidden_columns text[] DEFAULT '{}')
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE OR REPLACE TRIGGER audit AFTER %s ON %s FOR EACH ROW EXECUTE FUNCTION write_audit_entry(%L)',
        operations, watched, hidden_columns
    );
END $$;
