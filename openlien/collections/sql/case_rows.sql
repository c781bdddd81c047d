-- One row per case, in the order of the list; at most so many of each firm that is asked for.
, placed AS (
    SELECT
        figure.id,
        figure.firm_id,
        figure.number,
        figure.patient_id,
        figure.negotiator_id,
        figure.stage,
        figure.billed,
        figure.collected,
        figure.bills_with_offer,
        figure.offered,
        figure.offered_retail,
        figure.returned,
        figure.spent,
        firm.name AS law_firm,
        row_number() OVER (ORDER BY {firm_order}, {case_order}) AS place,
        row_number() OVER (PARTITION BY figure.firm_id ORDER BY {case_order}) AS place_in_firm
    FROM figure
    JOIN firm ON firm.firm_id = figure.firm_id
),
shown AS (
    SELECT id
    FROM placed
    WHERE {within}
)
SELECT
    placed.id,
    placed.firm_id,
    placed.number,
    placed.law_firm,
    placed.stage,
    placed.billed,
    placed.collected,
    placed.bills_with_offer,
    placed.offered,
    placed.offered_retail,
    placed.returned,
    placed.spent,
    patient.name AS patient,
    coalesce(person.name, '') AS owner,
    placed.negotiator_id AS owner_id,
    (latest.happened_at AT TIME ZONE %(time_zone)s)::date AS contacted_on,
    latest.kind AS contact_kind,
    step.due_on AS next_on,
    step.what AS next_what
FROM shown
JOIN placed ON placed.id = shown.id
JOIN cases_party AS patient ON patient.id = placed.patient_id
LEFT JOIN identity_user AS person ON person.id = placed.negotiator_id
LEFT JOIN LATERAL (
    SELECT contact.happened_at, contact.kind
    FROM cases_activity AS contact
    WHERE contact.case_id = shown.id AND contact.kind IN ('call', 'email', 'fax')
    ORDER BY contact.happened_at DESC
    LIMIT 1
) AS latest ON true
LEFT JOIN LATERAL (
    SELECT told.due_on, told.what
    FROM (
        SELECT task.due_on, task.title AS what, 0 AS turn
        FROM cases_task AS task
        WHERE task.case_id = shown.id AND task.done_at IS NULL AND task.cancelled_at IS NULL
        UNION ALL
        SELECT offer.expires_on, '', 1
        FROM negotiation_offer AS offer
        WHERE offer.case_id = shown.id
            AND offer.status = ANY (%(expiring)s::text[])
            AND offer.expires_on IS NOT NULL
    ) AS told
    ORDER BY told.due_on, told.turn
    LIMIT 1
) AS step ON true
ORDER BY placed.place
