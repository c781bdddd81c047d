-- One row per law firm within the actor's reach: the one asked for, those with words that begin so, or all.
SELECT firm.id, firm.name
FROM cases_party AS firm
WHERE firm.kind = 'law_firm'
    AND (%(firm)s::uuid IS NULL OR firm.id = %(firm)s::uuid)
    AND (%(query)s::text = '' OR array_to_tsvector(search_words(firm.name)) @@ %(query)s::tsquery)
    AND (
        %(everything)s::boolean
        OR firm.id = ANY(%(firms)s::uuid[])
        OR EXISTS (
            SELECT 1
            FROM cases_case
            JOIN cases_bill ON cases_bill.case_id = cases_case.id
            WHERE cases_case.law_firm_id = firm.id AND cases_bill.provider_group_id = ANY(%(groups)s::uuid[])
        )
    )
ORDER BY firm.name, firm.id
LIMIT %(limit)s::int
