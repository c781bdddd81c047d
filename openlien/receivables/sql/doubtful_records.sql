-- One row per doubtful record of a page.
WITH page AS (
    SELECT doubtful.id, doubtful.case_id, doubtful.amount, doubtful.stated, doubtful.ours, doubtful.names
    FROM ({doubtful}) AS doubtful
    WHERE {beyond}
    ORDER BY {key}, doubtful.id
    LIMIT %(rows)s
)
SELECT
    page.id,
    page.case_id,
    page.amount,
    page.stated,
    page.ours,
    page.names,
    ({page_key})::text AS key,
    coalesce(matter.number, '') AS case_number,
    coalesce(nullif(bill.number, ''), bill.external_id, '') AS bill,
    coalesce(patient.name, firm.name, '') AS name,
    spellings.names AS spellings
FROM page
LEFT JOIN cases_case AS matter ON matter.id = page.case_id
LEFT JOIN cases_party AS patient ON patient.id = matter.patient_id
LEFT JOIN cases_bill AS bill ON bill.id = page.id
LEFT JOIN cases_party AS firm ON firm.id = page.id
LEFT JOIN LATERAL (
    SELECT array_agg(alias.name ORDER BY alias.times_seen DESC, alias.name) AS names
    FROM cases_namealias AS alias
    WHERE alias.party_id = page.id
) AS spellings ON page.case_id IS NULL
ORDER BY {page_key}, page.id
