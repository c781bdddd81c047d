-- Taking a batch back: what its facts posted is mirrored in the books, which forget nothing. Its facts are known by
-- their keys, so this comes before they are removed.

-- One row per key under which facts of a batch, and changes of its bills, stand in the books. A charge that an import
-- changed has the key of the bill and of the version that the change made.
CREATE OR REPLACE FUNCTION booked_keys_of_batch(batch uuid) RETURNS TABLE (key text)
LANGUAGE sql STABLE AS $$
    SELECT 'ChargeApproved:' || id FROM cases_bill WHERE batch_id = batch
    UNION ALL
    SELECT kind.event || id
    FROM payments_receipt
    CROSS JOIN (VALUES ('PaymentReceived:'), ('RefundDue:')) AS kind (event)
    WHERE batch_id = batch
    UNION ALL
    SELECT CASE kind WHEN 'reduction' THEN 'ReductionAgreed:' ELSE 'WriteOffApproved:' END || id
    FROM payments_adjustment
    WHERE batch_id = batch
    UNION ALL
    SELECT 'RefundDue:' || id
    FROM payments_adjustment
    WHERE batch_id = batch
        AND kind = 'reduction'
$$;

-- Mirrors what stands in the books under these keys and was not mirrored before; says how many entries that were. An
-- entry is taken back on its own day while its month is open, so that no past day shows it any more, else today.
CREATE OR REPLACE FUNCTION mirror_booked(
    wanted text[], acting_user_id uuid, acting_name text, acting_source text, acting_request text, today date
) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    closed_until date := (SELECT max(month) + interval '1 month' FROM ledger_period WHERE status <> 'open');
    head record;
    line record;
    moved record;
    all_new boolean;
