-- One row per year of the books: how many journals and lines it holds, and whether its numbers run without a gap.
WITH sealed AS (
    SELECT year, min(first_serial) AS first_serial, max(first_serial + entries - 1) AS last_serial
    FROM ledger_seal
    GROUP BY year
),
found AS (
    SELECT seal.year, count(*) AS journals, sum(posting.lines) AS lines, sum(posting.total) AS total
    FROM ledger_posting AS posting
    JOIN ledger_seal AS seal ON seal.id = posting.seal_id
    GROUP BY seal.year
)
SELECT
    sealed.year,
    journal_number(sealed.year, sealed.first_serial) AS first_number,
    journal_number(sealed.year, sealed.last_serial) AS last_number,
    coalesce(found.journals, 0) AS journals,
    coalesce(found.lines, 0)::bigint AS lines,
    (coalesce(found.total, 0) * 100)::bigint AS total_cents,
    sealed.last_serial - coalesce(found.journals, 0) AS missing
FROM sealed
LEFT JOIN found ON found.year = sealed.year
ORDER BY sealed.year
