-- What a client's ledger and its checks never do, whoever writes to the tables.
CREATE OR REPLACE FUNCTION check_settlement_of_case() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM cases_plaintiff WHERE id = NEW.plaintiff_id AND case_id <> NEW.case_id
    ) OR EXISTS (
        SELECT FROM cases_coverage WHERE id = NEW.coverage_id AND case_id <> NEW.case_id
    ) THEN
        RAISE EXCEPTION 'a settlement names a plaintiff and a policy of its own case'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_concerns_its_case';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER settlement_of_case
AFTER INSERT OR UPDATE ON settlement_settlement
FOR EACH ROW EXECUTE FUNCTION check_settlement_of_case();

-- A check that cleared is in the books, and one that left our hands is voided, never deleted.
CREATE OR REPLACE FUNCTION keep_check() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND demo_is_removed() THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF OLD.status NOT IN ('hold', 'review') AND NOT (OLD.direction = 'in' AND OLD.status = 'pending') THEN
            RAISE EXCEPTION 'a check that left our hands is voided, not deleted'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'used_check_is_not_deleted';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.status IN ('cleared', 'void')
        AND (OLD.status, OLD.amount, OLD.direction, OLD.number, OLD.cleared_on, OLD.settlement_id, OLD.type)
        IS DISTINCT FROM
        (NEW.status, NEW.amount, NEW.direction, NEW.number, NEW.cleared_on, NEW.settlement_id, NEW.type)
    THEN
        RAISE EXCEPTION 'a check that cleared or was voided stays as it is'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'finished_check_is_final';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER keep
BEFORE UPDATE OR DELETE ON settlement_check
FOR EACH ROW EXECUTE FUNCTION keep_check();

-- Money leaves a client's ledger only when that much has cleared for the same settlement. The settlement is
-- locked first, so that of two checks at once the second sees the first.
CREATE OR REPLACE FUNCTION check_client_ledger() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    cleared numeric;
BEGIN
    PERFORM FROM settlement_settlement WHERE id = NEW.settlement_id FOR NO KEY UPDATE;
    SELECT coalesce(sum(CASE WHEN direction = 'in' THEN amount ELSE -amount END), 0)
    INTO cleared
    FROM settlement_check
    WHERE settlement_id = NEW.settlement_id
        AND (
            (direction = 'in' AND status = 'cleared')
            OR (direction = 'out' AND status IN ('print', 'issue', 'pending', 'printed', 'cleared'))
        );
    IF cleared < 0 THEN
        RAISE EXCEPTION 'the client''s ledger would be overdrawn'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'client_ledger_is_never_negative';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER client_ledger
AFTER INSERT OR UPDATE ON settlement_check
FOR EACH ROW EXECUTE FUNCTION check_client_ledger();
