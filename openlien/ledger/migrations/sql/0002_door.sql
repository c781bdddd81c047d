-- The one door to the books. All that a request writes comes in one call, as arrays: one element a journal, one element
-- a line (line_journals says of which journal, from 1), one element a case transaction. Everything that can be done
-- before is done before the chain head is taken, so that a request holds up the others for its commit alone.
-- Answers one row a seal with its first number; or, when keys were used before, one row for each of them and nothing
-- written.
CREATE OR REPLACE FUNCTION post_journals(
    acting_user_id uuid, acting_name text, acting_source text, acting_request text, today date,
    ids uuid[], papers uuid[], keys text[], contents text[], types text[], templates text[],
    entry_days date[], posting_days date[], descriptions text[], reference_numbers text[], accounts_of_cases uuid[],
    creators uuid[], approvers uuid[], posters uuid[], policies text[], originals uuid[],
    line_journals int[], line_numbers int[], line_accounts text[], line_debits numeric[], line_credits numeric[],
    line_descriptions text[], line_cases uuid[], line_cost_centers text[], line_departments text[],
    line_projects text[], line_vendors uuid[], line_customers text[],
    moved_postings uuid[], moved_keys text[], moved_contents text[], moved_days date[], moved_descriptions text[],
    moved_approvers uuid[], moved_cases uuid[], moved_retail numeric[], moved_contracted numeric[],
    moved_reduction numeric[], moved_payment numeric[], moved_refund_due numeric[], moved_refund_paid numeric[],
    moved_cost_written_off numeric[], moved_lien_written_off numeric[], moved_unknown boolean[]
) RETURNS TABLE (key text, id uuid, year int, serial int, is_new boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    journals int := coalesce(cardinality(keys), 0);
    given_keys text[] := coalesce(keys, '{}') || coalesce(moved_keys, '{}');
    years int[];
    seals bigint[];
    line_texts text[];
    line_counts int[];
    totals numeric[];
    accounts bigint[];
    days date[];
    debits numeric[];
    credits numeric[];
    counts bigint[];
    sealed_entries int[];
    last_hashes bytea[];
    door text;
    turn int;
BEGIN
    IF today > ((now() AT TIME ZONE 'UTC') + interval '14 hours')::date THEN
        PERFORM refuse('future_entry_date', jsonb_build_object('entry_on', today, 'today', now()::date));
    END IF;
    IF cardinality(given_keys) <= 32 THEN
        PERFORM wait_for_keys(given_keys);
    END IF;
    IF EXISTS (SELECT FROM ledger_posting WHERE ledger_posting.key = ANY (keys))
        OR moved_keys IS NOT NULL
        AND EXISTS (SELECT FROM ledger_casetransaction WHERE ledger_casetransaction.key = ANY (moved_keys)) THEN
        RETURN QUERY SELECT * FROM earlier_journals(given_keys, coalesce(contents, '{}') || coalesce(moved_contents, '{}'));
        RETURN;
    END IF;
    door := set_config('openlien.door', 'posting', true);

    IF moved_cases IS NOT NULL THEN
        PERFORM move_cases(acting_user_id, today, moved_postings, moved_keys, moved_contents, moved_days,
            moved_descriptions, moved_approvers, moved_cases, moved_retail, moved_contracted, moved_reduction,
            moved_payment, moved_refund_due, moved_refund_paid, moved_cost_written_off, moved_lien_written_off,
            moved_unknown);
    END IF;
    IF journals = 0 THEN
        door := set_config('openlien.door', '', true);
        RETURN;
    END IF;
    PERFORM hold_periods_open(posting_days);
    IF papers IS NOT NULL THEN
        PERFORM take_approved_papers(papers);
    END IF;
    IF EXISTS (
        SELECT
        FROM ledger_journalentry
        WHERE ledger_journalentry.id = ANY (ids) AND ledger_journalentry.id <> ALL (coalesce(papers, '{}'))
    ) THEN
        PERFORM refuse('journal_not_approved', jsonb_build_object('status', 'draft'));
    END IF;

    WITH lines AS MATERIALIZED (
        SELECT
            given.journal,
            given.line_number,
            CASE WHEN account.is_active THEN account.id ELSE refuse_account(given.account) END AS account_id,
            given.debit,
            given.credit,
            coalesce(given.description, '') AS description,
            given.case_account_id,
            coalesce(given.cost_center, '') AS cost_center,
            coalesce(given.department, '') AS department,
            coalesce(given.project, '') AS project,
            given.vendor_id,
            coalesce(given.customer, '') AS customer
        FROM unnest(
            line_journals, line_numbers, line_accounts, line_debits, line_credits, line_descriptions, line_cases,
            line_cost_centers, line_departments, line_projects, line_vendors, line_customers
        ) AS given (
            journal, line_number, account, debit, credit, description, case_account_id, cost_center, department,
            project, vendor_id, customer
        )
        LEFT JOIN ledger_glaccount AS account ON account.number = given.account
    ),
    written AS (
        INSERT INTO ledger_glentry (
            posting_id, line_number, account_id, posting_on, debit, credit, description, case_account_id, cost_center,
            department, project, vendor_id, customer
        )
        SELECT
            ids[journal], line_number, account_id, posting_days[journal], debit, credit, description, case_account_id,
            cost_center, department, project, vendor_id, customer
        FROM lines
    ),
    of_journal AS MATERIALIZED (
        SELECT
            journal,
            CASE WHEN count(*) = max(line_number) THEN count(*)::int ELSE refuse('line_numbers_skipped') END AS lines,
            CASE
                WHEN sum(debit) = sum(credit) AND NOT bool_or(is_two_sided(debit, credit)) THEN sum(debit)
                ELSE refuse_unbalanced(bool_or(is_two_sided(debit, credit)), sum(debit), sum(credit))
            END AS debits,
            string_agg(line_text(line_number, account_id, debit, credit, description, case_account_id, cost_center,
                department, project, vendor_id, customer), '' ORDER BY line_number) AS text
        FROM lines
        GROUP BY journal
    ),
    moved AS MATERIALIZED (
        SELECT account_id, posting_days[journal] AS day, sum(debit) AS debit, sum(credit) AS credit, count(*) AS lines
        FROM lines
        GROUP BY account_id, posting_days[journal]
    )
    SELECT
        (SELECT array_agg(text ORDER BY journal) FROM of_journal),
        (SELECT array_agg(lines ORDER BY journal) FROM of_journal),
        (SELECT array_agg(debits ORDER BY journal) FROM of_journal),
        (SELECT array_agg(account_id ORDER BY account_id, day) FROM moved),
        (SELECT array_agg(day ORDER BY account_id, day) FROM moved),
        (SELECT array_agg(debit ORDER BY account_id, day) FROM moved),
        (SELECT array_agg(credit ORDER BY account_id, day) FROM moved),
        (SELECT array_agg(lines ORDER BY account_id, day) FROM moved)
    INTO line_texts, line_counts, totals, accounts, days, debits, credits, counts;
    IF cardinality(line_texts) IS DISTINCT FROM journals THEN
        PERFORM refuse('one_line_entry', '{}');
    END IF;
    door := set_config('openlien.door', 'open', true);

    years := ARRAY[extract(year FROM posting_days[1])::int];
    IF journals > 1 THEN
        years := ARRAY(SELECT DISTINCT extract(year FROM day)::int FROM unnest(posting_days) AS day ORDER BY 1);
    END IF;
    FOR turn IN 1 .. cardinality(years) LOOP
        seals[turn] := nextval('ledger_seal_id_seq');
    END LOOP;
    WITH written AS (
        INSERT INTO ledger_posting (
            id, seal_id, place, key, event, content, type, template_id, entry_on, posting_on, description, reference,
            case_account_id, lines, total, created_by_id, approved_by_id, approved_at, posted_by_id, policy,
            reverses_id, hash
        )
        SELECT
            id, seals[array_position(years, year)], row_number() OVER books - 1, key, event, decode(content, 'hex'),
            type, template_id, entry_on, posting_on, description, reference, case_account_id,
            lines, total, created_by_id, approved_by_id, approved_at, posted_by_id, policy, reverses_id,
            chained(entry_text(id, key, event, content, type, template_id, entry_on, posting_on, description,
                reference, case_account_id, reverses_id, created_by_id, approved_by_id, approved_at, posted_by_id,
                policy, text)) OVER books
        FROM (
            SELECT
                listed.id, listed.turn, extract(year FROM listed.posting_on)::int AS year, listed.key,
                event_of(listed.key) AS event, listed.content, listed.type,
                CASE
                    WHEN template.is_active
                        AND NOT (coalesce(listed.policy, '') = 'template' AND template.requires_approval)
                    THEN template.id
                    ELSE refuse_template(listed.template, listed.policy)
                END AS template_id,
                past_day(listed.entry_on, today) AS entry_on, listed.posting_on,
                coalesce(listed.description, '') AS description, coalesce(listed.reference, '') AS reference,
                listed.case_account_id, listed.created_by_id, listed.approved_by_id,
                CASE WHEN listed.approved_by_id IS NOT NULL
                    THEN approval_time(papers[listed.turn], listed.approved_by_id)
                END AS approved_at,
                listed.posted_by_id, coalesce(listed.policy, '') AS policy, listed.reverses_id, listed.text,
                listed.lines, listed.total
            FROM unnest(
                ids, keys, contents, types, templates, entry_days, posting_days, descriptions,
                reference_numbers, accounts_of_cases, creators, approvers, posters, policies,
                originals, line_texts, line_counts, totals
            ) WITH ORDINALITY AS listed (
                id, key, content, type, template, entry_on, posting_on, description, reference,
                case_account_id, created_by_id, approved_by_id, posted_by_id, policy, reverses_id,
                text, lines, total, turn
            )
            LEFT JOIN ledger_journaltemplate AS template ON template.code = listed.template
        ) AS given
        WINDOW books AS (PARTITION BY year ORDER BY turn)
        RETURNING seal_id, place, hash
    )
    SELECT array_agg(place + 1 ORDER BY seal_id), array_agg(hash ORDER BY seal_id)
    INTO sealed_entries, last_hashes
    FROM (
        SELECT DISTINCT ON (seal_id) seal_id, place, hash
        FROM written
        ORDER BY seal_id, place DESC
    ) AS last_of_each_seal;

    IF originals IS NOT NULL THEN
        PERFORM check_reversals(ids, originals);
    END IF;
    IF papers IS NOT NULL THEN
        PERFORM book_papers(papers);
    END IF;
    PERFORM move_balances(accounts, days, debits, credits, counts);
    FOR turn IN 1 .. cardinality(years) LOOP
        year := years[turn];
        serial := seal_entries(seals[turn], years[turn], sealed_entries[turn], last_hashes[turn], acting_user_id,
            acting_name, acting_source, acting_request);
        is_new := true;
        RETURN NEXT;
    END LOOP;
    door := set_config('openlien.door', '', true);
END $$;

-- The same for a single journal of a few lines: many small statements, line by line, because starting one for a whole
-- set costs more than it saves below some twenty lines, and this is what a person waits for. It checks itself what the
-- triggers check for a large request, and says so to them.
CREATE OR REPLACE FUNCTION post_journal(
    acting_user_id uuid, acting_name text, acting_source text, acting_request text, today date,
    id uuid, paper uuid, key text, content text, type text, template_code text, entry_on date, posting_on date,
    description text, reference text, case_account_id uuid, created_by_id uuid, approved_by_id uuid, posted_by_id uuid,
    policy text, reverses_id uuid,
    line_accounts text[], line_debits numeric[], line_credits numeric[], line_descriptions text[], line_cases uuid[],
    line_cost_centers text[], line_departments text[], line_projects text[], line_vendors uuid[],
    line_customers text[],
    moved_postings uuid[] DEFAULT NULL, moved_keys text[] DEFAULT NULL, moved_contents text[] DEFAULT NULL,
    moved_days date[] DEFAULT NULL, moved_descriptions text[] DEFAULT NULL, moved_approvers uuid[] DEFAULT NULL,
    moved_cases uuid[] DEFAULT NULL, moved_retail numeric[] DEFAULT NULL, moved_contracted numeric[] DEFAULT NULL,
    moved_reduction numeric[] DEFAULT NULL, moved_payment numeric[] DEFAULT NULL,
    moved_refund_due numeric[] DEFAULT NULL, moved_refund_paid numeric[] DEFAULT NULL,
    moved_cost_written_off numeric[] DEFAULT NULL, moved_lien_written_off numeric[] DEFAULT NULL,
    moved_unknown boolean[] DEFAULT NULL
) RETURNS TABLE (earlier_key text, earlier_id uuid, year int, serial int, is_new boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_variable
DECLARE
    door text;
    template_id uuid;
    lines int := cardinality(line_accounts);
    place int;
    line_texts text[];
    accounts bigint[];
    slots int[];
    account_id bigint;
    slot int;
    is_active boolean;
    debit usd;
    credit usd;
    debits numeric := 0;
    credits numeric := 0;
    is_wrong boolean := false;
    is_known boolean;
    is_paper boolean;
    broken text;
    seal bigint := nextval('ledger_seal_id_seq');
    approved_at timestamptz;
    link bytea;
BEGIN
    IF today > ((now() AT TIME ZONE 'UTC') + interval '14 hours')::date OR entry_on > today THEN
        PERFORM refuse('future_entry_date', jsonb_build_object('entry_on', entry_on, 'today', least(today, now()::date)));
    END IF;
    door := pg_advisory_xact_lock(hashtextextended(key, 7003))::text;
    SELECT
        EXISTS (SELECT FROM ledger_posting AS posting WHERE posting.key = post_journal.key),
        EXISTS (SELECT FROM ledger_journalentry AS known WHERE known.id = post_journal.id)
    INTO is_known, is_paper;
    IF is_known OR moved_cases IS NOT NULL
        AND EXISTS (SELECT FROM ledger_casetransaction AS moved WHERE moved.key = post_journal.key) THEN
        RETURN QUERY SELECT * FROM earlier_journals(ARRAY[key], ARRAY[content]);
        RETURN;
    END IF;
    door := set_config('openlien.door', 'posting', true);
    IF moved_cases IS NOT NULL THEN
        PERFORM move_cases(acting_user_id, today, moved_postings, moved_keys, moved_contents, moved_days,
            moved_descriptions, moved_approvers, moved_cases, moved_retail, moved_contracted, moved_reduction,
            moved_payment, moved_refund_due, moved_refund_paid, moved_cost_written_off, moved_lien_written_off,
            moved_unknown);
    END IF;
    PERFORM hold_period_open(posting_on);
    IF paper IS NOT NULL THEN
        PERFORM take_approved_papers(ARRAY[paper]);
    ELSIF is_paper THEN
        PERFORM refuse('journal_not_approved', jsonb_build_object('status', 'draft'));
    END IF;
    SELECT known.id
    INTO template_id
    FROM ledger_journaltemplate AS known
    WHERE known.code = template_code
        AND known.is_active
        AND NOT (coalesce(policy, '') = 'template' AND known.requires_approval);
    IF NOT FOUND THEN
        PERFORM refuse_template(template_code, policy);
    END IF;

    FOR place IN 1 .. lines LOOP
        SELECT known.id, known.is_active, pg_backend_pid() % known.slots
        INTO account_id, is_active, slot
        FROM ledger_glaccount AS known
        WHERE known.number = line_accounts[place];
        IF is_active IS NOT TRUE THEN
            PERFORM refuse_account(line_accounts[place]);
        END IF;
        debit := line_debits[place];
        credit := line_credits[place];
        INSERT INTO ledger_glentry AS line (
            posting_id, line_number, account_id, posting_on, debit, credit, description, case_account_id, cost_center,
            department, project, vendor_id, customer
        )
        VALUES (
            id, place, account_id, posting_on, debit, credit, coalesce(line_descriptions[place], ''),
            line_cases[place], coalesce(line_cost_centers[place], ''), coalesce(line_departments[place], ''),
            coalesce(line_projects[place], ''), line_vendors[place], coalesce(line_customers[place], '')
        );
        line_texts[place] := line_text(place, account_id, debit, credit,
            coalesce(line_descriptions[place], ''), line_cases[place], coalesce(line_cost_centers[place], ''),
            coalesce(line_departments[place], ''), coalesce(line_projects[place], ''), line_vendors[place],
            coalesce(line_customers[place], ''));
        accounts[place] := account_id;
        slots[place] := slot;
        debits := debits + debit;
        credits := credits + credit;
        is_wrong := is_wrong OR is_two_sided(debit, credit);
    END LOOP;
    IF is_wrong OR debits <> credits THEN
        PERFORM refuse_unbalanced(is_wrong, debits, credits);
    END IF;
    FOR place IN SELECT line.place FROM unnest(accounts) WITH ORDINALITY AS line (account, place) ORDER BY line.account LOOP
        PERFORM move_balance(accounts[place], slots[place], posting_on, line_debits[place], line_credits[place]);
    END LOOP;

    IF approved_by_id IS NOT NULL THEN
        approved_at := approval_time(paper, approved_by_id);
    END IF;
    broken := broken_rule(lines, debits, coalesce(description, ''), entry_on, posting_on, type, reverses_id,
        coalesce(policy, ''), created_by_id, approved_by_id, approved_at, posted_by_id);
    IF broken IS NOT NULL THEN
        PERFORM refuse(broken);
    END IF;
    link := sha256(entry_text(id, key, event_of(key), content, type, template_id, entry_on, posting_on,
        coalesce(description, ''), coalesce(reference, ''), case_account_id, reverses_id, created_by_id,
        approved_by_id, approved_at, posted_by_id, coalesce(policy, ''), array_to_string(line_texts, '')));
    INSERT INTO ledger_posting (
        id, seal_id, place, key, event, content, type, template_id, entry_on, posting_on, description, reference,
        case_account_id, lines, total, created_by_id, approved_by_id, approved_at, posted_by_id, policy, reverses_id,
        hash
    )
    VALUES (
        id, seal, 0, key, event_of(key), decode(content, 'hex'), type, template_id, entry_on, posting_on,
        coalesce(description, ''), coalesce(reference, ''), case_account_id, lines, debits, created_by_id,
        approved_by_id, approved_at, posted_by_id, coalesce(policy, ''), reverses_id, link
    );
    IF reverses_id IS NOT NULL THEN
        PERFORM check_reversals(ARRAY[id], ARRAY[reverses_id]);
    END IF;
    IF paper IS NOT NULL THEN
        PERFORM book_papers(ARRAY[paper]);
    END IF;
    year := extract(year FROM posting_on);
    serial := seal_entries(seal, year, 1, link, acting_user_id, acting_name, acting_source, acting_request);
    is_new := true;
    door := set_config('openlien.door', '', true);
    RETURN NEXT;
END $$;
