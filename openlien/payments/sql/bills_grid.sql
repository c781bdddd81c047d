-- One row per bill of a case in the order of service: what was offered, received and noted.
WITH received AS (
    SELECT
        part.bill_id,
        sum(part.amount) AS amount,
        max(receipt.deposited_on) FILTER (WHERE receipt.amount > 0 AND reversal.id IS NULL) AS last_on
    FROM payments_allocation AS part
    JOIN cases_bill AS bill ON bill.id = part.bill_id
    JOIN payments_receipt AS receipt ON receipt.id = part.receipt_id
    LEFT JOIN payments_receipt AS reversal ON reversal.reverses_id = receipt.id
    WHERE bill.case_id = %(case_id)s
    GROUP BY part.bill_id
),
noted AS (
    SELECT note.bill_id, count(*) AS notes
    FROM negotiation_billnote AS note
    JOIN cases_bill AS bill ON bill.id = note.bill_id
    WHERE bill.case_id = %(case_id)s
    GROUP BY note.bill_id
)
SELECT
    bill.id,
    bill.number,
    bill.is_in_network,
    coalesce(facility.name, '') AS facility,
    bill.code,
    bill.description,
    coalesce(bill.service_on, bill.invoice_on) AS service_on,
    bill.billed AS retail,
    bill.contracted,
    offer.amount AS offer,
    coalesce(offer.version, 0) AS offer_version,
    offer.source,
    offer.set_at,
    coalesce(person.name, '') AS set_by,
    coalesce(received.amount, 0) AS received,
    received.last_on AS last_received_on,
    coalesce(noted.notes, 0) AS notes
FROM cases_bill AS bill
LEFT JOIN cases_party AS facility ON facility.id = bill.facility_id
LEFT JOIN negotiation_billoffer AS offer ON offer.bill_id = bill.id
LEFT JOIN identity_user AS person ON person.id = offer.set_by_id
LEFT JOIN received ON received.bill_id = bill.id
LEFT JOIN noted ON noted.bill_id = bill.id
WHERE bill.case_id = %(case_id)s
ORDER BY coalesce(bill.service_on, bill.invoice_on), bill.id
