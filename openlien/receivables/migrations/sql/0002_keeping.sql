-- A payment leaves its rows on their pages, where no index has to follow, as long as a page has room for them.
ALTER TABLE receivables_casesummary SET (fillfactor = 75);
ALTER TABLE receivables_billbalance SET (fillfactor = 85);

-- The kept rows follow the facts inside the writing transaction. Whoever changes figures of a case first locks its
-- summary, in the order of the ids and in a statement of its own: the next statement then sees what the one before
-- in the queue committed, so that two payments on different bills of a case never lose an update.
CREATE OR REPLACE FUNCTION lock_case_summaries(changed uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1
    FROM receivables_casesummary
    WHERE case_id = ANY (changed)
    ORDER BY case_id
    FOR UPDATE;
END $$;

CREATE OR REPLACE FUNCTION refresh_case_summaries(changed uuid[]) RETURNS void
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    WITH changed_rows AS (
        UPDATE receivables_casesummary AS kept
        SET stage = told.stage,
            law_firm_id = told.law_firm_id,
            state = told.state,
            payoff_status = told.payoff_status,
            stage_is_sighting = told.stage_is_sighting,
            stage_on = told.stage_on,
            originated_on = told.originated_on,
            last_moved_on = told.last_moved_on,
            last_cash_on = told.last_cash_on,
            settled_on = told.settled_on,
            existing_since = told.existing_since,
            known_since = told.known_since,
            last_fact_on = told.last_fact_on,
            bills = told.bills,
            open_bills = told.open_bills,
            open_invoice_days = told.open_invoice_days,
            open_dollar_days = told.open_dollar_days,
            open = told.open,
            billed = told.billed,
            collected = told.collected,
            reduction = told.reduction,
            bad_debt = told.bad_debt,
            refund_due = told.refund_due,
            concluded_billed = told.concluded_billed,
            concluded_collected = told.concluded_collected
        FROM case_summaries_from_bills('infinity') AS told
        WHERE kept.case_id = ANY (changed)
            AND told.case_id = kept.case_id
        RETURNING WITH (OLD AS before, NEW AS after) before, after
    )
    INSERT INTO receivables_move (
        kind, stage, at_risk_from, moved_on, settled_on, cases, bills, open, originated_days
    )
    SELECT
        move.kind, move.stage, move.at_risk_from, move.moved_on, move.settled_on,
        sum(move.cases), sum(move.bills), sum(move.open), sum(move.originated_days)
    FROM changed_rows
    CROSS JOIN LATERAL (VALUES (-1, changed_rows.before), (1, changed_rows.after)) AS image (sign, kept)
    CROSS JOIN LATERAL case_move(image.sign, image.kept) AS move
    GROUP BY move.kind, move.stage, move.at_risk_from, move.moved_on, move.settled_on
    HAVING (sum(move.cases), sum(move.bills), sum(move.open), sum(move.originated_days)) <> (0, 0, 0, 0);

    IF cardinality(changed) > 1000 THEN
        PERFORM fold_moves();
    END IF;
END $$;

CREATE OR REPLACE FUNCTION refresh_bill_balances(changed uuid[]) RETURNS void
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    WITH changed_rows AS (
        UPDATE receivables_billbalance AS kept
        SET case_id = told.case_id,
            provider_group_id = told.provider_group_id,
            tranche = told.tranche,
            payoff_status = told.payoff_status,
            invoice_on = told.invoice_on,
            originated_on = told.originated_on,
            settled_on = told.settled_on,
            last_cash_on = told.last_cash_on,
            last_fact_on = told.last_fact_on,
            billed = told.billed,
            collected = told.collected,
            reduction = told.reduction,
            bad_debt = told.bad_debt,
            open = told.open,
            refund_due = told.refund_due
        FROM bill_balances_from_facts('infinity') AS told
        WHERE kept.bill_id = ANY (changed)
            AND told.bill_id = kept.bill_id
        RETURNING WITH (OLD AS before, NEW AS after) before, after
    )
    INSERT INTO receivables_move (
        kind, invoice_on, open_invoices, invoiced_open, billed, collected, reduction, bad_debt, refund_due,
        concluded_billed, concluded_collected
    )
    SELECT
        move.kind, move.invoice_on, sum(move.open_invoices), sum(move.invoiced_open), sum(move.billed),
        sum(move.collected), sum(move.reduction), sum(move.bad_debt), sum(move.refund_due),
        sum(move.concluded_billed), sum(move.concluded_collected)
    FROM changed_rows
    CROSS JOIN LATERAL (VALUES (-1, changed_rows.before), (1, changed_rows.after)) AS image (sign, kept)
    CROSS JOIN LATERAL bill_move(image.sign, image.kept) AS move
    GROUP BY move.kind, move.invoice_on
    HAVING (
        sum(move.open_invoices), sum(move.invoiced_open), sum(move.billed), sum(move.collected),
        sum(move.reduction), sum(move.bad_debt), sum(move.refund_due), sum(move.concluded_billed),
        sum(move.concluded_collected)
    ) <> (0, 0, 0, 0, 0, 0, 0, 0, 0);
END $$;

-- Cases.
CREATE OR REPLACE FUNCTION add_case_summaries(added uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO receivables_casesummary
    SELECT told.*
    FROM case_summaries_from_bills('infinity') AS told
    WHERE told.case_id = ANY (added);
END $$;

CREATE OR REPLACE FUNCTION forget_case_summaries(gone_cases uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    WITH gone AS (
        DELETE FROM receivables_casesummary AS kept
        WHERE case_id = ANY (gone_cases)
        RETURNING kept
    )
    INSERT INTO receivables_move (
        kind, stage, at_risk_from, moved_on, settled_on, cases, bills, open, originated_days
    )
    SELECT
        move.kind, move.stage, move.at_risk_from, move.moved_on, move.settled_on,
        sum(move.cases), sum(move.bills), sum(move.open), sum(move.originated_days)
    FROM gone
    CROSS JOIN LATERAL case_move(-1, gone.kept) AS move
    GROUP BY move.kind, move.stage, move.at_risk_from, move.moved_on, move.settled_on
    HAVING (sum(move.cases), sum(move.bills), sum(move.open), sum(move.originated_days)) <> (0, 0, 0, 0);
END $$;

CREATE OR REPLACE FUNCTION summarise_new_cases() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM add_case_summaries(ARRAY(SELECT id FROM new_rows));
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER summary_follows_new_cases AFTER INSERT ON cases_case
REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION summarise_new_cases();

-- A withdrawn case has no summary; it gets one anew, without open bills, when its export comes again.
CREATE OR REPLACE FUNCTION summarise_changed_cases() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    withdrawn uuid[] := ARRAY(
        SELECT new_rows.id
        FROM new_rows
        JOIN old_rows ON old_rows.id = new_rows.id
        WHERE new_rows.withdrawn_at IS NOT NULL AND old_rows.withdrawn_at IS NULL
    );
    revived uuid[] := ARRAY(
        SELECT new_rows.id
        FROM new_rows
        JOIN old_rows ON old_rows.id = new_rows.id
        WHERE new_rows.withdrawn_at IS NULL AND old_rows.withdrawn_at IS NOT NULL
    );
    changed uuid[] := ARRAY(
        SELECT new_rows.id
        FROM new_rows
        JOIN old_rows ON old_rows.id = new_rows.id
        WHERE new_rows.withdrawn_at IS NULL
            AND old_rows.withdrawn_at IS NULL
            AND (old_rows.law_firm_id, old_rows.state, old_rows.opened_on)
                IS DISTINCT FROM (new_rows.law_firm_id, new_rows.state, new_rows.opened_on)
    );
BEGIN
    IF cardinality(withdrawn) > 0 THEN
        PERFORM forget_case_summaries(withdrawn);
    END IF;
    IF cardinality(revived) > 0 THEN
        PERFORM add_case_summaries(revived);
    END IF;
    IF cardinality(changed) > 0 THEN
        PERFORM lock_case_summaries(changed);
        PERFORM refresh_case_summaries(changed);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER summary_follows_changed_cases AFTER UPDATE ON cases_case
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION summarise_changed_cases();

CREATE OR REPLACE FUNCTION forget_deleted_cases() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM forget_case_summaries(ARRAY(SELECT id FROM old_rows));
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER summary_follows_deleted_cases AFTER DELETE ON cases_case
REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION forget_deleted_cases();

-- Stages.
CREATE OR REPLACE FUNCTION summarise_changed_stages() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    changed uuid[] := ARRAY(SELECT DISTINCT case_id FROM changed_rows);
BEGIN
    PERFORM lock_case_summaries(changed);
    PERFORM refresh_case_summaries(changed);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER summary_follows_new_stages AFTER INSERT ON cases_stagechange
REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION summarise_changed_stages();
CREATE OR REPLACE TRIGGER summary_follows_deleted_stages AFTER DELETE ON cases_stagechange
REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION summarise_changed_stages();

-- Bills.
CREATE OR REPLACE FUNCTION balance_new_bills() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    changed uuid[] := ARRAY(SELECT DISTINCT case_id FROM new_rows);
BEGIN
    PERFORM lock_case_summaries(changed);
    WITH balances AS (
        INSERT INTO receivables_billbalance AS kept
        SELECT told.*
        FROM bill_balances_from_facts('infinity') AS told
        WHERE told.bill_id = ANY (ARRAY(SELECT id FROM new_rows))
        RETURNING kept
    )
    INSERT INTO receivables_move (
        kind, invoice_on, open_invoices, invoiced_open, billed, collected, reduction, bad_debt, refund_due,
        concluded_billed, concluded_collected
    )
    SELECT
        move.kind, move.invoice_on, sum(move.open_invoices), sum(move.invoiced_open), sum(move.billed),
        sum(move.collected), sum(move.reduction), sum(move.bad_debt), sum(move.refund_due),
        sum(move.concluded_billed), sum(move.concluded_collected)
    FROM balances
    CROSS JOIN LATERAL bill_move(1, balances.kept) AS move
    GROUP BY move.kind, move.invoice_on
    HAVING (
        sum(move.open_invoices), sum(move.invoiced_open), sum(move.billed), sum(move.collected),
        sum(move.reduction), sum(move.bad_debt), sum(move.refund_due), sum(move.concluded_billed),
        sum(move.concluded_collected)
    ) <> (0, 0, 0, 0, 0, 0, 0, 0, 0);
    PERFORM refresh_case_summaries(changed);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER balance_follows_new_bills AFTER INSERT ON cases_bill
REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION balance_new_bills();

CREATE OR REPLACE FUNCTION balance_changed_bills() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    changed uuid[] := ARRAY(SELECT case_id FROM old_rows UNION SELECT case_id FROM new_rows);
BEGIN
    PERFORM lock_case_summaries(changed);
    PERFORM refresh_bill_balances(ARRAY(SELECT id FROM new_rows));
    PERFORM refresh_case_summaries(changed);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER balance_follows_changed_bills AFTER UPDATE ON cases_bill
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION balance_changed_bills();

CREATE OR REPLACE FUNCTION forget_deleted_bills() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    changed uuid[] := ARRAY(SELECT DISTINCT case_id FROM old_rows);
BEGIN
    PERFORM lock_case_summaries(changed);
    WITH gone AS (
        DELETE FROM receivables_billbalance AS kept
        WHERE bill_id IN (SELECT id FROM old_rows)
        RETURNING kept
    )
    INSERT INTO receivables_move (
        kind, invoice_on, open_invoices, invoiced_open, billed, collected, reduction, bad_debt, refund_due,
        concluded_billed, concluded_collected
    )
    SELECT
        move.kind, move.invoice_on, sum(move.open_invoices), sum(move.invoiced_open), sum(move.billed),
        sum(move.collected), sum(move.reduction), sum(move.bad_debt), sum(move.refund_due),
        sum(move.concluded_billed), sum(move.concluded_collected)
    FROM gone
    CROSS JOIN LATERAL bill_move(-1, gone.kept) AS move
    GROUP BY move.kind, move.invoice_on
    HAVING (
        sum(move.open_invoices), sum(move.invoiced_open), sum(move.billed), sum(move.collected),
        sum(move.reduction), sum(move.bad_debt), sum(move.refund_due), sum(move.concluded_billed),
        sum(move.concluded_collected)
    ) <> (0, 0, 0, 0, 0, 0, 0, 0, 0);
    PERFORM refresh_case_summaries(changed);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER balance_follows_deleted_bills AFTER DELETE ON cases_bill
REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION forget_deleted_bills();

-- Money. Cash moves the kept rows by what it adds: reading a case afresh for each payment would cost more than the
-- payment itself. A few parts go row by row, because simple statements take half the time of one that handles sets; many
-- go set by set, each bill and each case written once.
CREATE OR REPLACE FUNCTION balance_many_paid_bills(paid_bills uuid[], amounts numeric[], days date[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    changed uuid[] := ARRAY(SELECT DISTINCT case_id FROM receivables_billbalance WHERE bill_id = ANY (paid_bills));
BEGIN
    PERFORM lock_case_summaries(changed);
    WITH paid AS (
        SELECT
            bill_id,
            sum(amount) AS amount,
            max(day) FILTER (WHERE amount > 0) AS last_cash_on,
            max(day) AS last_on
        FROM unnest(paid_bills, amounts, days) AS part (bill_id, amount, day)
        GROUP BY bill_id
    ),
    changed_rows AS (
        UPDATE receivables_billbalance AS kept
        SET collected = kept.collected + paid.amount,
            open = greatest(0, kept.billed - kept.collected - paid.amount - kept.reduction - kept.bad_debt),
            refund_due = refund_due_of(
                kept.bill_id, kept.billed, kept.collected + paid.amount, kept.reduction, 'infinity'
            ),
            last_cash_on = greatest(kept.last_cash_on, paid.last_cash_on),
            last_fact_on = greatest(kept.last_fact_on, paid.last_on)
        FROM paid
        WHERE kept.bill_id = paid.bill_id
        RETURNING WITH (OLD AS before, NEW AS after) before, after
    )
    INSERT INTO receivables_move (
        kind, invoice_on, open_invoices, invoiced_open, billed, collected, reduction, bad_debt, refund_due,
        concluded_billed, concluded_collected
    )
    SELECT
        move.kind, move.invoice_on, sum(move.open_invoices), sum(move.invoiced_open), sum(move.billed),
        sum(move.collected), sum(move.reduction), sum(move.bad_debt), sum(move.refund_due),
        sum(move.concluded_billed), sum(move.concluded_collected)
    FROM changed_rows
    CROSS JOIN LATERAL (VALUES (-1, changed_rows.before), (1, changed_rows.after)) AS image (sign, kept)
    CROSS JOIN LATERAL bill_move(image.sign, image.kept) AS move
    GROUP BY move.kind, move.invoice_on;

    WITH told AS (
        SELECT
            case_id,
            count(*) FILTER (WHERE open > 0)::int AS open_bills,
            coalesce(sum(invoice_on - '2000-01-01'::date) FILTER (WHERE open > 0), 0) AS open_invoice_days,
            coalesce(sum(open * (invoice_on - '2000-01-01'::date)), 0) AS open_dollar_days,
            same_or_mixed(
                min(payoff_status) FILTER (WHERE open > 0), max(payoff_status) FILTER (WHERE open > 0)
            ) AS payoff_status,
            min(settled_on) FILTER (WHERE open > 0) AS settled_on,
            max(last_cash_on) AS last_cash_on,
            max(last_fact_on) AS last_fact_on,
            sum(open) AS open,
            sum(collected) AS collected,
            sum(refund_due) AS refund_due,
            coalesce(sum(billed) FILTER (WHERE open = 0), 0) AS concluded_billed,
            coalesce(sum(collected) FILTER (WHERE open = 0), 0) AS concluded_collected
        FROM receivables_billbalance
        WHERE case_id = ANY (changed)
        GROUP BY case_id
    ),
    changed_rows AS (
        UPDATE receivables_casesummary AS kept
        SET open_bills = told.open_bills,
            open_invoice_days = told.open_invoice_days,
            open_dollar_days = told.open_dollar_days,
            payoff_status = told.payoff_status,
            settled_on = told.settled_on,
            last_cash_on = told.last_cash_on,
            last_fact_on = greatest(kept.last_fact_on, told.last_fact_on),
            open = told.open,
            collected = told.collected,
            refund_due = told.refund_due,
            concluded_billed = told.concluded_billed,
            concluded_collected = told.concluded_collected
        FROM told
        WHERE kept.case_id = told.case_id
        RETURNING WITH (OLD AS before, NEW AS after) before, after
    )
    INSERT INTO receivables_move (
        kind, stage, at_risk_from, moved_on, settled_on, cases, bills, open, originated_days
    )
    SELECT
        move.kind, move.stage, move.at_risk_from, move.moved_on, move.settled_on,
        sum(move.cases), sum(move.bills), sum(move.open), sum(move.originated_days)
    FROM changed_rows
    CROSS JOIN LATERAL (VALUES (-1, changed_rows.before), (1, changed_rows.after)) AS image (sign, kept)
    CROSS JOIN LATERAL case_move(image.sign, image.kept) AS move
    GROUP BY move.kind, move.stage, move.at_risk_from, move.moved_on, move.settled_on
    HAVING (sum(move.cases), sum(move.bills), sum(move.open), sum(move.originated_days)) <> (0, 0, 0, 0);

    IF cardinality(changed) > 1000 THEN
        PERFORM fold_moves();
    END IF;
END $$;

CREATE OR REPLACE FUNCTION balance_paid_bills() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    part record;
    moved record;
    matter record;
BEGIN
    IF EXISTS (SELECT FROM new_rows OFFSET 50) THEN
        SELECT
            array_agg(new_rows.bill_id) AS bills, array_agg(new_rows.amount::numeric) AS amounts,
            array_agg(receipt.deposited_on) AS days
        INTO part
        FROM new_rows
        JOIN payments_receipt AS receipt ON receipt.id = new_rows.receipt_id;
        PERFORM balance_many_paid_bills(part.bills, part.amounts, part.days);
        RETURN NULL;
    END IF;

    FOR part IN
        SELECT receipt.case_id, new_rows.bill_id, new_rows.amount, receipt.deposited_on
        FROM new_rows
        JOIN payments_receipt AS receipt ON receipt.id = new_rows.receipt_id
        ORDER BY receipt.case_id, new_rows.bill_id
    LOOP
        -- In a statement of its own: a cursor that locks skips a row which the loop itself has updated.
        PERFORM 1 FROM receivables_casesummary WHERE case_id = part.case_id FOR UPDATE;

        UPDATE receivables_billbalance AS kept
        SET collected = kept.collected + part.amount,
            open = greatest(0, kept.billed - kept.collected - part.amount - kept.reduction - kept.bad_debt),
            refund_due = refund_due_of(
                kept.bill_id, kept.billed, kept.collected + part.amount, kept.reduction, 'infinity'
            ),
            last_cash_on = CASE
                WHEN part.amount > 0 THEN greatest(kept.last_cash_on, part.deposited_on)
                ELSE kept.last_cash_on
            END,
            last_fact_on = greatest(kept.last_fact_on, part.deposited_on)
        WHERE kept.bill_id = part.bill_id
        RETURNING WITH (OLD AS before, NEW AS after)
            after.invoice_on,
            after.invoice_on - '2000-01-01'::date AS invoice_day,
            after.last_cash_on,
            after.settled_on,
            after.open - before.open AS open,
            after.refund_due - before.refund_due AS refund_due,
            (after.open > 0)::int - (before.open > 0)::int AS open_bills,
            CASE WHEN after.open = 0 THEN after.billed ELSE 0 END
                - CASE WHEN before.open = 0 THEN before.billed ELSE 0 END AS concluded_billed,
            CASE WHEN after.open = 0 THEN after.collected ELSE 0 END
                - CASE WHEN before.open = 0 THEN before.collected ELSE 0 END AS concluded_collected
        INTO moved;

        UPDATE receivables_casesummary
        SET last_cash_on = greatest(last_cash_on, moved.last_cash_on),
            last_fact_on = greatest(last_fact_on, part.deposited_on),
            collected = collected + part.amount,
            open = open + moved.open,
            open_dollar_days = open_dollar_days + moved.open * moved.invoice_day,
            refund_due = refund_due + moved.refund_due,
            open_bills = open_bills + moved.open_bills,
            open_invoice_days = open_invoice_days + moved.open_bills * moved.invoice_day,
            concluded_billed = concluded_billed + moved.concluded_billed,
            concluded_collected = concluded_collected + moved.concluded_collected,
            payoff_status = CASE WHEN open_bills + moved.open_bills > 0 THEN payoff_status ELSE '' END,
            settled_on = CASE WHEN open_bills + moved.open_bills > 0 THEN settled_on END
        WHERE case_id = part.case_id
        RETURNING WITH (OLD AS before, NEW AS after)
            after.stage,
            after.payoff_status,
            after.originated_on,
            after.originated_on - '2000-01-01'::date AS originated_day,
            greatest(before.last_moved_on, before.last_cash_on) AS moved_before,
            greatest(after.last_moved_on, after.last_cash_on) AS moved_after,
            before.settled_on AS settled_before,
            after.settled_on AS settled_after,
            (before.open_bills > 0)::int AS cases_before,
            (after.open_bills > 0)::int AS cases_after,
            before.open_bills AS bills_before,
            after.open_bills AS bills_after,
            before.open AS open_before,
            after.open AS open_after
        INTO matter;

        -- What the open bills have in common does not move by a difference: it is read where the bill that was
        -- concluded may have been the one that differed, or where one is open again.
        IF moved.open_bills > 0 OR (
            moved.open_bills < 0
            AND matter.bills_after > 0
            AND (matter.payoff_status = 'mixed' OR moved.settled_on = matter.settled_after)
        ) THEN
            UPDATE receivables_casesummary
            SET (payoff_status, settled_on) = (
                SELECT same_or_mixed(min(payoff_status), max(payoff_status)), min(settled_on)
                FROM receivables_billbalance
                WHERE case_id = part.case_id
                    AND open > 0
            )
            WHERE case_id = part.case_id
            RETURNING settled_on
            INTO matter.settled_after;
        END IF;

        -- As case_move() and bill_move() say it, written out and together, because this is the way that has to be
        -- quick. A case without open bills adds zeros.
        INSERT INTO receivables_move
        VALUES
            (
                'added', matter.stage, at_risk_from(matter.stage, matter.originated_on, matter.moved_before),
                matter.moved_before, matter.settled_before, -matter.cases_before, -matter.bills_before,
                -matter.open_before, -matter.cases_before * matter.originated_day,
                moved.invoice_on, moved.open_bills, moved.open, 0, part.amount, 0, 0, moved.refund_due,
                moved.concluded_billed, moved.concluded_collected
            ),
            (
                'added', matter.stage, at_risk_from(matter.stage, matter.originated_on, matter.moved_after),
                matter.moved_after, matter.settled_after, matter.cases_after, matter.bills_after,
                matter.open_after, matter.cases_after * matter.originated_day,
                NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
            );
    END LOOP;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER balance_follows_payments AFTER INSERT ON payments_allocation
REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION balance_paid_bills();

CREATE OR REPLACE FUNCTION balance_adjusted_bills() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    adjusted uuid[] := ARRAY(SELECT DISTINCT bill_id FROM changed_rows);
    changed uuid[] := ARRAY(SELECT DISTINCT case_id FROM receivables_billbalance WHERE bill_id = ANY (adjusted));
BEGIN
    PERFORM lock_case_summaries(changed);
    PERFORM refresh_bill_balances(adjusted);
    PERFORM refresh_case_summaries(changed);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER balance_follows_deleted_payments AFTER DELETE ON payments_allocation
REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION balance_adjusted_bills();
CREATE OR REPLACE TRIGGER balance_follows_adjustments AFTER INSERT ON payments_adjustment
REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION balance_adjusted_bills();
CREATE OR REPLACE TRIGGER balance_follows_deleted_adjustments AFTER DELETE ON payments_adjustment
REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION balance_adjusted_bills();

-- The app reads the kept rows and never writes them.
REVOKE INSERT, UPDATE, DELETE ON receivables_billbalance, receivables_casesummary FROM openlien_app;