BEGIN
    CREATE TEMPORARY TABLE mirrored ON COMMIT DROP AS
    SELECT
        uuidv7() AS id, posting.id AS original, posting.entry_on, posting.reference, posting.case_account_id,
        journal_number(seal.year, seal.first_serial + posting.place) AS number,
        CASE WHEN posting.posting_on < closed_until THEN today ELSE posting.entry_on END AS on_day,
        CASE WHEN posting.posting_on < closed_until THEN today ELSE posting.posting_on END AS posting_on,
        row_number() OVER (ORDER BY posting.posting_on, posting.id)::int AS turn
    FROM ledger_posting AS posting
    JOIN ledger_seal AS seal ON seal.id = posting.seal_id
    WHERE posting.key = ANY (wanted)
        AND posting.type <> 'reversal'
        AND NOT EXISTS (SELECT FROM ledger_posting AS later WHERE later.reverses_id = posting.id);
    CREATE INDEX ON mirrored (original);
    ANALYZE mirrored;

    SELECT
        array_agg(id ORDER BY turn) AS ids,
        array_agg('Reversal:' || original ORDER BY turn) AS keys,
        array_agg(encode(sha256(uuid_send(original) || convert_to(on_day::text, 'UTF8')), 'hex') ORDER BY turn)
            AS contents,
        array_agg('reversal'::text ORDER BY turn) AS types,
        array_agg('event-reversal'::text ORDER BY turn) AS templates,
        array_agg(on_day ORDER BY turn) AS entry_days,
        array_agg(posting_on ORDER BY turn) AS posting_days,
        array_agg('Reversal of ' || number || ', whose import was undone' ORDER BY turn) AS descriptions,
        array_agg(reference ORDER BY turn) AS reference_numbers,
        array_agg(case_account_id ORDER BY turn) AS accounts,
        array_agg(acting_user_id ORDER BY turn) AS people,
        array_agg('template'::text ORDER BY turn) AS policies,
        array_agg(original ORDER BY turn) AS originals,
        count(*) AS journals
    INTO head
    FROM mirrored;

    SELECT
        array_agg(mirrored.turn ORDER BY mirrored.turn, line_number) AS journals,
        array_agg(line_number ORDER BY mirrored.turn, line_number) AS places,
        array_agg(chart.number ORDER BY mirrored.turn, line_number) AS accounts,
        array_agg(entry.credit ORDER BY mirrored.turn, line_number) AS debits,
        array_agg(entry.debit ORDER BY mirrored.turn, line_number) AS credits,
        array_agg(entry.description ORDER BY mirrored.turn, line_number) AS descriptions,
        array_agg(entry.case_account_id ORDER BY mirrored.turn, line_number) AS cases,
        array_agg(entry.cost_center ORDER BY mirrored.turn, line_number) AS cost_centers,
        array_agg(entry.department ORDER BY mirrored.turn, line_number) AS departments,
        array_agg(entry.project ORDER BY mirrored.turn, line_number) AS projects,
        array_agg(entry.vendor_id ORDER BY mirrored.turn, line_number) AS vendors,
        array_agg(entry.customer ORDER BY mirrored.turn, line_number) AS customers
    INTO line
    FROM mirrored
    JOIN ledger_glentry AS entry ON entry.posting_id = mirrored.original
    JOIN ledger_glaccount AS chart ON chart.id = entry.account_id;

    SELECT
        array_agg(taken.posting ORDER BY taken.id) AS postings,
        array_agg(taken.key ORDER BY taken.id) AS keys,
        array_agg(taken.content ORDER BY taken.id) AS contents,
        array_agg(taken.day ORDER BY taken.id) AS days,
        array_agg(taken.description ORDER BY taken.id) AS descriptions,
        array_agg(taken.case_account_id ORDER BY taken.id) AS accounts,
        array_agg(-taken.retail ORDER BY taken.id) AS retail,
        array_agg(-taken.contracted ORDER BY taken.id) AS contracted,
        array_agg(-taken.reduction ORDER BY taken.id) AS reduction,
        array_agg(-taken.payment ORDER BY taken.id) AS payment,
        array_agg(-taken.refund_due ORDER BY taken.id) AS refund_due,
        array_agg(-taken.refund_paid ORDER BY taken.id) AS refund_paid,
        array_agg(-taken.cost_written_off ORDER BY taken.id) AS cost_written_off,
        array_agg(-taken.lien_written_off ORDER BY taken.id) AS lien_written_off,
        array_agg(taken.is_cost_unknown ORDER BY taken.id) AS unknown,
        count(*) AS transactions
    INTO moved
    FROM (
        SELECT
            transaction.*, mirrored.id AS posting, 'Reversal:' || mirrored.original AS key,
            encode(sha256(uuid_send(mirrored.original) || convert_to(mirrored.on_day::text, 'UTF8')), 'hex') AS content,
            mirrored.on_day AS day
        FROM mirrored
        JOIN LATERAL (
            SELECT
                id, description, case_account_id, retail, contracted, reduction, payment, refund_due, refund_paid,
                cost_written_off, lien_written_off, is_cost_unknown
            FROM ledger_casetransaction
            WHERE posting_id = mirrored.original
        ) AS transaction ON true
        UNION ALL
        SELECT
            id, description, case_account_id, retail, contracted, reduction, payment, refund_due, refund_paid,
            cost_written_off, lien_written_off, is_cost_unknown, NULL, 'Reversal:' || memo.key,
            encode(sha256(convert_to('Reversal:' || memo.key, 'UTF8')), 'hex'), memo.occurred_on
        FROM ledger_casetransaction AS memo
        WHERE memo.key = ANY (wanted)
            AND memo.posting_id IS NULL
            AND NOT EXISTS (SELECT FROM ledger_casetransaction AS later WHERE later.key = 'Reversal:' || memo.key)
    ) AS taken;
    IF head.journals + moved.transactions = 0 THEN
        DROP TABLE mirrored;
        RETURN 0;
    END IF;

    SELECT bool_and(is_new)
    INTO all_new
    FROM post_journals(
        acting_user_id => acting_user_id, acting_name => acting_name, acting_source => acting_source,
        acting_request => acting_request, today => today,
        ids => head.ids, papers => NULL, keys => head.keys, contents => head.contents, types => head.types,
        templates => head.templates, entry_days => head.entry_days, posting_days => head.posting_days,
        descriptions => head.descriptions, reference_numbers => head.reference_numbers,
        accounts_of_cases => head.accounts, creators => head.people, approvers => NULL, posters => head.people,
        policies => head.policies, originals => head.originals,
        line_journals => line.journals, line_numbers => line.places, line_accounts => line.accounts,
        line_debits => line.debits, line_credits => line.credits, line_descriptions => line.descriptions,
        line_cases => line.cases, line_cost_centers => line.cost_centers, line_departments => line.departments,
        line_projects => line.projects, line_vendors => line.vendors, line_customers => line.customers,
        moved_postings => moved.postings, moved_keys => moved.keys, moved_contents => moved.contents,
        moved_days => moved.days, moved_descriptions => moved.descriptions, moved_approvers => NULL,
        moved_cases => moved.accounts, moved_retail => moved.retail, moved_contracted => moved.contracted,
        moved_reduction => moved.reduction, moved_payment => moved.payment, moved_refund_due => moved.refund_due,
        moved_refund_paid => moved.refund_paid, moved_cost_written_off => moved.cost_written_off,
        moved_lien_written_off => moved.lien_written_off, moved_unknown => moved.unknown
    );
    IF NOT all_new THEN
        RAISE EXCEPTION 'an entry of this batch is taken back already';
    END IF;
    DROP TABLE mirrored;
    RETURN head.journals + moved.transactions;
END $$;
