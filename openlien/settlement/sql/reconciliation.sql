-- What the bank said stays as it was said; only the word about a mistake of the bank is added. A file that was
-- read in by mistake is taken back with its lines, unless a completed month rests on them.
CREATE OR REPLACE FUNCTION keep_bank_line() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND demo_is_removed() THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (
            SELECT
            FROM settlement_trustreconciliation AS month
            WHERE month.account_id = OLD.account_id
                AND month.completed_at IS NOT NULL
                AND OLD.booked_on < month.month + interval '1 month'
        ) THEN
            RAISE EXCEPTION 'a line of a reconciled month stays'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'reconciled_bank_line_is_kept';
        END IF;
        RETURN OLD;
    END IF;
    IF (OLD.account_id, OLD.statement_id, OLD.booked_on, OLD.amount, OLD.description, OLD.number, OLD.line_key)
        IS DISTINCT FROM
        (NEW.account_id, NEW.statement_id, NEW.booked_on, NEW.amount, NEW.description, NEW.number, NEW.line_key)
    THEN
        RAISE EXCEPTION 'a line of the bank stays as the bank wrote it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_line_is_kept';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER keep
BEFORE UPDATE OR DELETE ON settlement_bankline
FOR EACH ROW EXECUTE FUNCTION keep_bank_line();

-- The checks of a line go through its account, are not void, and make up its amount to the cent.
CREATE OR REPLACE FUNCTION check_bank_matches() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT
        FROM changed
        JOIN settlement_bankline AS line ON line.id = changed.line_id
        JOIN settlement_check AS paid ON paid.id = changed.check_paid_id
        WHERE paid.escrow_account_id <> line.account_id
            OR paid.status <> 'cleared'
            OR line.bank_error <> ''
    ) THEN
        RAISE EXCEPTION 'a bank line carries cleared checks of its own account'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_match_fits_its_account';
    END IF;
    IF EXISTS (
        SELECT
        FROM settlement_bankline AS line
        JOIN settlement_bankmatch AS matched ON matched.line_id = line.id
        JOIN settlement_check AS paid ON paid.id = matched.check_paid_id
        WHERE line.id IN (SELECT changed.line_id FROM changed)
        GROUP BY line.id, line.amount
        HAVING line.amount <> sum(CASE WHEN paid.direction = 'in' THEN paid.amount ELSE -paid.amount END)
    ) THEN
        RAISE EXCEPTION 'the checks of a bank line make up its amount'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_match_sums_to_its_line';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER matches_sum_after_insert
AFTER INSERT ON settlement_bankmatch
REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION check_bank_matches();

CREATE OR REPLACE TRIGGER matches_sum_after_update
AFTER UPDATE ON settlement_bankmatch
REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION check_bank_matches();

CREATE OR REPLACE TRIGGER matches_sum_after_delete
AFTER DELETE ON settlement_bankmatch
REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION check_bank_matches();

-- What a completed month rests on is not taken apart.
CREATE OR REPLACE FUNCTION keep_reconciled_match() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND demo_is_removed() THEN
        RETURN OLD;
    END IF;
    IF EXISTS (
        SELECT
        FROM settlement_bankline AS line
        JOIN settlement_trustreconciliation AS month ON month.account_id = line.account_id
        WHERE line.id = OLD.line_id
            AND month.completed_at IS NOT NULL
            AND line.booked_on < month.month + interval '1 month'
    ) THEN
        RAISE EXCEPTION 'a match of a reconciled month stays'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reconciled_match_is_kept';
    END IF;
    RETURN OLD;
END $$;

CREATE OR REPLACE TRIGGER keep_reconciled
BEFORE UPDATE OR DELETE ON settlement_bankmatch
FOR EACH ROW EXECUTE FUNCTION keep_reconciled_match();

-- Months are completed in their order, another version only of a month that was completed; what is completed
-- stays. The account is locked first, so that of two completions at once the second sees the first.
CREATE OR REPLACE FUNCTION keep_reconciliation() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    last_month date;
BEGIN
    IF TG_OP = 'DELETE' AND demo_is_removed() THEN
        RETURN OLD;
    END IF;
    IF TG_OP <> 'INSERT' AND OLD.completed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a completed reconciliation stays as it is'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'completed_reconciliation_is_frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.completed_at IS NOT NULL THEN
        PERFORM FROM settlement_escrowaccount WHERE id = NEW.account_id FOR NO KEY UPDATE;
        SELECT max(month)
        INTO last_month
        FROM settlement_trustreconciliation
        WHERE account_id = NEW.account_id AND completed_at IS NOT NULL;
        IF (NEW.version = 1 AND NEW.month <> last_month + interval '1 month')
            OR (NEW.version > 1 AND NOT EXISTS (
                SELECT
                FROM settlement_trustreconciliation
                WHERE account_id = NEW.account_id
                    AND month = NEW.month
                    AND version = NEW.version - 1
                    AND completed_at IS NOT NULL
            ))
        THEN
            RAISE EXCEPTION 'months are reconciled one after the other'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'reconciliation_follows_the_month_before';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER keep
BEFORE INSERT OR UPDATE OR DELETE ON settlement_trustreconciliation
FOR EACH ROW EXECUTE FUNCTION keep_reconciliation();

CREATE OR REPLACE FUNCTION keep_share_transfer() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND demo_is_removed() THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'a transfer stays; move the money back with another one'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'share_transfer_is_kept';
END $$;

CREATE OR REPLACE TRIGGER keep
BEFORE UPDATE OR DELETE ON settlement_sharetransfer
FOR EACH ROW EXECUTE FUNCTION keep_share_transfer();
