-- What lines move, in the balances of their accounts: taken in the order of the accounts, so that postings never
-- deadlock.
CREATE OR REPLACE FUNCTION move_balances(
    accounts bigint[], days date[], debits numeric[], credits numeric[], counts bigint[]
) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_accountbalance AS kept (account_id, slot, debit, credit, lines)
    SELECT line.account_id, pg_backend_pid() % account.slots, sum(line.debit), sum(line.credit), sum(line.lines)
    FROM unnest(accounts, debits, credits, counts) AS line (account_id, debit, credit, lines)
    JOIN ledger_glaccount AS account ON account.id = line.account_id
    GROUP BY line.account_id, account.slots
    ORDER BY line.account_id
    ON CONFLICT (account_id, slot) DO UPDATE
    SET debit = kept.debit + excluded.debit,
        credit = kept.credit + excluded.credit,
        lines = kept.lines + excluded.lines;

    INSERT INTO ledger_daybalance AS kept (day, account_id, slot, debit, credit, lines)
    SELECT line.day, line.account_id, pg_backend_pid() % account.slots, sum(line.debit), sum(line.credit),
        sum(line.lines)
    FROM unnest(accounts, days, debits, credits, counts) AS line (account_id, day, debit, credit, lines)
    JOIN ledger_glaccount AS account ON account.id = line.account_id
    GROUP BY line.account_id, account.slots, line.day
    ORDER BY line.account_id, line.day
    ON CONFLICT (day, account_id, slot) DO UPDATE
    SET debit = kept.debit + excluded.debit,
        credit = kept.credit + excluded.credit,
        lines = kept.lines + excluded.lines;
END $$;

-- The same for one line of a small journal. Nearly always the rows are there, and changing them is quicker than asking.
CREATE OR REPLACE FUNCTION move_balance(account bigint, slot int, day date, debit numeric, credit numeric)
RETURNS void
LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
    UPDATE ledger_accountbalance AS kept
    SET debit = kept.debit + debit,
        credit = kept.credit + credit,
        lines = kept.lines + 1
    WHERE kept.account_id = account AND kept.slot = slot;
    IF NOT FOUND THEN
        PERFORM move_balances(ARRAY[account], ARRAY[day], ARRAY[debit], ARRAY[credit], ARRAY[1]);
        RETURN;
    END IF;

    UPDATE ledger_daybalance AS kept
    SET debit = kept.debit + debit,
        credit = kept.credit + credit,
        lines = kept.lines + 1
    WHERE kept.day = day AND kept.account_id = account AND kept.slot = slot;
    IF NOT FOUND THEN
        INSERT INTO ledger_daybalance AS kept (day, account_id, slot, debit, credit, lines)
        VALUES (day, account, slot, debit, credit, 1)
        ON CONFLICT ON CONSTRAINT ledger_daybalance_pkey DO UPDATE
        SET debit = kept.debit + excluded.debit,
            credit = kept.credit + excluded.credit,
            lines = kept.lines + 1;
    END IF;
END $$;

CREATE OR REPLACE FUNCTION refuse_unbalanced(is_two_sided boolean, debits numeric, credits numeric) RETURNS integer
LANGUAGE plpgsql AS $$
BEGIN
    IF is_two_sided THEN
        RETURN refuse('both_sides');
    END IF;
    RETURN refuse('out_of_balance', jsonb_build_object(
        'debits', debits::numeric(16, 2), 'credits', credits::numeric(16, 2),
        'difference', (debits - credits)::numeric(16, 2)));
END $$;

CREATE OR REPLACE FUNCTION is_two_sided(debit numeric, credit numeric) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT (debit > 0) = (credit > 0) OR debit < 0 OR credit < 0
$$;

-- Lines balance and have one side each; they come before their journal, because lines of a journal that is there
-- already would change it. A single posting has checked this itself.
CREATE OR REPLACE FUNCTION check_lines() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
BEGIN
    SELECT lines.*
    INTO wrong
    FROM (
        SELECT posting_id, sum(debit) AS debits, sum(credit) AS credits,
            bool_or(is_two_sided(debit, credit)) AS is_two_sided
        FROM new_rows
        GROUP BY posting_id
    ) AS lines
    WHERE lines.is_two_sided
        OR lines.debits <> lines.credits
        OR EXISTS (SELECT FROM ledger_posting WHERE id = lines.posting_id)
    LIMIT 1;
    IF FOUND AND (wrong.is_two_sided OR wrong.debits <> wrong.credits) THEN
        PERFORM refuse_unbalanced(wrong.is_two_sided, wrong.debits, wrong.credits);
    ELSIF FOUND THEN
        PERFORM refuse('books_are_append_only', jsonb_build_object('table', TG_TABLE_NAME));
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER lines_are_checked AFTER INSERT ON ledger_glentry
REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
WHEN (current_setting('openlien.door', true) IS DISTINCT FROM 'posting')
EXECUTE FUNCTION check_lines();
ALTER TABLE ledger_glentry ENABLE ALWAYS TRIGGER lines_are_checked;

CREATE OR REPLACE FUNCTION month_of(day date) RETURNS date
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT date_trunc('month', day::timestamp)::date
$$;

