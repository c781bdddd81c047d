-- One row per law firm with words that begin so: its cases, and what was billed, collected and is open on them.
SELECT
    firm.id,
    firm.name,
    count(summary.case_id) AS cases,
    count(summary.case_id) FILTER (WHERE summary.open_bills > 0) AS open_cases,
    coalesce(sum(summary.billed), 0) AS billed,
    coalesce(sum(summary.collected - summary.refund_due), 0) AS collected,
    coalesce(sum(summary.open), 0) AS open
FROM cases_party AS firm
LEFT JOIN receivables_casesummary AS summary ON summary.law_firm_id = firm.id
WHERE firm.kind = 'law_firm'
    AND (%(query)s::text = '' OR array_to_tsvector(search_words(firm.name)) @@ %(query)s::tsquery)
GROUP BY firm.id, firm.name
ORDER BY firm.name, firm.id
