-- Requirement 4's three relations by their names, for people who query by SQL. They are views over the kept rows, so
-- they are never stale; the day is today in the business time zone. Bills dated later than today count with them.
CREATE OR REPLACE FUNCTION business_today() RETURNS date
LANGUAGE sql STABLE AS $$
    SELECT (
        now() AT TIME ZONE coalesce(nullif(current_setting('openlien.time_zone', true), ''), 'America/Los_Angeles')
    )::date
$$;
COMMENT ON FUNCTION business_today() IS
    'Today in the business time zone: the setting openlien.time_zone, without it America/Los_Angeles.';

CREATE OR REPLACE FUNCTION at_risk_category(stage text, age_days int, quiet_days int) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN stage = 'no_longer_represent' THEN 'no_longer_represent'
        WHEN stage = 'pending' AND age_days > 730 THEN 'pending_24_plus'
        WHEN stage = 'pending' AND age_days > 540 THEN 'pending_18_plus'
        WHEN stage NOT IN ('settled_not_disbursed', 'closed_disbursed', 'settled_prior_to_servicing')
            AND age_days > 1095
            AND coalesce(quiet_days > 365, true) THEN 'case_36_plus'
    END
$$;
COMMENT ON FUNCTION at_risk_category(text, int, int) IS
    'Why a case is at risk, the first match; null when it is not. Limits in days, strict: docs/formulas/at-risk.md.';

CREATE OR REPLACE FUNCTION stage_position(stage text) RETURNS int
LANGUAGE sql IMMUTABLE AS $$
    SELECT array_position(ARRAY[
        'still_treating', 'gathering_bills', 'demand_sent', 'negotiation', 'in_litigation', 'settled_not_disbursed',
        'pending', 'no_longer_represent', 'closed_disbursed', 'settled_prior_to_servicing', 'unknown'
    ], stage)
$$;

-- One row per stage with an open balance.
CREATE OR REPLACE VIEW receivables_by_case_status_mv AS
SELECT
    stage_position(stage) AS pipeline_position,
    stage,
    sum(open) AS open_ar,
    count(*) AS cases,
    sum(open_bills) AS invoices,
    round(sum(open) * 100 / sum(sum(open)) OVER (), 2) AS percentage
FROM receivables_casesummary
WHERE open_bills > 0
GROUP BY stage;
COMMENT ON VIEW receivables_by_case_status_mv IS 'Open receivables by litigation stage, one row per stage.';
COMMENT ON COLUMN receivables_by_case_status_mv.pipeline_position IS 'Place of the stage in the pipeline, from 1.';
COMMENT ON COLUMN receivables_by_case_status_mv.stage IS 'Code of the litigation stage.';
COMMENT ON COLUMN receivables_by_case_status_mv.open_ar IS 'Open balance in US dollars.';
COMMENT ON COLUMN receivables_by_case_status_mv.cases IS 'Cases with an open balance.';
COMMENT ON COLUMN receivables_by_case_status_mv.invoices IS 'Bills with an open balance.';
COMMENT ON COLUMN receivables_by_case_status_mv.percentage IS 'Share of the whole open balance, rounded half-up.';

-- One row per settled case with an open balance.
CREATE OR REPLACE VIEW settled_pending_detail_mv AS
SELECT
    summary.case_id,
    matter.number AS case_number,
    patient.name AS patient,
    firm.name AS law_firm,
    summary.state,
    summary.open AS open_ar,
    summary.open_bills AS invoices,
    summary.payoff_status,
    CASE WHEN summary.settled_on <= business_today() THEN summary.settled_on END AS settled_on,
    CASE WHEN summary.settled_on <= business_today() THEN business_today() - summary.settled_on END
        AS days_since_settlement
FROM receivables_casesummary AS summary
JOIN cases_case AS matter ON matter.id = summary.case_id
JOIN cases_party AS patient ON patient.id = matter.patient_id
LEFT JOIN cases_party AS firm ON firm.id = summary.law_firm_id
WHERE summary.stage = 'settled_not_disbursed'
    AND summary.open_bills > 0;
COMMENT ON VIEW settled_pending_detail_mv IS 'Settled cases whose money has not come in, one row per case.';
COMMENT ON COLUMN settled_pending_detail_mv.payoff_status IS 'Payoff status of the open bills; mixed when they differ.';
COMMENT ON COLUMN settled_pending_detail_mv.settled_on IS 'Earliest known settlement among the open bills; null: unknown.';
COMMENT ON COLUMN settled_pending_detail_mv.days_since_settlement IS 'Days up to today; null where unknown, never 0.';

-- One row per case at risk with an open balance.
CREATE OR REPLACE VIEW at_risk_ar_mv AS
SELECT
    summary.case_id,
    matter.number AS case_number,
    patient.name AS patient,
    firm.name AS law_firm,
    summary.state,
    summary.stage,
    risk.category,
    summary.open AS open_ar,
    summary.open_bills AS invoices,
    age.days AS age_days,
    age.quiet_days
FROM receivables_casesummary AS summary
CROSS JOIN LATERAL (
    SELECT
        business_today() - summary.originated_on AS days,
        business_today() - greatest(summary.last_moved_on, summary.last_cash_on) AS quiet_days
) AS age
CROSS JOIN LATERAL (SELECT at_risk_category(summary.stage, age.days, age.quiet_days) AS category) AS risk
JOIN cases_case AS matter ON matter.id = summary.case_id
JOIN cases_party AS patient ON patient.id = matter.patient_id
LEFT JOIN cases_party AS firm ON firm.id = summary.law_firm_id
WHERE summary.open_bills > 0
    AND risk.category IS NOT NULL;
COMMENT ON VIEW at_risk_ar_mv IS 'Cases at risk, one row per case; docs/formulas/at-risk.md.';
COMMENT ON COLUMN at_risk_ar_mv.category IS 'The first reason that holds.';
COMMENT ON COLUMN at_risk_ar_mv.age_days IS 'Days since the earliest origination of the bills.';
COMMENT ON COLUMN at_risk_ar_mv.quiet_days IS 'Days since the last stage change or cash; null: there was none.';

-- The default privileges of a table let the app write; these are for reading.
REVOKE INSERT, UPDATE, DELETE
ON receivables_by_case_status_mv, settled_pending_detail_mv, at_risk_ar_mv FROM openlien_app;
GRANT SELECT ON receivables_by_case_status_mv, settled_pending_detail_mv, at_risk_ar_mv TO openlien_readonly;
