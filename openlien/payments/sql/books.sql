-- Facts that come by the thousand become the same entries as one by one through posting_rules.py, set by set: a test
-- holds the two against each other. The events wait in a temporary table, in the order in which they happen.
CREATE OR REPLACE FUNCTION make_case_events() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DROP TABLE IF EXISTS case_event, case_entry;
    CREATE TEMPORARY TABLE case_event (
        place bigint GENERATED ALWAYS AS IDENTITY,
        case_id uuid NOT NULL,
        event text NOT NULL,
        -- Without the event's name before it, as record_event() takes it.
        key text NOT NULL,
        occurred_on date NOT NULL,
        retail numeric(16, 2) NOT NULL DEFAULT 0,
        -- Null where a charge of unknown cost is approved.
        contracted numeric(16, 2) DEFAULT 0,
        reduction numeric(16, 2) NOT NULL DEFAULT 0,
        payment numeric(16, 2) NOT NULL DEFAULT 0,
        refund_due numeric(16, 2) NOT NULL DEFAULT 0,
        -- Only of a write-off: what of the lien is given up; how much cost goes with it follows from the case.
        written_off numeric(16, 2),
        requested_by uuid,
        approved_by uuid,
        vendor_id uuid,
        description text NOT NULL DEFAULT '',
        reference text NOT NULL DEFAULT ''
    ) ON COMMIT DROP;
END $$;

-- How a case stands after an event: its cost less recoveries and write-offs, and its lien.
CREATE OR REPLACE FUNCTION next_standing(
    standing numeric[], cost_change numeric, lien_change numeric, written_off numeric
) RETURNS numeric[]
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF written_off IS NULL THEN
        RETURN ARRAY[standing[1] + cost_change, standing[2] + lien_change];
    ELSIF written_off < 0 THEN
        RETURN ARRAY[standing[1], standing[2] - written_off];
    END IF;
    -- Of the cost stays what the rest of the lien still covers.
    RETURN ARRAY[least(standing[1], greatest(0, standing[2] - written_off)), standing[2] - written_off];
END $$;
CREATE OR REPLACE AGGREGATE standing_after(numeric, numeric, numeric) (
    SFUNC = next_standing, STYPE = numeric[], INITCOND = '{0,0}'
);

-- The fingerprint that Event.fingerprint() takes of the same event.
CREATE OR REPLACE FUNCTION event_content(
    event text, case_id uuid, occurred_on date, amount numeric, retail numeric, contracted numeric, vendor_id uuid,
    requested_by uuid, approved_by uuid
) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    stated text;
BEGIN
    CASE event
        WHEN 'ChargeApproved' THEN
            stated := format('"case_id": "%s", "contracted": %s, "on": "%s", "retail": "%s", "vendor_id": %s', case_id,
                coalesce('"' || contracted || '"', 'null'), occurred_on, retail,
                coalesce('"' || vendor_id || '"', 'null'));
        WHEN 'ChargeAdjusted' THEN
            stated := format(
                '"case_id": "%s", "contracted_change": "%s", "on": "%s", "retail_change": "%s", "vendor_id": %s',
                case_id, contracted, occurred_on, retail, coalesce('"' || vendor_id || '"', 'null'));
        WHEN 'WriteOffApproved' THEN
            stated := format(
                '"approved_by_id": %s, "case_id": "%s", "cost": null, "lien": "%s", "on": "%s", "requested_by_id": %s',
                coalesce('"' || approved_by || '"', 'null'), case_id, amount, occurred_on,
                coalesce('"' || requested_by || '"', 'null'));
        ELSE
            stated := format('"amount": "%s", "case_id": "%s", "on": "%s"', amount, case_id, occurred_on);
    END CASE;
    RETURN encode(sha256(convert_to(format('["%s", {%s}]', event, stated), 'UTF8')), 'hex');
END $$;

