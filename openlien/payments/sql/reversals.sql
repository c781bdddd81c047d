-- A reversal takes back one receipt, or one adjustment, to the cent; what takes back is not taken back itself.
CREATE OR REPLACE FUNCTION check_receipt_reversal() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT
        FROM payments_receipt AS original
        WHERE original.id = NEW.reverses_id
            AND original.amount = -NEW.amount
            AND original.case_id = NEW.case_id
            AND original.deposited_on <= NEW.deposited_on
            AND original.reverses_id IS NULL
    ) THEN
        RAISE EXCEPTION 'a reversal mirrors its receipt'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'receipt_reversal_mirrors_its_original';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER receipt_is_taken_back_whole BEFORE INSERT ON payments_receipt
FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION check_receipt_reversal();

CREATE OR REPLACE FUNCTION check_adjustment_reversal() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT
        FROM payments_adjustment AS original
        WHERE original.id = NEW.reverses_id
            AND original.amount = -NEW.amount
            AND original.bill_id = NEW.bill_id
            AND original.kind = NEW.kind
            AND original.effective_on <= NEW.effective_on
            AND original.reverses_id IS NULL
    ) THEN
        RAISE EXCEPTION 'a reversal mirrors its adjustment'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'adjustment_reversal_mirrors_its_original';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER adjustment_is_taken_back_whole BEFORE INSERT ON payments_adjustment
FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION check_adjustment_reversal();

-- What was asked for stays as it was asked for, and is decided once.
CREATE OR REPLACE FUNCTION check_write_off_decision() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'pending'
        OR (OLD.id, OLD.bill_id, OLD.amount, OLD.effective_on, OLD.reason, OLD.requested_by_id, OLD.requested_at)
        IS DISTINCT FROM (NEW.id, NEW.bill_id, NEW.amount, NEW.effective_on, NEW.reason, NEW.requested_by_id,
            NEW.requested_at) THEN
        RAISE EXCEPTION 'a request for a write-off is decided once and never rewritten'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'write_off_request_is_decided_once';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER write_off_request_is_kept BEFORE UPDATE ON payments_writeoffrequest
FOR EACH ROW EXECUTE FUNCTION check_write_off_decision();

CALL watch_table('payments_writeoffrequest', 'UPDATE OR DELETE');
REVOKE DELETE ON payments_writeoffrequest FROM openlien_app;
