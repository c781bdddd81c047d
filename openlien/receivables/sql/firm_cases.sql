-- One row per case of a law firm: the sums of its kept row, and the days on which its patient was treated.
SELECT
    matter.id AS case_id,
    matter.number,
    matter.patient_id,
    patient.name AS patient,
    matter.accident_type,
    matter.date_of_loss,
    summary.stage,
    summary.bills,
    summary.billed,
    summary.collected,
    summary.refund_due,
    summary.open,
    summary.last_cash_on,
    coalesce(served.days, '{}') AS service_days
FROM cases_case AS matter
JOIN cases_party AS patient ON patient.id = matter.patient_id
JOIN receivables_casesummary AS summary ON summary.case_id = matter.id
LEFT JOIN LATERAL (
    SELECT array_agg(DISTINCT bill.service_on) FILTER (WHERE bill.service_on IS NOT NULL) AS days
    FROM cases_bill AS bill
    WHERE bill.case_id = matter.id
) AS served ON true
WHERE matter.law_firm_id = %(firm)s
ORDER BY matter.number