-- Turns the events into entries, one row each: what the event itself moves, and how its case stands before and after.
CREATE OR REPLACE FUNCTION make_case_entries(acting_user_id uuid, entries_a_call int) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM case_event
    WHERE retail = 0 AND contracted = 0 AND reduction = 0 AND payment = 0 AND refund_due = 0
        AND coalesce(written_off, 0) = 0;
    ANALYZE case_event;
    PERFORM lock_case_balances(ARRAY(
        SELECT id
        FROM ledger_caseaccount
        WHERE case_id IN (SELECT case_id FROM case_event)
    ));

    CREATE TEMPORARY TABLE case_entry ON COMMIT DROP AS
    WITH steps AS (
        SELECT
            account.case_id, account.id AS account_id, 0 AS place,
            balance.contracted - balance.cost_written_off - balance.payments + balance.refund_due AS cost_change,
            balance.lien_balance AS lien_change, NULL::numeric AS written_off
        FROM ledger_caseaccount AS account
        JOIN ledger_casebalance AS balance ON balance.case_account_id = account.id
        WHERE account.case_id IN (SELECT case_id FROM case_event)
        UNION ALL
        SELECT
            case_id, NULL, place, coalesce(contracted, 0) - payment + refund_due,
            retail - reduction - payment + refund_due, written_off
        FROM case_event
    ),
    standings AS (
        SELECT
            case_id, place,
            first_value(account_id) OVER course AS account_id,
            (standing_after(cost_change, lien_change, written_off) OVER course)[1] AS cost_after
        FROM steps
        WINDOW course AS (PARTITION BY case_id ORDER BY place ROWS UNBOUNDED PRECEDING)
    ),
    changes AS (
        SELECT
            place, account_id, cost_after,
            lag(cost_after) OVER (PARTITION BY case_id ORDER BY place) AS cost_before
        FROM standings
    )
    SELECT
        event.place,
        abs(hashtext(event.case_id::text)) % (1 + (SELECT count(*) FROM case_event) / entries_a_call) AS call,
        changes.account_id,
        event.event,
        event.event || ':' || event.key AS key,
        event_content(event.event, event.case_id, event.occurred_on,
            event.reduction + event.payment + event.refund_due + coalesce(event.written_off, 0), event.retail,
            event.contracted, event.vendor_id, event.requested_by, event.approved_by) AS content,
        event.occurred_on,
        event.retail,
        coalesce(event.contracted, 0) AS contracted,
        event.contracted IS NULL AS is_cost_unknown,
        event.reduction,
        event.payment,
        event.refund_due,
        coalesce(event.written_off, 0) AS written_off,
        CASE WHEN event.written_off IS NULL THEN 0 ELSE changes.cost_before - changes.cost_after END
            AS cost_written_off,
        changes.cost_before,
        changes.cost_after,
        event.written_off IS NOT NULL AS is_write_off,
        event.requested_by,
        event.approved_by,
        event.vendor_id,
        coalesce(nullif(left(event.description, 500), ''), told.wording) AS description,
        left(event.reference, 35) AS reference,
        told.type,
        told.template,
        told.role,
        CASE event.event
            WHEN 'PaymentReceived' THEN event.payment
            WHEN 'RefundDue' THEN -event.refund_due
            WHEN 'WriteOffApproved' THEN changes.cost_before - changes.cost_after
            WHEN 'ReductionAgreed' THEN 0
            ELSE -coalesce(event.contracted, 0)
        END AS amount,
        uuidv7() AS id
    FROM case_event AS event
    JOIN changes ON changes.place = event.place
    JOIN (
        VALUES
            ('ChargeApproved', 'charge', 'charge', 'provider_payable', 'Charge approved'),
            ('ChargeAdjusted', 'adjustment', 'charge-adjustment', 'provider_payable', 'Charge adjusted'),
            ('PaymentReceived', 'payment', 'payment', 'cash', 'Payment received'),
            ('RefundDue', 'refund', 'refund-due', 'refund_liability', 'Refund due'),
            ('ReductionAgreed', 'adjustment', '', '', 'Reduction agreed'),
            ('WriteOffApproved', 'adjustment', 'write-off', 'write_off_expense', 'Write off approved')
    ) AS told (event, type, template, role, wording) ON told.event = event.event;
    CREATE INDEX ON case_entry (call);
    ANALYZE case_entry;
