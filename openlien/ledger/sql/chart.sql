-- An account of the chart keeps its number once lines stand on it, and is switched off instead of deleted.
CREATE OR REPLACE FUNCTION check_gl_account_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM ledger_accountbalance WHERE account_id = OLD.id) THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' THEN
        PERFORM refuse('account_has_transactions', jsonb_build_object('number', OLD.number));
    ELSIF (OLD.id, OLD.number, OLD.kind, OLD.normal_side)
        IS DISTINCT FROM (NEW.id, NEW.number, NEW.kind, NEW.normal_side) THEN
        PERFORM refuse('account_in_use', jsonb_build_object('number', OLD.number));
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER gl_account_changes_by_rule BEFORE UPDATE OR DELETE ON ledger_glaccount
FOR EACH ROW EXECUTE FUNCTION check_gl_account_change();
ALTER TABLE ledger_glaccount ENABLE ALWAYS TRIGGER gl_account_changes_by_rule;

CREATE OR REPLACE TRIGGER chart_is_not_emptied BEFORE TRUNCATE ON ledger_glaccount
FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE OR REPLACE TRIGGER templates_are_kept BEFORE DELETE OR TRUNCATE ON ledger_journaltemplate
FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
ALTER TABLE ledger_glaccount ENABLE ALWAYS TRIGGER chart_is_not_emptied;
ALTER TABLE ledger_journaltemplate ENABLE ALWAYS TRIGGER templates_are_kept;
