-- Case transactions of a request: one row for what each event does to each case account.
CREATE OR REPLACE FUNCTION move_cases(
    acting_user_id uuid, today date,
    moved_postings uuid[], moved_keys text[], moved_contents text[], moved_days date[], moved_descriptions text[],
    moved_approvers uuid[], moved_cases uuid[], moved_retail numeric[], moved_contracted numeric[],
    moved_reduction numeric[], moved_payment numeric[], moved_refund_due numeric[], moved_refund_paid numeric[],
    moved_cost_written_off numeric[], moved_lien_written_off numeric[], moved_unknown boolean[]
) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_casetransaction (
        posting_id, key, event, content, occurred_on, description, approved_by_id, case_account_id, retail, contracted,
        reduction, payment, refund_due, refund_paid, cost_written_off, lien_written_off, is_cost_unknown,
        recorded_by_id
    )
    SELECT
        moved.posting, moved.key, event_of(moved.key), decode(moved.content, 'hex'),
        past_day(moved.occurred_on, today), coalesce(moved.description, ''), moved.approver, moved.account,
        moved.retail, moved.contracted, moved.reduction, moved.payment, moved.refund_due, moved.refund_paid,
        moved.cost_written_off, moved.lien_written_off, moved.is_unknown, acting_user_id
    FROM unnest(
        moved_postings, moved_keys, moved_contents, moved_days, moved_descriptions, moved_approvers, moved_cases,
        moved_retail, moved_contracted, moved_reduction, moved_payment, moved_refund_due, moved_refund_paid,
        moved_cost_written_off, moved_lien_written_off, moved_unknown
    ) AS moved (
        posting, key, content, occurred_on, description, approver, account, retail, contracted, reduction, payment,
        refund_due, refund_paid, cost_written_off, lien_written_off, is_unknown
    );
END $$;

