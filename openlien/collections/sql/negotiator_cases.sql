-- One row per case with money deposited, or an agreement made that holds, in the period.
WITH received AS (
    SELECT
        receipt.case_id,
        sum(receipt.amount) AS to_date,
        sum(receipt.amount) FILTER (WHERE receipt.deposited_on >= %(since)s) AS collected
    FROM payments_receipt AS receipt
    WHERE receipt.deposited_on <= %(as_of)s
    GROUP BY receipt.case_id
),
agreed AS (
    SELECT agreement.case_id, agreement.amount, offer.retail
    FROM negotiation_payoffagreement AS agreement
    JOIN negotiation_offer AS offer ON offer.id = agreement.offer_id
    WHERE agreement.agreed_on BETWEEN %(since)s AND %(as_of)s
        AND agreement.voided_at IS NULL
)
SELECT
    matter.id AS case_id,
    coalesce(person.name, '') AS negotiator,
    coalesce(received.collected, 0) AS collected,
    coalesce(received.to_date, 0) AS collected_to_date,
    agreed.amount AS agreed,
    agreed.retail
FROM cases_case AS matter
LEFT JOIN received ON received.case_id = matter.id
LEFT JOIN agreed ON agreed.case_id = matter.id
LEFT JOIN identity_user AS person ON person.id = matter.negotiator_id
WHERE received.collected IS NOT NULL
    OR agreed.case_id IS NOT NULL
ORDER BY person.name, matter.number
