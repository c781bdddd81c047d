-- Months are closed in order, by a function that waits for the postings under way and lets none in behind it.
CREATE OR REPLACE FUNCTION close_period(wanted date, acting_user_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    door text;
    found_status text;
    earlier date;
BEGIN
    door := set_config('openlien.door', 'open', true);
    PERFORM pg_advisory_xact_lock(7004, wanted - '2000-01-01'::date);
    INSERT INTO ledger_period (month, status, reopening_reason)
    SELECT wanted, 'open', ''
    WHERE NOT EXISTS (SELECT FROM ledger_period WHERE month > wanted AND status <> 'open')
    ON CONFLICT (month) DO NOTHING;
    SELECT status INTO found_status FROM ledger_period WHERE month = wanted FOR UPDATE;
    IF found_status IS DISTINCT FROM 'open' THEN
        PERFORM refuse('period_not_open', jsonb_build_object('month', to_char(wanted, 'FMMonth YYYY'),
            'status', coalesce(found_status, 'closed')));
    END IF;
    SELECT min(month) INTO earlier FROM ledger_period WHERE month < wanted AND status = 'open';
    IF earlier IS NOT NULL THEN
        PERFORM refuse('earlier_period_open', jsonb_build_object('month', to_char(wanted, 'FMMonth YYYY'),
            'earlier', to_char(earlier, 'FMMonth YYYY')));
    END IF;
    UPDATE ledger_period
    SET status = 'closed', closed_at = clock_timestamp(), closed_by_id = acting_user_id
    WHERE month = wanted;
    INSERT INTO ledger_closingbalance (month, account_id, debit, credit)
    SELECT wanted, account_id, sum(debit), sum(credit)
    FROM (
        SELECT account_id, debit, credit
        FROM ledger_closingbalance
        WHERE month = (SELECT max(month) FROM ledger_closingbalance WHERE month < wanted)
        UNION ALL
        SELECT account_id, debit, credit
        FROM ledger_daybalance
        WHERE day < wanted + interval '1 month'
            AND day >= coalesce(
                (SELECT max(month) + interval '1 month' FROM ledger_closingbalance WHERE month < wanted), '-infinity')
    ) AS moved
    GROUP BY account_id
    -- Readers of a month find its accounts in the order of the index.
    ORDER BY account_id;
    door := set_config('openlien.door', '', true);
END $$;

CREATE OR REPLACE FUNCTION lock_period(wanted date, acting_user_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    door text;
    found_status text;
BEGIN
    door := set_config('openlien.door', 'open', true);
    SELECT status INTO found_status FROM ledger_period WHERE month = wanted FOR UPDATE;
    IF found_status IS DISTINCT FROM 'closed' THEN
        PERFORM refuse('period_not_closed', jsonb_build_object('month', to_char(wanted, 'FMMonth YYYY'),
            'status', coalesce(found_status, 'open')));
    END IF;
    UPDATE ledger_period
    SET status = 'locked', locked_at = now(), locked_by_id = acting_user_id
    WHERE month = wanted;
    door := set_config('openlien.door', '', true);
END $$;

-- Only the last closed month can open again, and never a locked one.
CREATE OR REPLACE FUNCTION reopen_period(wanted date, reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    door text;
    found_status text;
BEGIN
    door := set_config('openlien.door', 'open', true);
    SELECT status INTO found_status FROM ledger_period WHERE month = wanted FOR UPDATE;
    IF found_status IS DISTINCT FROM 'closed' THEN
        PERFORM refuse(CASE WHEN found_status = 'locked' THEN 'period_locked' ELSE 'period_not_closed' END,
            jsonb_build_object('month', to_char(wanted, 'FMMonth YYYY'), 'status', coalesce(found_status, 'open'),
                'next_open_on', next_open_day(wanted)));
    END IF;
    IF EXISTS (SELECT FROM ledger_period WHERE month > wanted AND status <> 'open') THEN
        PERFORM refuse('later_period_closed', jsonb_build_object('month', to_char(wanted, 'FMMonth YYYY')));
    END IF;
    UPDATE ledger_period
    SET status = 'open', closed_at = NULL, closed_by_id = NULL, reopening_reason = reason
    WHERE month = wanted;
    DELETE FROM ledger_closingbalance WHERE month = wanted;
    door := set_config('openlien.door', '', true);
END $$;