-- A key begins with the name of its event: "PaymentReceived:..." is a payment received.
CREATE OR REPLACE FUNCTION event_of(key text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT split_part(key, ':', 1)
$$;

CREATE OR REPLACE FUNCTION approval_time(paper uuid, approver uuid) RETURNS timestamptz
LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN approver IS NULL THEN NULL
        WHEN paper IS NULL THEN now()
        ELSE (SELECT approved_at FROM ledger_journalentry WHERE id = paper)
    END
$$;

-- Of two small requests with one key the second waits for the first; of two large ones the unique index stops one.
CREATE OR REPLACE FUNCTION wait_for_keys(keys text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    waited_for text;
BEGIN
    IF cardinality(keys) = 1 THEN
        waited_for := pg_advisory_xact_lock(hashtextextended(keys[1], 7003))::text;
        RETURN;
    END IF;
    FOR waited_for IN SELECT DISTINCT key FROM unnest(keys) AS key ORDER BY key LOOP
        waited_for := pg_advisory_xact_lock(hashtextextended(waited_for, 7003))::text;
    END LOOP;
END $$;

-- The journals and memos that used these keys before. A key belongs to one content for ever.
CREATE OR REPLACE FUNCTION earlier_journals(keys text[], contents text[])
RETURNS TABLE (key text, id uuid, year int, serial int, is_new boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    IF EXISTS (
        SELECT
        FROM unnest(keys, contents) AS given (key, content)
        LEFT JOIN ledger_posting AS posting ON posting.key = given.key
        LEFT JOIN ledger_casetransaction AS moved ON moved.key = given.key
        WHERE coalesce(posting.content, moved.content) <> decode(given.content, 'hex')
    ) THEN
        PERFORM refuse('idempotency_key_reused', '{}');
    END IF;
    RETURN QUERY
    SELECT DISTINCT given.key, posting.id, seal.year::int, (seal.first_serial + posting.place)::int, false
    FROM unnest(keys) AS given (key)
    LEFT JOIN ledger_posting AS posting ON posting.key = given.key
    LEFT JOIN ledger_seal AS seal ON seal.id = posting.seal_id
    WHERE posting.id IS NOT NULL
        OR EXISTS (SELECT FROM ledger_casetransaction WHERE key = given.key);
END $$;

CREATE OR REPLACE FUNCTION past_day(day date, today date) RETURNS date
LANGUAGE sql AS $$
    SELECT CASE WHEN day > today
        THEN day - 0 * refuse('future_entry_date', jsonb_build_object('entry_on', day, 'today', today))
        ELSE day
    END
$$;

CREATE OR REPLACE FUNCTION refuse_account(number text) RETURNS bigint
LANGUAGE plpgsql AS $$
BEGIN
    RETURN refuse(
        CASE WHEN EXISTS (SELECT FROM ledger_glaccount AS account WHERE account.number = refuse_account.number)
            THEN 'account_inactive' ELSE 'unknown_account' END,
        jsonb_build_object('account', number));
END $$;

CREATE OR REPLACE FUNCTION refuse_template(code text, policy text) RETURNS uuid
LANGUAGE plpgsql AS $$
DECLARE
    template ledger_journaltemplate;
BEGIN
    SELECT * INTO template FROM ledger_journaltemplate AS known WHERE known.code = refuse_template.code;
    PERFORM refuse(
        CASE
            WHEN NOT FOUND THEN 'template_missing'
            WHEN NOT template.is_active THEN 'template_inactive'
            ELSE 'approval_required'
        END,
        jsonb_build_object('template', code));
    RETURN NULL;
END $$;

-- Refuses closed months and keeps the others open until the request ends: closing takes the same lock exclusively.
-- An advisory lock, because the queue for it is fair: by row locks, steady postings could keep a closing out for ever.
CREATE OR REPLACE FUNCTION hold_period_open(day date) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    wanted date := date_trunc('month', day::timestamp);
    waited_for text := pg_advisory_xact_lock_shared(7004, wanted - '2000-01-01'::date)::text;
    found_status text;
BEGIN
    SELECT status INTO found_status FROM ledger_period WHERE month = wanted;
    IF found_status = 'open' THEN
        RETURN;
    ELSIF NOT FOUND THEN
        INSERT INTO ledger_period (month, status, reopening_reason)
        SELECT wanted, 'open', ''
        WHERE NOT EXISTS (SELECT FROM ledger_period WHERE month > wanted AND status <> 'open')
        ON CONFLICT (month) DO NOTHING;
        SELECT status INTO found_status FROM ledger_period WHERE month = wanted;
    END IF;
    IF found_status IS DISTINCT FROM 'open' THEN
        PERFORM refuse(CASE WHEN found_status = 'locked' THEN 'period_locked' ELSE 'period_closed' END,
            jsonb_build_object('month', to_char(wanted, 'FMMonth YYYY'), 'next_open_on', next_open_day(wanted)));
    END IF;
END $$;

CREATE OR REPLACE FUNCTION hold_periods_open(days date[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    wanted date;
BEGIN
    FOR wanted IN SELECT DISTINCT month_of(day) FROM unnest(days) AS day ORDER BY 1 LOOP
        PERFORM hold_period_open(wanted);
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION next_open_day(month date) RETURNS date
LANGUAGE sql STABLE AS $$
    SELECT greatest(
        next_open_day.month,
        (SELECT (max(closed.month) + interval '1 month')::date FROM ledger_period AS closed WHERE status <> 'open')
    )
$$;

-- Takes the chain head of the year, gives the numbers, and closes the request's entries into the chain.
-- Requests queue for an advisory lock: it is fair, and whoever gets it finds the head as the one before left it.
CREATE OR REPLACE FUNCTION seal_entries(
    seal bigint, seal_year int, entries int, last_hash bytea,
    acting_user_id uuid, acting_name text, acting_source text, acting_request text
) RETURNS int
LANGUAGE plpgsql AS $$
DECLARE
    first_of_seal int;
    waited_for text := pg_advisory_xact_lock(7005, seal_year)::text;
BEGIN
    LOOP
        WITH head AS (
            UPDATE ledger_chainhead
            SET last_serial = last_serial + entries,
                hash = seal_hash(hash, seal_year, last_serial + 1, entries, last_hash)
            WHERE year = seal_year
            RETURNING OLD.hash AS previous_hash, NEW.hash AS hash, OLD.last_serial + 1 AS first_serial
        )
        INSERT INTO ledger_seal (
            id, year, first_serial, entries, previous_hash, hash, actor_id, actor_name, source, request_id
        )
        SELECT seal, seal_year, first_serial, entries, previous_hash, hash, acting_user_id, acting_name, acting_source,
            acting_request
        FROM head
        RETURNING first_serial INTO first_of_seal;
        IF FOUND THEN
            RETURN first_of_seal;
        END IF;
        INSERT INTO ledger_chainhead (year, last_serial, hash)
        VALUES (seal_year, 0, sha256(convert_to('OpenLien books ' || seal_year, 'UTF8')))
        ON CONFLICT (year) DO NOTHING;
    END LOOP;
END $$;
