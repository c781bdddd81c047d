-- The routine check of the chain reads what was sealed after the last check that found nothing; the whole of it is read
-- where somebody asks for it. Where the last one ended stands in one row, which only this function writes.
CREATE OR REPLACE FUNCTION verify_chain(whole boolean) RETURNS TABLE (number text, what text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    verified_seal bigint;
    newest_seal bigint := (SELECT max(id) FROM ledger_seal);
BEGIN
    IF NOT whole THEN
        -- A position whose seal is no longer the one that was verified is no position.
        SELECT kept.seal_id INTO verified_seal
        FROM ledger_chainverification AS kept
        JOIN ledger_seal AS seal ON seal.id = kept.seal_id AND seal.hash = kept.hash;
    END IF;
    RETURN QUERY SELECT * FROM broken_links_after(coalesce(verified_seal, 0));
    IF NOT FOUND AND newest_seal IS NOT NULL THEN
        INSERT INTO ledger_chainverification (id, seal_id, hash, verified_at)
        SELECT 1, seal.id, seal.hash, now()
        FROM ledger_seal AS seal
        WHERE seal.id = newest_seal
        ON CONFLICT (id) DO UPDATE
        SET seal_id = excluded.seal_id, hash = excluded.hash, verified_at = excluded.verified_at
        WHERE ledger_chainverification.seal_id <= excluded.seal_id;
    END IF;
END $$;

-- The same findings as broken_links(), for what was sealed after a seal; heads and anchors are always looked at.
CREATE OR REPLACE FUNCTION broken_links_after(verified bigint) RETURNS TABLE (number text, what text)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF verified = 0 THEN
        RETURN QUERY SELECT * FROM broken_links();
        RETURN;
    END IF;
    RETURN QUERY
    WITH fresh AS (
        SELECT seal.id, seal.year, seal.first_serial, seal.entries, seal.previous_hash, seal.hash,
            before.hash AS hash_before,
            before.first_serial + before.entries AS serial_before
        FROM ledger_seal AS seal
        LEFT JOIN LATERAL (
            SELECT earlier.hash, earlier.first_serial, earlier.entries
            FROM ledger_seal AS earlier
            WHERE earlier.year = seal.year
                AND earlier.first_serial < seal.first_serial
            ORDER BY earlier.first_serial DESC
            LIMIT 1
        ) AS before ON true
        WHERE seal.id > verified
    ),
    linked AS (
        SELECT posting.seal_id, posting.place, posting.hash, posting.lines, own.lines AS found_lines,
            entry_text(posting.id, key, event, encode(content, 'hex'), type, template_id, entry_on, posting_on,
                description, reference, case_account_id, reverses_id, created_by_id, approved_by_id, approved_at,
                posted_by_id, policy, own.text) AS text,
            lag(posting.hash, 1, '') OVER places AS link_before
        FROM ledger_posting AS posting
        JOIN fresh ON fresh.id = posting.seal_id
        LEFT JOIN LATERAL (
            SELECT count(*) AS lines,
                string_agg(line_text(line_number, account_id, debit, credit, line.description, line.case_account_id,
                    cost_center, department, project, vendor_id, customer), '' ORDER BY line_number) AS text
            FROM ledger_glentry AS line
            WHERE line.posting_id = posting.id
        ) AS own ON true
        WINDOW places AS (PARTITION BY posting.seal_id ORDER BY posting.place)
    ),
    last_links AS (
        SELECT seal_id, count(*) AS entries, max(place) AS last_place,
            (array_agg(hash ORDER BY place DESC))[1] AS hash
        FROM linked
        GROUP BY seal_id
    ),
    findings AS (
        SELECT fresh.year, (fresh.first_serial + linked.place)::bigint AS serial,
            'its content is not what was posted' AS finding
        FROM linked
        JOIN fresh ON fresh.id = linked.seal_id
        WHERE linked.found_lines IS DISTINCT FROM linked.lines
            OR linked.hash <> next_link(linked.link_before, linked.text)
        UNION ALL
        SELECT fresh.year, fresh.first_serial, 'its link in the chain is broken'
        FROM fresh
        LEFT JOIN last_links ON last_links.seal_id = fresh.id
        WHERE last_links.entries IS DISTINCT FROM fresh.entries
            OR last_links.last_place IS DISTINCT FROM fresh.entries - 1
            OR fresh.previous_hash <> coalesce(
                hash_before, sha256(convert_to('OpenLien books ' || fresh.year, 'UTF8')))
            OR fresh.hash <> seal_hash(fresh.previous_hash, fresh.year, fresh.first_serial, fresh.entries,
                last_links.hash)
            OR fresh.first_serial <> coalesce(serial_before, 1)
        UNION ALL
        SELECT ends.year, ends.serial, ends.finding
        FROM broken_ends() AS ends
    )
    SELECT journal_number(findings.year, findings.serial), findings.finding
    FROM findings
    ORDER BY 1;
END $$;

REVOKE INSERT, UPDATE, DELETE ON ledger_chainverification FROM openlien_app;
REVOKE EXECUTE ON FUNCTION verify_chain FROM PUBLIC;
GRANT EXECUTE ON FUNCTION verify_chain TO openlien_app;
