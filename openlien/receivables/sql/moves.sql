-- Sums over the whole book without a row that everybody would have to write: whoever changes a kept row also adds
-- here what that moves, and never touches what stands here already. The sum over all rows is the figure, whatever was
-- folded so far. The table stays small at any size of the book: folding leaves one row for each day and stage.
-- No key, no index and no domain of the amounts, because every payment adds rows: they are only ever added out of
-- kept rows, read all together, and folded.
CREATE TABLE IF NOT EXISTS receivables_move (
    -- A row that was added has all its keys. Folding leaves one row for each key on its own: 'risk' by stage and the
    -- day from which a case is at risk, 'moved' by the last movement, 'settled' by the settlement, 'invoiced' by
    -- the invoice.
    kind text NOT NULL CHECK (kind IN ('added', 'risk', 'moved', 'settled', 'invoiced')),
    -- What open cases moved, if any did.
    stage text,
    at_risk_from date,
    moved_on date,
    settled_on date,
    cases int,
    bills int,
    open numeric,
    -- The days from 2000-01-01 to the origination of each case, added up: the ages of any day follow from it.
    originated_days bigint,
    -- What bills moved, if any did.
    invoice_on date,
    open_invoices int,
    invoiced_open numeric,
    billed numeric,
    collected numeric,
    reduction numeric,
    bad_debt numeric,
    refund_due numeric,
    concluded_billed numeric,
    concluded_collected numeric
);

-- The first day on which an open case is at risk if nothing more happens to it; infinity: never.
-- The limits are those of docs/formulas/at-risk.md; tests hold them against the policy.
CREATE OR REPLACE FUNCTION at_risk_from(stage text, originated_on date, moved_on date) RETURNS date
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN stage = 'no_longer_represent' THEN '-infinity'
        WHEN stage = 'pending' THEN originated_on + 541
        WHEN stage IN ('settled_not_disbursed', 'closed_disbursed', 'settled_prior_to_servicing') THEN 'infinity'
        ELSE greatest(originated_on + 1096, moved_on + 366)
    END
$$;

-- One row: what a case adds to the sums; nothing while it has no open bill.
CREATE OR REPLACE FUNCTION case_move(sign int, kept receivables_casesummary) RETURNS TABLE (
    kind text, stage text, at_risk_from date, moved_on date, settled_on date, cases int, bills int, open numeric,
    originated_days bigint
)
LANGUAGE sql IMMUTABLE AS $$
    SELECT
        'added',
        kept.stage::text,
        at_risk_from(kept.stage, kept.originated_on, greatest(kept.last_moved_on, kept.last_cash_on)),
        greatest(kept.last_moved_on, kept.last_cash_on),
        kept.settled_on,
        sign,
        sign * kept.open_bills,
        (sign * kept.open),
        sign * (kept.originated_on - '2000-01-01'::date)::bigint
    WHERE kept.open_bills > 0
$$;

-- One row: what a bill adds to the sums.
CREATE OR REPLACE FUNCTION bill_move(sign int, kept receivables_billbalance) RETURNS TABLE (
    kind text, invoice_on date, open_invoices int, invoiced_open numeric, billed numeric, collected numeric,
    reduction numeric, bad_debt numeric, refund_due numeric, concluded_billed numeric, concluded_collected numeric
)
LANGUAGE sql IMMUTABLE AS $$
    SELECT
        'invoiced',
        kept.invoice_on,
        CASE WHEN kept.open > 0 THEN sign ELSE 0 END,
        (sign * kept.open),
        (sign * kept.billed),
        (sign * kept.collected),
        (sign * kept.reduction),
        (sign * kept.bad_debt),
        (sign * kept.refund_due),
        (CASE WHEN kept.open = 0 THEN sign * kept.billed ELSE 0 END),
        (CASE WHEN kept.open = 0 THEN sign * kept.collected ELSE 0 END)
    WHERE kept.bill_id IS NOT NULL
$$;

-- Makes one row for each key out of all there are. One process at a time: the next one finds nothing left to do.
-- Readers and writers never wait for it, because nobody else deletes and nobody at all updates.
CREATE OR REPLACE FUNCTION fold_moves() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('receivables_fold_moves')) THEN
        RETURN;
    END IF;

    WITH gone AS (
        DELETE FROM receivables_move
        RETURNING kind, stage, at_risk_from, moved_on, settled_on, cases, bills, open, originated_days, invoice_on,
            open_invoices, invoiced_open, billed, collected, reduction, bad_debt, refund_due, concluded_billed,
            concluded_collected
    ),
    left_of_cases AS (
        INSERT INTO receivables_move (
            kind, stage, at_risk_from, moved_on, settled_on, cases, bills, open, originated_days
        )
        SELECT
            part.kind, part.stage, part.at_risk_from, part.moved_on, part.settled_on,
            sum(part.cases), sum(part.bills), sum(part.open), sum(part.originated_days)
        FROM (
            SELECT 'risk' AS kind, stage, at_risk_from, NULL::date AS moved_on, NULL::date AS settled_on,
                cases, bills, open, originated_days
            FROM gone
            WHERE kind IN ('added', 'risk')
            UNION ALL
            SELECT 'moved', NULL, NULL, moved_on, NULL, cases, bills, open, originated_days
            FROM gone
            WHERE kind IN ('added', 'moved') AND moved_on IS NOT NULL
            UNION ALL
            SELECT 'settled', stage, NULL, NULL, settled_on, cases, bills, open, originated_days
            FROM gone
            WHERE kind IN ('added', 'settled') AND stage = 'settled_not_disbursed' AND settled_on IS NOT NULL
        ) AS part
        GROUP BY part.kind, part.stage, part.at_risk_from, part.moved_on, part.settled_on
        HAVING (sum(part.cases), sum(part.bills), sum(part.open), sum(part.originated_days)) <> (0, 0, 0, 0)
    )
    INSERT INTO receivables_move (
        kind, invoice_on, open_invoices, invoiced_open, billed, collected, reduction, bad_debt, refund_due,
        concluded_billed, concluded_collected
    )
    SELECT
        'invoiced', invoice_on, sum(open_invoices), sum(invoiced_open), sum(billed), sum(collected), sum(reduction),
        sum(bad_debt), sum(refund_due), sum(concluded_billed), sum(concluded_collected)
    FROM gone
    WHERE invoice_on IS NOT NULL
    GROUP BY invoice_on
    HAVING (
        sum(open_invoices), sum(invoiced_open), sum(billed), sum(collected), sum(reduction), sum(bad_debt),
        sum(refund_due), sum(concluded_billed), sum(concluded_collected)
    ) <> (0, 0, 0, 0, 0, 0, 0, 0, 0);
END $$;

-- Folds when reading what was added since the last time begins to cost something.
CREATE OR REPLACE FUNCTION fold_moves_when_many() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF (
        SELECT count(*) > 1000
        FROM (SELECT FROM receivables_move WHERE kind = 'added' LIMIT 1001) AS added
    ) THEN
        PERFORM fold_moves();
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION fold_moves(), fold_moves_when_many() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fold_moves(), fold_moves_when_many() TO openlien_app;

-- The app reads the moves; only the triggers add to them.
REVOKE INSERT, UPDATE, DELETE ON receivables_move FROM openlien_app;
