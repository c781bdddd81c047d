-- A paper may be written until it is submitted; then its content is frozen and its digest approved.
CREATE OR REPLACE FUNCTION paper_digest(paper uuid) RETURNS bytea
LANGUAGE sql STABLE AS $$
    SELECT content_digest(journal.type, journal.template_id, journal.entry_on, journal.posting_on, journal.description,
        journal.reference, journal.case_account_id, journal.reverses_id,
        string_agg(line_text(line.line_number, line.account_id, line.debit, line.credit, line.description, line.case_account_id, coalesce(line.cost_center_id, ''),
            coalesce(line.department_id, ''), line.project, line.vendor_id, line.customer), ''
            ORDER BY line.line_number))
    FROM ledger_journalentry AS journal
    LEFT JOIN ledger_journalline AS line ON line.journal_id = journal.id
    WHERE journal.id = paper
    GROUP BY journal.id
$$;

CREATE OR REPLACE FUNCTION check_paper_change() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    threshold numeric;
    template_asks boolean;
    paper_total numeric;
BEGIN
    IF (OLD.status, NEW.status) NOT IN (
        ('draft', 'draft'), ('draft', 'pending'), ('draft', 'approved'), ('pending', 'approved'),
        ('pending', 'rejected'), ('pending', 'draft'), ('rejected', 'draft'), ('approved', 'rejected'),
        ('approved', 'posted'), ('posted', 'reversed'),
        ('pending', 'pending'), ('approved', 'approved'), ('rejected', 'rejected'), ('posted', 'posted'),
        ('reversed', 'reversed')
    ) THEN
        PERFORM refuse('journal_status_skipped', jsonb_build_object('from', OLD.status, 'to', NEW.status));
    END IF;
    IF (OLD.id, OLD.created_by_id, OLD.created_at, OLD.idempotency_key)
        IS DISTINCT FROM (NEW.id, NEW.created_by_id, NEW.created_at, NEW.idempotency_key)
        OR ((OLD.status, NEW.status) <> ('draft', 'draft') AND (OLD.case_account_id, OLD.template_id, OLD.entry_on, OLD.posting_on, OLD.type,
            OLD.description, OLD.reference, OLD.reverses_id) IS DISTINCT FROM (NEW.case_account_id, NEW.template_id,
            NEW.entry_on, NEW.posting_on, NEW.type, NEW.description, NEW.reference, NEW.reverses_id)) THEN
        PERFORM refuse('journal_is_frozen', jsonb_build_object('status', OLD.status));
    END IF;
    IF NEW.status = 'approved' AND OLD.status <> 'approved' THEN
        NEW.approved_digest := paper_digest(NEW.id);
        IF NEW.policy = '' AND OLD.status = 'draft' THEN
            PERFORM refuse('approval_required', '{}');
        ELSIF NEW.policy <> '' THEN
            SELECT approval_threshold INTO threshold FROM ledger_ledgerpolicy WHERE id = 1;
            SELECT requires_approval INTO template_asks FROM ledger_journaltemplate WHERE id = NEW.template_id;
            SELECT sum(debit) INTO paper_total FROM ledger_journalline WHERE journal_id = NEW.id;
            IF (NEW.policy = 'template' AND template_asks)
                OR (NEW.policy = 'threshold' AND NOT paper_total < threshold) THEN
                PERFORM refuse('approval_required', '{}');
            END IF;
        END IF;
    ELSIF NEW.status = 'posted' AND OLD.status <> 'posted' THEN
        IF NOT EXISTS (SELECT FROM ledger_posting WHERE id = NEW.id) THEN
            PERFORM refuse('journal_is_not_in_the_books', '{}');
        END IF;
    ELSIF NEW.status = 'reversed' AND OLD.status <> 'reversed' THEN
        IF NOT EXISTS (SELECT FROM ledger_posting WHERE reverses_id = NEW.id) THEN
            PERFORM refuse('journal_is_not_in_the_books', '{}');
        END IF;
    ELSIF NEW.approved_digest IS DISTINCT FROM OLD.approved_digest AND NEW.status <> 'draft' THEN
        PERFORM refuse('journal_is_frozen', jsonb_build_object('status', OLD.status));
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER paper_changes_by_rule BEFORE UPDATE ON ledger_journalentry
FOR EACH ROW EXECUTE FUNCTION check_paper_change();
ALTER TABLE ledger_journalentry ENABLE ALWAYS TRIGGER paper_changes_by_rule;

