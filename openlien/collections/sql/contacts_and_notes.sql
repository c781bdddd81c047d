-- One row per call, mail, fax or note written on a day of the period, in its newest version.
WITH entry AS (
    SELECT
        activity.case_id,
        activity.kind,
        activity.direction,
        activity.outcome,
        activity.actor_id,
        (activity.happened_at AT TIME ZONE %(zone)s)::date AS happened_on
    FROM cases_activity AS activity
    WHERE activity.kind IN ('call', 'email', 'fax', 'note')
        AND NOT EXISTS (
            SELECT
            FROM cases_activity AS newer
            WHERE newer.corrects_id = activity.id
        )
)
SELECT
    entry.kind,
    entry.direction,
    entry.outcome,
    entry.happened_on,
    entry.case_id,
    coalesce(person.name, '') AS person,
    coalesce(firm.name, '') AS firm
FROM entry
JOIN cases_case AS matter ON matter.id = entry.case_id
LEFT JOIN cases_party AS firm ON firm.id = matter.law_firm_id
LEFT JOIN identity_user AS person ON person.id = entry.actor_id
WHERE entry.happened_on BETWEEN %(since)s AND %(as_of)s
ORDER BY entry.happened_on
