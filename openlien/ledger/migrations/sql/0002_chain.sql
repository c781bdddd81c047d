-- What is hashed, and how. The text of a row is PostgreSQL's own record text, which keeps NULL and '' apart; days go in
-- as numbers of days and instants as seconds, so that no session setting changes the text.
CREATE OR REPLACE FUNCTION line_text(
    line_number int, account_id bigint, debit numeric, credit numeric, description text, case_account_id uuid,
    cost_center text, department text, project text, vendor_id uuid, customer text
) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT ROW(line_number, account_id, (debit * 100)::bigint, (credit * 100)::bigint, description, case_account_id,
        cost_center, department, project, vendor_id, customer)::text
$$;

-- What a person approves: the journal without who stands for it.
CREATE OR REPLACE FUNCTION content_digest(
    type text, template_id uuid, entry_on date, posting_on date, description text, reference text,
    case_account_id uuid, reverses_id uuid, lines text
) RETURNS bytea
LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(ROW(type, template_id, entry_on - '2000-01-01'::date, posting_on - '2000-01-01'::date,
        description, reference, case_account_id, reverses_id, lines)::text, 'UTF8'))
$$;

-- What the chain protects: all of a journal that is in the books.
CREATE OR REPLACE FUNCTION entry_text(
    id uuid, key text, event text, content text, type text, template_id uuid, entry_on date, posting_on date,
    description text, reference text, case_account_id uuid, reverses_id uuid, created_by_id uuid, approved_by_id uuid,
    approved_at timestamptz, posted_by_id uuid, policy text, lines text
) RETURNS bytea
LANGUAGE sql STABLE AS $$
    SELECT convert_to(ROW(id, key, event, content, type, template_id, entry_on - '2000-01-01'::date,
        posting_on - '2000-01-01'::date, description, reference, case_account_id, reverses_id, created_by_id,
        approved_by_id, extract(epoch FROM approved_at), posted_by_id, policy, lines)::text, 'UTF8')
$$;

CREATE OR REPLACE FUNCTION next_link(link bytea, entry bytea) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
    RETURN sha256(link || entry);
END $$;

CREATE OR REPLACE AGGREGATE chained(bytea) (SFUNC = next_link, STYPE = bytea, INITCOND = '');

CREATE OR REPLACE FUNCTION seal_hash(previous bytea, year int, first_serial int, entries int, last_hash bytea)
RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(previous || last_hash || convert_to(ROW(year, first_serial, entries)::text, 'UTF8'))
$$;

CREATE OR REPLACE FUNCTION journal_number(year int, serial bigint) RETURNS text
LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT 'JE-' || year || '-' || lpad(serial::text, greatest(7, length(serial::text)), '0')
$$;

-- Chains that do not end where their books do, and anchors whose seal is not the one that was anchored.
CREATE OR REPLACE FUNCTION broken_ends() RETURNS TABLE (year int, serial bigint, finding text)
LANGUAGE sql STABLE AS $$
    SELECT head.year, head.last_serial, 'the books do not end where the chain ends'
    FROM ledger_chainhead AS head
    LEFT JOIN LATERAL (
        SELECT seal.first_serial + seal.entries - 1 AS last_serial, seal.hash
        FROM ledger_seal AS seal
        WHERE seal.year = head.year
        ORDER BY seal.first_serial DESC
        LIMIT 1
    ) AS newest ON true
    WHERE (newest.last_serial, newest.hash) IS DISTINCT FROM (head.last_serial, head.hash)
    UNION ALL
    SELECT anchor.year, anchor.last_serial, 'its seal is not the one that was anchored'
    FROM ledger_anchor AS anchor
    LEFT JOIN LATERAL (
        SELECT seal.first_serial + seal.entries - 1 AS last_serial, seal.hash
        FROM ledger_seal AS seal
        WHERE seal.year = anchor.year
            AND seal.first_serial <= anchor.last_serial
        ORDER BY seal.first_serial DESC
        LIMIT 1
    ) AS sealed ON true
    WHERE (sealed.last_serial, sealed.hash) IS DISTINCT FROM (anchor.last_serial, anchor.hash)