CREATE OR REPLACE FUNCTION check_paper_begins_as_draft() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.status NOT IN ('draft', 'rejected') THEN
            PERFORM refuse('journal_is_frozen', jsonb_build_object('status', OLD.status));
        END IF;
        RETURN OLD;
    END IF;
    IF NEW.status <> 'draft' THEN
        PERFORM refuse('journal_status_skipped', jsonb_build_object('from', '', 'to', NEW.status));
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER paper_begins_as_draft BEFORE INSERT OR DELETE ON ledger_journalentry
FOR EACH ROW EXECUTE FUNCTION check_paper_begins_as_draft();
ALTER TABLE ledger_journalentry ENABLE ALWAYS TRIGGER paper_begins_as_draft;

CREATE OR REPLACE FUNCTION check_paper_lines() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    found_status text;
BEGIN
    SELECT journal.status
    INTO found_status
    FROM (SELECT DISTINCT journal_id FROM changed_rows) AS changed
    JOIN ledger_journalentry AS journal ON journal.id = changed.journal_id
    WHERE journal.status <> 'draft'
    LIMIT 1;
    IF FOUND THEN
        PERFORM refuse('journal_is_frozen', jsonb_build_object('status', found_status));
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER paper_lines_are_added AFTER INSERT ON ledger_journalline
REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION check_paper_lines();
CREATE OR REPLACE TRIGGER paper_lines_are_changed AFTER UPDATE ON ledger_journalline
REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION check_paper_lines();
CREATE OR REPLACE TRIGGER paper_lines_are_moved AFTER UPDATE ON ledger_journalline
REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION check_paper_lines();
CREATE OR REPLACE TRIGGER paper_lines_are_removed AFTER DELETE ON ledger_journalline
REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION check_paper_lines();
CREATE OR REPLACE TRIGGER papers_are_not_emptied BEFORE TRUNCATE ON ledger_journalentry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
CREATE OR REPLACE TRIGGER paper_lines_are_not_emptied BEFORE TRUNCATE ON ledger_journalline
FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
ALTER TABLE ledger_journalline ENABLE ALWAYS TRIGGER paper_lines_are_added;
ALTER TABLE ledger_journalline ENABLE ALWAYS TRIGGER paper_lines_are_changed;
ALTER TABLE ledger_journalline ENABLE ALWAYS TRIGGER paper_lines_are_moved;
ALTER TABLE ledger_journalline ENABLE ALWAYS TRIGGER paper_lines_are_removed;
ALTER TABLE ledger_journalentry ENABLE ALWAYS TRIGGER papers_are_not_emptied;
ALTER TABLE ledger_journalline ENABLE ALWAYS TRIGGER paper_lines_are_not_emptied;

