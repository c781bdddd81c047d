-- One row per key that an event or journal used before.
SELECT key
FROM ledger_posting
WHERE key = ANY (%(keys)s)
UNION
SELECT key
FROM ledger_casetransaction
WHERE key = ANY (%(keys)s)
