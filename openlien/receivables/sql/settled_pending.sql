-- One row per payoff status of settled cases with an open balance.
SELECT
    matter.payoff_status,
    sum(matter.open) AS open,
    count(*) AS cases,
    sum(matter.open_bills) AS bills,
    count(matter.settled_on) AS known,
    coalesce(sum({day} - matter.settled_on), 0) AS days,
    min({day} - matter.settled_on) AS least,
    max({day} - matter.settled_on) AS most
FROM {cases} AS matter
WHERE matter.stage = 'settled_not_disbursed'
    AND matter.open_bills > 0
GROUP BY matter.payoff_status