-- The door's side of papers: only approved ones enter the books, and only with the content that was approved.
CREATE OR REPLACE FUNCTION take_approved_papers(papers uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    unready text;
BEGIN
    PERFORM 1
    FROM ledger_journalentry
    WHERE id = ANY (papers)
    ORDER BY id
    FOR UPDATE;
    SELECT coalesce(journal.status, 'missing')
    INTO unready
    FROM unnest(papers) AS wanted (id)
    LEFT JOIN ledger_journalentry AS journal ON journal.id = wanted.id
    WHERE wanted.id IS NOT NULL AND journal.status IS DISTINCT FROM 'approved'
    LIMIT 1;
    IF FOUND THEN
        PERFORM refuse('journal_not_approved', jsonb_build_object('status', unready));
    END IF;
END $$;

CREATE OR REPLACE FUNCTION book_papers(papers uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT
        FROM ledger_posting AS posting
        JOIN ledger_journalentry AS journal ON journal.id = posting.id
        WHERE posting.id = ANY (papers)
            AND (posting_digest(posting.id), posting.created_by_id, posting.approved_by_id, posting.policy)
                IS DISTINCT FROM (journal.approved_digest, journal.created_by_id, journal.approved_by_id, journal.policy)
    ) THEN
        PERFORM refuse('journal_content_changed', '{}');
    END IF;
    UPDATE ledger_journalentry
    SET status = 'posted', version = version + 1, updated_at = now()
    WHERE id = ANY (papers);
END $$;

CREATE OR REPLACE FUNCTION posting_digest(journal uuid) RETURNS bytea
LANGUAGE sql STABLE AS $$
    SELECT content_digest(posting.type, posting.template_id, posting.entry_on, posting.posting_on, posting.description,
        posting.reference, posting.case_account_id, posting.reverses_id,
        string_agg(line_text(line.line_number, line.account_id, line.debit, line.credit, line.description,
            line.case_account_id, line.cost_center, line.department, line.project, line.vendor_id, line.customer), ''
            ORDER BY line.line_number))
    FROM ledger_posting AS posting
    JOIN ledger_glentry AS line ON line.posting_id = posting.id
    WHERE posting.id = journal
    GROUP BY posting.id
$$;

-- A reversal mirrors its original exactly, comes on or after it, once, and is itself never reversed.
CREATE OR REPLACE FUNCTION check_reversals(ids uuid[], originals uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
BEGIN
    SELECT
        original.id IS NULL AS is_missing,
        original.type = 'reversal' AS is_reversal,
        reversal.entry_on < original.entry_on OR reversal.posting_on < original.posting_on AS is_early,
        journal_number(seal.year, seal.first_serial + original.place) AS number,
        original.entry_on, original.posting_on
    INTO wrong
    FROM unnest(ids, originals) AS wanted (id, original)
    JOIN ledger_posting AS reversal ON reversal.id = wanted.id
    LEFT JOIN ledger_posting AS original ON original.id = wanted.original
    LEFT JOIN ledger_seal AS seal ON seal.id = original.seal_id
    WHERE wanted.original IS NOT NULL
        AND (original.id IS NULL OR original.type = 'reversal' OR reversal.entry_on < original.entry_on
            OR reversal.posting_on < original.posting_on
            OR NOT is_mirrored(original.id, reversal.id))
    LIMIT 1;
    IF FOUND THEN
        PERFORM refuse(
            CASE
                WHEN wrong.is_missing THEN 'unknown_journal'
                WHEN wrong.is_reversal THEN 'reversal_of_reversal'
                WHEN wrong.is_early THEN 'reversal_too_early'
                ELSE 'reversal_not_mirrored'
            END,
            jsonb_build_object('number', wrong.number, 'entry_on', greatest(wrong.entry_on, wrong.posting_on)));
    END IF;
    UPDATE ledger_journalentry
    SET status = 'reversed', version = version + 1, updated_at = now()
    WHERE id = ANY (originals) AND status = 'posted';
END $$;

CREATE OR REPLACE FUNCTION is_mirrored(original uuid, reversal uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (
        SELECT
        FROM (SELECT * FROM ledger_glentry WHERE posting_id = original) AS was
        FULL JOIN (SELECT * FROM ledger_glentry WHERE posting_id = reversal) AS now
            ON now.line_number = was.line_number
        WHERE (was.account_id, was.debit, was.credit, was.case_account_id, was.cost_center, was.department,
                was.project, was.vendor_id, was.customer)
            IS DISTINCT FROM (now.account_id, now.credit, now.debit, now.case_account_id, now.cost_center,
                now.department, now.project, now.vendor_id, now.customer)
    ) AND NOT EXISTS (
        SELECT
        FROM ledger_casetransaction
        WHERE posting_id IN (original, reversal)
        GROUP BY case_account_id
        HAVING (sum(retail), sum(contracted), sum(reduction), sum(payment), sum(refund_due), sum(refund_paid),
            sum(cost_written_off), sum(lien_written_off)) IS DISTINCT FROM (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    )
$$;
