-- One row per firm of a page, in the order of the list; the sums over the whole filter stand in every row.
, placed AS (
    SELECT
        firm.firm_id,
        firm.name,
        firm.stages,
        firm.cases,
        firm.billed,
        firm.collected,
        firm.bills_with_offer,
        firm.offered,
        firm.offered_retail,
        firm.returned,
        firm.spent,
        row_number() OVER (ORDER BY {firm_order}) AS place,
        count(*) OVER () AS all_firms,
        sum(cases) OVER ()::int AS all_cases,
        sum(billed) OVER () AS all_billed,
        sum(collected) OVER () AS all_collected,
        sum(bills_with_offer) OVER ()::int AS all_bills_with_offer,
        sum(offered) OVER () AS all_offered,
        sum(offered_retail) OVER () AS all_offered_retail,
        sum(returned) OVER () AS all_returned,
        sum(spent) OVER () AS all_spent
    FROM firm
),
shown AS (
    SELECT firm_id
    FROM placed
    WHERE place > %(beyond)s AND place <= %(beyond)s + %(firms_shown)s
),
contacted AS (
    SELECT figure.firm_id, max(contact.happened_at) AS last_at
    FROM shown
    JOIN figure ON figure.firm_id = shown.firm_id
    JOIN cases_activity AS contact ON contact.case_id = figure.id AND contact.kind IN ('call', 'email', 'fax')
    GROUP BY figure.firm_id
),
owned AS (
    -- Who owns the firm's cases in the list; a name is asked for only where it is one person.
    SELECT
        figure.firm_id,
        count(DISTINCT figure.negotiator_id)::int AS owners,
        min(figure.negotiator_id::text)::uuid AS first_owner_id
    FROM shown
    JOIN figure ON figure.firm_id = shown.firm_id
    GROUP BY figure.firm_id
),
step AS (
    SELECT figure.firm_id, task.due_on
    FROM shown
    JOIN figure ON figure.firm_id = shown.firm_id
    JOIN cases_task AS task ON task.case_id = figure.id
    WHERE task.done_at IS NULL AND task.cancelled_at IS NULL
    UNION ALL
    SELECT figure.firm_id, offer.expires_on
    FROM shown
    JOIN figure ON figure.firm_id = shown.firm_id
    JOIN negotiation_offer AS offer ON offer.case_id = figure.id
    WHERE offer.status = ANY (%(expiring)s::text[]) AND offer.expires_on IS NOT NULL
),
first_step AS (
    SELECT firm_id, min(due_on) AS due_on
    FROM step
    GROUP BY firm_id
)
SELECT
    placed.firm_id,
    placed.name,
    placed.stages,
    placed.cases,
    placed.billed,
    placed.collected,
    placed.bills_with_offer,
    placed.offered,
    placed.offered_retail,
    placed.returned,
    placed.spent,
    placed.all_firms,
    placed.all_cases,
    placed.all_billed,
    placed.all_collected,
    placed.all_bills_with_offer,
    placed.all_offered,
    placed.all_offered_retail,
    placed.all_returned,
    placed.all_spent,
    (contacted.last_at AT TIME ZONE %(time_zone)s)::date AS contacted_on,
    first_step.due_on AS next_on,
    owned.owners,
    coalesce(person.name, '') AS owner
FROM shown
JOIN placed ON placed.firm_id = shown.firm_id
LEFT JOIN contacted ON contacted.firm_id = placed.firm_id
LEFT JOIN first_step ON first_step.firm_id = placed.firm_id
LEFT JOIN owned ON owned.firm_id = placed.firm_id
LEFT JOIN identity_user AS person ON person.id = owned.first_owner_id AND owned.owners = 1
ORDER BY placed.place
