-- A case gets its account in the statement that makes it, COPY included, and loses it only with the case itself,
-- while nothing was booked on it.
CREATE OR REPLACE FUNCTION open_case_accounts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    door text;
BEGIN
    door := set_config('openlien.door', 'open', true);
    WITH new_cases_of_each_year AS (
        SELECT extract(year FROM opened_on)::int AS year, count(*)::int AS cases
        FROM new_rows
        GROUP BY 1
        ORDER BY 1
    ),
    numbers_taken AS (
        INSERT INTO cases_numbering (series, year, last)
        SELECT 'CA', year, cases
        FROM new_cases_of_each_year
        ORDER BY year
        ON CONFLICT (series, year) DO UPDATE SET last = cases_numbering.last + excluded.last
        RETURNING year, last
    ),
    cases_in_order AS (
        SELECT id, opened_on, extract(year FROM opened_on)::int AS year,
            row_number() OVER (PARTITION BY extract(year FROM opened_on) ORDER BY number) AS place,
            count(*) OVER (PARTITION BY extract(year FROM opened_on)) AS cases
        FROM new_rows
    ),
    opened AS (
        INSERT INTO ledger_caseaccount (
            number, case_id, status, status_reason, opened_on, patient_percent, insurance_percent,
            credit_override_reason, collection_status, bc_customer_number, bc_sync_status, gl_account_numbers, notes,
            created_by_id, updated_by_id, version
        )
        SELECT
            'CA-' || matter.year || '-' || lpad((taken.last - matter.cases + matter.place)::text,
                greatest(7, length((taken.last - matter.cases + matter.place)::text)), '0'),
            matter.id, 'active', '', matter.opened_on, 0, 0, '', 'none', '', 'pending', '[]', '',
            acting_user(), acting_user(), 1
        FROM cases_in_order AS matter
        JOIN numbers_taken AS taken ON taken.year = matter.year
        RETURNING id
    )
    INSERT INTO ledger_casebalance (
        case_account_id, retail, contracted, reductions, payments, refund_due, refund_paid, cost_written_off,
        lien_written_off, charges_of_unknown_cost, transactions
    )
    SELECT id, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0, 0
    FROM opened;
    door := set_config('openlien.door', '', true);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION acting_user() RETURNS uuid
LANGUAGE sql STABLE AS $$
    SELECT nullif(current_setting('openlien.actor_id', true), '')::uuid
$$;

CREATE OR REPLACE TRIGGER account_opens_with_its_case AFTER INSERT ON cases_case
REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION open_case_accounts();

CREATE OR REPLACE FUNCTION remove_accounts_of_removed_cases() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM ledger_caseaccount WHERE case_id IN (SELECT id FROM old_rows);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER account_goes_with_its_case AFTER DELETE ON cases_case
REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION remove_accounts_of_removed_cases();

CREATE OR REPLACE FUNCTION keep_accounts_with_transactions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    door text;
    kept text;
BEGIN
    SELECT number
    INTO kept
    FROM old_rows AS account
    WHERE EXISTS (SELECT FROM ledger_casetransaction WHERE case_account_id = account.id)
        OR EXISTS (SELECT FROM ledger_glentry WHERE case_account_id = account.id)
        OR EXISTS (SELECT FROM ledger_posting WHERE case_account_id = account.id)
        OR EXISTS (SELECT FROM ledger_journalentry WHERE case_account_id = account.id)
    LIMIT 1;
    IF FOUND THEN
        PERFORM refuse('account_has_transactions', jsonb_build_object('number', kept));
    END IF;
    door := set_config('openlien.door', 'open', true);
    DELETE FROM ledger_casebalance WHERE case_account_id IN (SELECT id FROM old_rows);
    DELETE FROM ledger_caseaccountstatuschange WHERE case_account_id IN (SELECT id FROM old_rows);
    door := set_config('openlien.door', '', true);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER account_with_transactions_is_kept AFTER DELETE ON ledger_caseaccount
REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_accounts_with_transactions();
CREATE OR REPLACE TRIGGER accounts_are_not_emptied BEFORE TRUNCATE ON ledger_caseaccount
FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
ALTER TABLE ledger_caseaccount ENABLE ALWAYS TRIGGER account_with_transactions_is_kept;
ALTER TABLE ledger_caseaccount ENABLE ALWAYS TRIGGER accounts_are_not_emptied;

-- Number, case and opening day never change; a status changes by ruling C1 and C16 only, and is booked.
CREATE OR REPLACE FUNCTION check_case_account_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    door text;
    balance ledger_casebalance;
BEGIN
    IF (OLD.id, OLD.number, OLD.case_id, OLD.opened_on, OLD.created_at)
        IS DISTINCT FROM (NEW.id, NEW.number, NEW.case_id, NEW.opened_on, NEW.created_at) THEN
        PERFORM refuse('case_account_is_the_cases', jsonb_build_object('number', OLD.number));
    END IF;
    IF NEW.status <> 'closed' THEN
        NEW.closed_on := NULL;
    END IF;
    IF OLD.status = NEW.status THEN
        RETURN NEW;
    END IF;
    SELECT * INTO balance FROM ledger_casebalance WHERE case_account_id = OLD.id FOR UPDATE;
    IF NEW.status = 'closed' AND
        (balance.cost_balance <> 0 OR balance.lien_balance <> 0 OR balance.refund_liability <> 0) THEN
        PERFORM refuse('zero_balance_required', jsonb_build_object(
            'cost_balance', balance.cost_balance::numeric(14, 2), 'lien_balance', balance.lien_balance::numeric(14, 2),
            'refund_liability', balance.refund_liability::numeric(14, 2)));
    END IF;
    IF NEW.status = 'written_off' AND NOT EXISTS (
        SELECT
        FROM ledger_casetransaction
        WHERE case_account_id = OLD.id AND approved_by_id IS NOT NULL
        HAVING sum(lien_written_off) > 0 OR sum(cost_written_off) > 0
    ) THEN
        PERFORM refuse('write_off_required', jsonb_build_object('number', OLD.number));
    END IF;
    NEW.status_at := now();
    door := set_config('openlien.door', 'open', true);
    INSERT INTO ledger_caseaccountstatuschange (case_account_id, previous, status, reason, actor_id, actor_name)
    VALUES (OLD.id, OLD.status, NEW.status, NEW.status_reason, acting_user(),
        coalesce(nullif(current_setting('openlien.actor_name', true), ''), session_user));
    door := set_config('openlien.door', '', true);
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER case_account_changes_by_rule BEFORE UPDATE ON ledger_caseaccount
FOR EACH ROW EXECUTE FUNCTION check_case_account_change();
ALTER TABLE ledger_caseaccount ENABLE ALWAYS TRIGGER case_account_changes_by_rule;
