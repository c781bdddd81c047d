-- One row: how many lines stand in the books up to the end of a month, and how many journals are in the month.
SELECT
    (SELECT coalesce(sum(lines), 0) FROM ledger_daybalance WHERE day <= %(month_end)s)::bigint AS lines,
    (
        SELECT count(*)
        FROM ledger_posting
        WHERE posting_on >= %(month)s
            AND posting_on <= %(month_end)s
    ) AS journals
