-- One row per bill: the case it belongs to and its facility.
SELECT id AS bill_id, case_id, facility_id
FROM cases_bill
WHERE id = ANY(%(bills)s)
