-- One row: the journal with that number of the year; none when the number was not given.
SELECT
    posting.id
FROM (
    SELECT
        id,
        first_serial
    FROM ledger_seal
    WHERE year = %(year)s
        AND first_serial <= %(serial)s
    ORDER BY first_serial DESC
    LIMIT 1
) AS seal
JOIN ledger_posting AS posting ON posting.seal_id = seal.id
    AND posting.place = %(serial)s - seal.first_serial
