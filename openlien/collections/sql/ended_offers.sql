-- One row per offer that was sent, or received from a firm, on a day of the period; drafts are none yet.
WITH sent_offer AS (
    SELECT
        offer.case_id,
        offer.direction,
        offer.status,
        offer.amount,
        offer.retail,
        offer.ended_on,
        (offer.sent_at AT TIME ZONE %(zone)s)::date AS sent_on
    FROM negotiation_offer AS offer
    WHERE offer.sent_at IS NOT NULL
)
SELECT
    sent_offer.direction,
    sent_offer.status,
    sent_offer.amount,
    sent_offer.retail,
    sent_offer.sent_on,
    sent_offer.ended_on,
    coalesce(firm.name, '') AS firm,
    coalesce(person.name, '') AS negotiator
FROM sent_offer
JOIN cases_case AS matter ON matter.id = sent_offer.case_id
LEFT JOIN cases_party AS firm ON firm.id = matter.law_firm_id
LEFT JOIN identity_user AS person ON person.id = matter.negotiator_id
WHERE sent_offer.sent_on BETWEEN %(since)s AND %(as_of)s
ORDER BY sent_offer.sent_on, sent_offer.case_id