$$;

-- The first place where the books differ from what was sealed; no row when the chain is whole.
CREATE OR REPLACE FUNCTION broken_links() RETURNS TABLE (number text, what text)
LANGUAGE sql STABLE AS $$
    WITH sealed AS (
        SELECT seal.id, seal.year, seal.first_serial, seal.entries, seal.previous_hash, seal.hash,
            lag(seal.hash) OVER chain AS hash_before,
            lag(seal.first_serial + seal.entries) OVER chain AS serial_before
        FROM ledger_seal AS seal
        WINDOW chain AS (PARTITION BY seal.year ORDER BY seal.first_serial)
    ),
    lines_of_each_posting AS (
        SELECT posting_id, count(*) AS lines,
            string_agg(line_text(line_number, account_id, debit, credit, description, case_account_id, cost_center,
                department, project, vendor_id, customer), '' ORDER BY line_number) AS text
        FROM ledger_glentry
        GROUP BY posting_id
    ),
    linked AS (
        SELECT posting.id, posting.seal_id, posting.place, posting.hash, posting.lines, own.lines AS found_lines,
            entry_text(posting.id, key, event, encode(content, 'hex'), type, template_id, entry_on, posting_on,
                description, reference, case_account_id, reverses_id, created_by_id, approved_by_id, approved_at,
                posted_by_id, policy, own.text) AS text,
            lag(posting.hash, 1, '') OVER places AS link_before
        FROM ledger_posting AS posting
        LEFT JOIN lines_of_each_posting AS own ON own.posting_id = posting.id
        WINDOW places AS (PARTITION BY posting.seal_id ORDER BY posting.place)
    ),
    last_links AS (
        SELECT seal_id, count(*) AS entries, max(place) AS last_place,
            (array_agg(hash ORDER BY place DESC))[1] AS hash
        FROM ledger_posting
        GROUP BY seal_id
    ),
    findings AS (
        SELECT sealed.year, (sealed.first_serial + linked.place)::bigint AS serial,
            'its content is not what was posted' AS what
        FROM linked
        JOIN sealed ON sealed.id = linked.seal_id
        WHERE linked.found_lines IS DISTINCT FROM linked.lines
            OR linked.hash <> next_link(linked.link_before, linked.text)
        UNION ALL
        SELECT sealed.year, sealed.first_serial, 'its link in the chain is broken'
        FROM sealed
        LEFT JOIN last_links ON last_links.seal_id = sealed.id
        WHERE last_links.entries IS DISTINCT FROM sealed.entries
            OR last_links.last_place IS DISTINCT FROM sealed.entries - 1
            OR sealed.previous_hash <> coalesce(
                hash_before, sha256(convert_to('OpenLien books ' || sealed.year, 'UTF8')))
            OR sealed.hash <> seal_hash(sealed.previous_hash, sealed.year, sealed.first_serial, sealed.entries,
                last_links.hash)
            OR sealed.first_serial <> coalesce(serial_before, 1)
        UNION ALL
        SELECT year, serial, finding
        FROM broken_ends()
    )
    SELECT journal_number(year, serial), what
    FROM findings
    UNION ALL
    SELECT 'journal ' || linked.id, 'it was never sealed'
    FROM linked
    WHERE NOT EXISTS (SELECT FROM ledger_seal WHERE ledger_seal.id = linked.seal_id)
    UNION ALL
    SELECT 'journal ' || line.posting_id, 'its lines belong to no journal'
    FROM ledger_glentry AS line
    WHERE NOT EXISTS (SELECT FROM ledger_posting WHERE ledger_posting.id = line.posting_id)
    ORDER BY 1
$$;
