-- One row per case of a page, with the names that people know it by. The kept rows answer, so a case is chosen by
-- its key alone and the rest of it read afterwards: to carry all columns through the order takes twice the time.
WITH page AS (
    SELECT matter.case_id, {key} AS key
    FROM {cases} AS matter
    WHERE {group}
        AND {beyond}
    ORDER BY {key}, matter.case_id
    LIMIT %(rows)s
)
SELECT
    matter.case_id, matter.stage, matter.law_firm_id, matter.state, matter.stage_is_sighting, matter.stage_on,
    matter.originated_on, matter.moved_on, matter.settled_on, matter.payoff_status, matter.open_bills,
    matter.open, matter.billed, matter.collected, {category} AS category, page.key::text AS key,
    named.number,
    patient.name AS patient,
    coalesce(firm.name, '') AS law_firm
FROM page
JOIN {cases} AS matter ON matter.case_id = page.case_id
JOIN cases_case AS named ON named.id = page.case_id
JOIN cases_party AS patient ON patient.id = named.patient_id
LEFT JOIN cases_party AS firm ON firm.id = matter.law_firm_id
ORDER BY page.key, page.case_id