-- The rule that a journal breaks; none when it may stand in the books.
CREATE OR REPLACE FUNCTION broken_rule(
    lines int, total numeric, description text, entry_on date, posting_on date, type text, reverses_id uuid,
    policy text, created_by_id uuid, approved_by_id uuid, approved_at timestamptz, posted_by_id uuid
) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN lines < 2 OR total <= 0 THEN 'one_line_entry'
        WHEN description = '' THEN 'description_missing'
        WHEN posting_on < entry_on THEN 'posting_before_entry'
        WHEN (type = 'reversal') <> (reverses_id IS NOT NULL) THEN 'unknown_journal'
        WHEN type NOT IN ('charge', 'payment', 'adjustment', 'accrual', 'settlement', 'interest', 'funding',
            'reversal', 'refund') OR policy NOT IN ('', 'template', 'threshold') THEN 'unknown_type'
        WHEN approved_by_id = created_by_id THEN 'self_approval'
        WHEN policy <> '' THEN NULL
        WHEN approved_by_id IS NULL OR approved_at IS NULL THEN 'approval_required'
        WHEN posted_by_id = approved_by_id THEN 'poster_is_approver'
        WHEN posted_by_id = created_by_id THEN 'poster_is_creator'
    END
$$;

-- The rules of journals, for large requests and for whoever gets a journal in beside the door.
CREATE OR REPLACE FUNCTION check_postings() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    broken text;
BEGIN
    SELECT broken_rule(lines, total, description, entry_on, posting_on, type, reverses_id, policy, created_by_id,
        approved_by_id, approved_at, posted_by_id)
    INTO broken
    FROM new_rows
    WHERE broken_rule(lines, total, description, entry_on, posting_on, type, reverses_id, policy, created_by_id,
        approved_by_id, approved_at, posted_by_id) IS NOT NULL
    LIMIT 1;
    IF FOUND THEN
        PERFORM refuse(broken);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER postings_are_checked AFTER INSERT ON ledger_posting
REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
WHEN (current_setting('openlien.door', true) IS DISTINCT FROM 'posting')
EXECUTE FUNCTION check_postings();
ALTER TABLE ledger_posting ENABLE ALWAYS TRIGGER postings_are_checked;

-- The totals of a case account follow its transactions. The oldest unpaid charge is found by paying the charges
-- in the order of their days.
CREATE OR REPLACE FUNCTION keep_case_balances() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    changed uuid[] := ARRAY(SELECT DISTINCT case_account_id FROM new_rows ORDER BY case_account_id);
    closed_account text;
    found_accounts int;
BEGIN
    PERFORM 1
    FROM ledger_casebalance
    WHERE case_account_id = ANY (changed)
    ORDER BY case_account_id
    FOR UPDATE;
    GET DIAGNOSTICS found_accounts = ROW_COUNT;
    IF found_accounts <> cardinality(changed) THEN
        PERFORM refuse('unknown_case_account', '{}');
    END IF;
    SELECT number INTO closed_account
    FROM ledger_caseaccount
    WHERE id = ANY (changed) AND status = 'closed'
    LIMIT 1;
    IF FOUND THEN
        PERFORM refuse('case_account_closed', jsonb_build_object('number', closed_account));
    END IF;

    UPDATE ledger_casebalance AS kept
    SET retail = kept.retail + moved.retail,
        contracted = kept.contracted + moved.contracted,
        reductions = kept.reductions + moved.reduction,
        payments = kept.payments + moved.payment,
        refund_due = kept.refund_due + moved.refund_due,
        refund_paid = kept.refund_paid + moved.refund_paid,
        cost_written_off = kept.cost_written_off + moved.cost_written_off,
        lien_written_off = kept.lien_written_off + moved.lien_written_off,
        charges_of_unknown_cost = kept.charges_of_unknown_cost + moved.charges_of_unknown_cost,
        transactions = kept.transactions + moved.transactions,
        last_activity_on = greatest(kept.last_activity_on, moved.last_activity_on),
        oldest_unpaid_on = oldest_unpaid_charge(kept.case_account_id,
            kept.reductions + moved.reduction + kept.lien_written_off + moved.lien_written_off
            + kept.payments + moved.payment - kept.refund_due - moved.refund_due)
    FROM (
        SELECT
            case_account_id,
            sum(new_rows.retail) AS retail,
            sum(new_rows.contracted) AS contracted,
            sum(new_rows.reduction) AS reduction,
            sum(new_rows.payment) AS payment,
            sum(new_rows.refund_due) AS refund_due,
            sum(new_rows.refund_paid) AS refund_paid,
            sum(new_rows.cost_written_off) AS cost_written_off,
            sum(new_rows.lien_written_off) AS lien_written_off,
            sum(CASE WHEN is_cost_unknown THEN sign(new_rows.retail) ELSE 0 END)::int AS charges_of_unknown_cost,
            count(*)::int AS transactions,
            max(occurred_on) AS last_activity_on
        FROM new_rows
        GROUP BY case_account_id
    ) AS moved
    WHERE kept.case_account_id = moved.case_account_id;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION oldest_unpaid_charge(account uuid, covered numeric) RETURNS date
LANGUAGE sql STABLE AS $$
    SELECT min(occurred_on)
    FROM (
        SELECT occurred_on, sum(retail) OVER (ORDER BY occurred_on, id) AS charged
        FROM ledger_casetransaction
        WHERE case_account_id = account AND retail <> 0
    ) AS charges
    WHERE charged > covered
$$;

CREATE OR REPLACE TRIGGER transactions_move_case_balances AFTER INSERT ON ledger_casetransaction
REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_case_balances();
ALTER TABLE ledger_casetransaction ENABLE ALWAYS TRIGGER transactions_move_case_balances;