END $$;

-- Puts all events in the books and says how many there were; the app calls it in the transaction of their facts. The
-- journals go in by calls of a size that the server handles at ease, each case whole in one of them. Where somebody
-- decided so, what belongs to a closed month is posted on the first open day.
CREATE OR REPLACE FUNCTION post_case_events(
    acting_user_id uuid, acting_name text, acting_source text, acting_request text, today date,
    entries_a_call int DEFAULT 20000, first_open_day date DEFAULT '-infinity'
) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    posted bigint;
    turn int;
BEGIN
    PERFORM make_case_entries(acting_user_id, entries_a_call);
    FOR turn IN SELECT DISTINCT call FROM case_entry ORDER BY call LOOP
        PERFORM post_case_entries(turn, acting_user_id, acting_name, acting_source, acting_request, today,
            first_open_day);
    END LOOP;
    SELECT count(*) INTO posted FROM case_entry;
    DROP TABLE case_event, case_entry;
    RETURN posted;
END $$;

CREATE OR REPLACE FUNCTION post_case_entries(
    wanted int, acting_user_id uuid, acting_name text, acting_source text, acting_request text, today date,
    first_open_day date
) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    head record;
    line record;
    moved record;
    all_new boolean;
BEGIN
    CREATE TEMPORARY TABLE case_journal ON COMMIT DROP AS
    SELECT
        entry.*, greatest(occurred_on, first_open_day) AS posting_on,
        row_number() OVER (ORDER BY occurred_on, place)::int AS turn
    FROM case_entry AS entry
    WHERE call = wanted AND amount <> 0;

    SELECT
        array_agg(id ORDER BY turn) AS ids,
        array_agg(key ORDER BY turn) AS keys,
        array_agg(content ORDER BY turn) AS contents,
        array_agg(type ORDER BY turn) AS types,
        array_agg(template ORDER BY turn) AS templates,
        array_agg(occurred_on ORDER BY turn) AS days,
        array_agg(posting_on ORDER BY turn) AS posting_days,
        array_agg(description ORDER BY turn) AS descriptions,
        array_agg(reference ORDER BY turn) AS reference_numbers,
        array_agg(account_id ORDER BY turn) AS accounts,
        array_agg(CASE WHEN is_write_off THEN requested_by ELSE acting_user_id END ORDER BY turn) AS creators,
        array_agg(approved_by ORDER BY turn) AS approvers,
        array_agg(CASE WHEN NOT is_write_off THEN acting_user_id END ORDER BY turn) AS posters,
        -- What another program wrote off without a name beside it was let through by no person here.
        array_agg(CASE WHEN NOT is_write_off THEN 'template' WHEN approved_by IS NULL THEN 'threshold' ELSE '' END
            ORDER BY turn) AS policies
    INTO head
    FROM case_journal;

    WITH lines AS (
        SELECT
            journal.turn, row_number() OVER (PARTITION BY journal.turn ORDER BY leg.amount < 0, leg.place)::int AS place,
            chart.number AS account, leg.amount, journal.account_id,
            CASE WHEN leg.place = 1 THEN journal.vendor_id END AS vendor_id
        FROM case_journal AS journal
        CROSS JOIN (SELECT pack FROM ledger_ledgerpolicy) AS policy
        CROSS JOIN LATERAL (
            SELECT 1 AS place, journal.role, journal.amount
            UNION ALL
            SELECT 2, 'lien_receivable', greatest(0, journal.cost_after) - greatest(0, journal.cost_before)
            WHERE policy.pack = 'cost_recovery'
            UNION ALL
            SELECT 3, 'lien_revenue', least(0, journal.cost_after) - least(0, journal.cost_before)
            WHERE policy.pack = 'cost_recovery'
            UNION ALL
            SELECT 2, 'medical_expense', journal.cost_after - journal.cost_before
            WHERE policy.pack = 'expense'
        ) AS leg
        LEFT JOIN ledger_glaccount AS chart ON chart.role = leg.role
        WHERE leg.amount <> 0
    )
    SELECT
        array_agg(turn ORDER BY turn, place) AS journals,
        array_agg(place ORDER BY turn, place) AS places,
        array_agg(account ORDER BY turn, place) AS accounts,
        array_agg(greatest(0, amount) ORDER BY turn, place) AS debits,
        array_agg(greatest(0, -amount) ORDER BY turn, place) AS credits,
        array_agg(account_id ORDER BY turn, place) AS cases,
        array_agg(vendor_id ORDER BY turn, place) AS vendors
    INTO line
    FROM lines;

    SELECT
        array_agg(CASE WHEN amount <> 0 THEN id END ORDER BY place) AS postings,
        array_agg(key ORDER BY place) AS keys,
        array_agg(content ORDER BY place) AS contents,
        array_agg(occurred_on ORDER BY place) AS days,
        array_agg(description ORDER BY place) AS descriptions,
        array_agg(approved_by ORDER BY place) AS approvers,
        array_agg(account_id ORDER BY place) AS accounts,
        array_agg(retail ORDER BY place) AS retail,
        array_agg(contracted ORDER BY place) AS contracted,
        array_agg(reduction ORDER BY place) AS reduction,
        array_agg(payment ORDER BY place) AS payment,
        array_agg(refund_due ORDER BY place) AS refund_due,
        array_agg(cost_written_off ORDER BY place) AS cost_written_off,
        array_agg(written_off ORDER BY place) AS lien_written_off,
        array_agg(0.00 ORDER BY place) AS nothing,
        array_agg(is_cost_unknown ORDER BY place) AS unknown
    INTO moved
    FROM case_entry
    WHERE call = wanted;

    SELECT bool_and(is_new)
    INTO all_new
    FROM post_journals(
        acting_user_id => acting_user_id, acting_name => acting_name, acting_source => acting_source,
        acting_request => acting_request, today => today,
        ids => head.ids, papers => NULL, keys => head.keys, contents => head.contents, types => head.types,
        templates => head.templates, entry_days => head.days, posting_days => head.posting_days,
        descriptions => head.descriptions, reference_numbers => head.reference_numbers,
        accounts_of_cases => head.accounts, creators => head.creators, approvers => head.approvers,
        posters => head.posters, policies => head.policies, originals => NULL,
        line_journals => line.journals, line_numbers => line.places, line_accounts => line.accounts,
        line_debits => line.debits, line_credits => line.credits, line_descriptions => NULL,
        line_cases => line.cases, line_cost_centers => NULL, line_departments => NULL, line_projects => NULL,
        line_vendors => line.vendors, line_customers => NULL,
        moved_postings => moved.postings, moved_keys => moved.keys, moved_contents => moved.contents,
        moved_days => moved.days, moved_descriptions => moved.descriptions, moved_approvers => moved.approvers,
        moved_cases => moved.accounts, moved_retail => moved.retail, moved_contracted => moved.contracted,
        moved_reduction => moved.reduction, moved_payment => moved.payment, moved_refund_due => moved.refund_due,
        moved_refund_paid => moved.nothing, moved_cost_written_off => moved.cost_written_off,
        moved_lien_written_off => moved.lien_written_off, moved_unknown => moved.unknown
    );
    IF NOT all_new THEN
        RAISE EXCEPTION 'a fact of this batch is in the books already';
    END IF;
    DROP TABLE case_journal;
END $$;
