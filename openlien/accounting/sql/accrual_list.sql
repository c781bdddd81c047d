-- One row per accrual of a month in the order they were found, from a cursor on.
SELECT
    accrual.id,
    accrual.bill_id,
    accrual.served_on,
    accrual.billed,
    accrual.proposed,
    accrual.working,
    accrual.amount,
    accrual.reason,
    accrual.journal_id,
    accrual.version,
    matter.number AS case_number,
    facility.name AS facility,
    bill.code,
    CASE WHEN posting.id IS NULL THEN NULL ELSE journal_number(seal.year, seal.first_serial + posting.place) END
        AS journal_number,
    CASE WHEN back.id IS NULL THEN NULL ELSE journal_number(back_seal.year, back_seal.first_serial + back.place) END
        AS reversal_number,
    back.posting_on AS reversed_on
FROM accounting_accrual AS accrual
LEFT JOIN cases_bill AS bill ON bill.id = accrual.bill_id
LEFT JOIN cases_case AS matter ON matter.id = bill.case_id
LEFT JOIN cases_party AS facility ON facility.id = bill.facility_id
LEFT JOIN ledger_posting AS posting ON posting.id = accrual.journal_id
LEFT JOIN ledger_seal AS seal ON seal.id = posting.seal_id
LEFT JOIN ledger_posting AS back ON back.reverses_id = posting.id
LEFT JOIN ledger_seal AS back_seal ON back_seal.id = back.seal_id
WHERE accrual.month = %(month)s
    AND (%(after)s::uuid IS NULL OR accrual.id > %(after)s::uuid)
    AND (%(id)s::uuid IS NULL OR accrual.id = %(id)s::uuid)
ORDER BY accrual.id
LIMIT %(limit)s
