-- One row per year of the books: its first and last number, how many there are, and where numbers are missing.
WITH seals_in_order AS (
    SELECT
        year,
        first_serial,
        entries,
        first_serial - coalesce(
            lag(first_serial + entries) OVER (PARTITION BY year ORDER BY first_serial), 1) AS missing_before,
        (
            SELECT count(*)
            FROM ledger_posting
            WHERE ledger_posting.seal_id = seal.id
        ) AS journals
    FROM ledger_seal AS seal
)
SELECT
    seal.year,
    journal_number(seal.year, min(seal.first_serial)) AS first_number,
    journal_number(seal.year, max(seal.first_serial + seal.entries - 1)) AS last_number,
    coalesce(head.last_serial, max(seal.first_serial + seal.entries - 1))::bigint AS last_serial,
    sum(seal.journals)::bigint AS journals,
    (coalesce(head.last_serial, max(seal.first_serial + seal.entries - 1)) - sum(seal.journals))::bigint AS missing,
    coalesce(
        string_agg(
            journal_number(seal.year, seal.first_serial - seal.missing_before)
            || CASE
                WHEN seal.missing_before > 1 THEN ' to ' || journal_number(seal.year, seal.first_serial - 1)
                ELSE ''
            END,
            ', ' ORDER BY seal.first_serial
        ) FILTER (WHERE seal.missing_before > 0),
        ''
    ) AS gaps,
    count(*) AS seals,
    (SELECT count(*) FROM ledger_anchor AS anchor WHERE anchor.year = seal.year) AS anchors,
    (SELECT max(last_serial) FROM ledger_anchor AS anchor WHERE anchor.year = seal.year) AS anchored_to
FROM seals_in_order AS seal
LEFT JOIN ledger_chainhead AS head ON head.year = seal.year
GROUP BY seal.year, head.last_serial
ORDER BY seal.year
