-- New cases carry the stage that their first stage change is about to give them, so that it need not be written again.
WITH cases_of_each_year AS (
    SELECT extract(year FROM opened_on)::smallint AS year, count(*)::integer AS cases
    FROM staged_case
    WHERE is_new
        AND NOT is_revived
    GROUP BY extract(year FROM opened_on)
),
taken AS (
    INSERT INTO cases_numbering (series, year, last)
    SELECT 'CASE', year, cases
    FROM cases_of_each_year
    ORDER BY year
    ON CONFLICT (series, year) DO UPDATE SET last = cases_numbering.last + excluded.last
    RETURNING year, last
),
numbered AS (
    SELECT
        staged.case_id, staged.external_id, staged.patient_id, staged.law_firm_id, staged.attorney_id,
        staged.opened_on, staged.date_of_loss, staged.state, staged.stage,
        taken.year,
        taken.last - cases_of_each_year.cases
            + row_number() OVER (PARTITION BY taken.year ORDER BY staged.first_line) AS place
    FROM staged_case AS staged
    JOIN taken ON taken.year = extract(year FROM staged.opened_on)
    JOIN cases_of_each_year ON cases_of_each_year.year = taken.year
    WHERE staged.is_new
        AND NOT staged.is_revived
)
INSERT INTO cases_case (
    id, number, external_id, mrn, patient_id, law_firm_id, attorney_id, opened_on, date_of_loss, state, accident_type,
    incident_facts, injuries_summary, insurance_limits, stage, stage_on, batch_id, version
)
SELECT
    numbered.case_id,
    format(
        'CASE-%%s-%%s', lpad(numbered.year::text, 4, '0'),
        lpad(numbered.place::text, greatest(5, length(numbered.place::text)), '0')
    ),
    numbered.external_id, '', numbered.patient_id, numbered.law_firm_id, numbered.attorney_id, numbered.opened_on,
    numbered.date_of_loss, numbered.state, '', '', '', coalesce(limits.insurance_limits, ''), numbered.stage,
    CASE WHEN numbered.stage <> 'unknown' THEN %(as_of)s END,
    %(batch)s, 1
FROM numbered
LEFT JOIN staged_limits AS limits ON limits.external_id = numbered.external_id;

UPDATE cases_case AS matter
SET withdrawn_at = NULL,
    patient_id = staged.patient_id,
    law_firm_id = staged.law_firm_id,
    attorney_id = staged.attorney_id,
    opened_on = staged.opened_on,
    date_of_loss = staged.date_of_loss,
    state = staged.state,
    insurance_limits = coalesce(limits.insurance_limits, ''),
    batch_id = %(batch)s,
    version = matter.version + 1
FROM staged_case AS staged
LEFT JOIN staged_limits AS limits ON limits.external_id = staged.external_id
WHERE matter.id = staged.case_id
    AND staged.is_revived;

UPDATE ledger_caseaccount
SET status = 'active', status_reason = '', version = version + 1, updated_at = now()
WHERE status = 'closed'
    AND case_id IN (SELECT case_id FROM staged_case WHERE is_revived);

INSERT INTO cases_plaintiff (case_id, party_id, weight)
SELECT case_id, patient_id, 1
FROM staged_case
WHERE is_new;
