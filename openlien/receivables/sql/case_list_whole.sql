-- One row: how many cases the whole book has, and their sums as they are kept.
SELECT
    (SELECT count(*) FROM receivables_casesummary) AS cases,
    coalesce(sum(billed), 0) AS billed,
    coalesce(sum(collected), 0) AS collected,
    coalesce(sum(invoiced_open), 0) AS open
FROM receivables_move
WHERE invoice_on IS NOT NULL
