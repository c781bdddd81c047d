-- One row per day and stage: what was open in the stage on the day. The facts are read once for all days, because a
-- balance moves only with its bill's facts and a stage only with its case's changes. A place is the number of the
-- first day asked for that is not before a fact; beyond the last day it is one more than there are days.
WITH
bills_in_question AS (
    SELECT
        balance.bill_id,
        balance.case_id,
        balance.invoice_on,
        balance.billed
    FROM receivables_billbalance AS balance
    JOIN receivables_casesummary AS summary ON summary.case_id = balance.case_id
    WHERE {conditions}
),
facts_of_bills AS (
    SELECT bill_id, case_id, invoice_on AS begins_on, billed AS amount
    FROM bills_in_question
    UNION ALL
    SELECT bill.bill_id, bill.case_id, greatest(receipt.deposited_on, bill.invoice_on), -part.amount
    FROM bills_in_question AS bill
    JOIN payments_allocation AS part ON part.bill_id = bill.bill_id
    JOIN payments_receipt AS receipt ON receipt.id = part.receipt_id
    UNION ALL
    SELECT bill.bill_id, bill.case_id, greatest(adjustment.effective_on, bill.invoice_on), -adjustment.amount
    FROM bills_in_question AS bill
    JOIN payments_adjustment AS adjustment ON adjustment.bill_id = bill.bill_id
),
open_by_bill AS (
    SELECT
        case_id,
        bill_id,
        place,
        greatest(0, sum(sum(amount)) OVER (PARTITION BY bill_id ORDER BY place)) AS open
    FROM facts_of_bills
    CROSS JOIN LATERAL (SELECT width_bucket(begins_on - 1, %(days)s::date[]) + 1 AS place) AS placed
    GROUP BY case_id, bill_id, place
),
moves_of_cases AS (
    SELECT case_id, place, sum(moved) AS moved
    FROM (
        SELECT case_id, place, open - lag(open, 1, 0::numeric) OVER (PARTITION BY bill_id ORDER BY place) AS moved
        FROM open_by_bill
    ) AS move
    WHERE moved <> 0
    GROUP BY case_id, place
),
stays_in_stages AS (
    SELECT
        summary.case_id,
        coalesce(change.stage, 'unknown') AS stage,
        width_bucket(coalesce(change.began_on, summary.known_since) - 1, %(days)s::date[]) + 1 AS first_place,
        width_bucket(
            lead(change.began_on, 1, 'infinity') OVER (PARTITION BY summary.case_id ORDER BY change.began_on, change.id) - 1,
            %(days)s::date[]
        ) + 1 AS next_place
    FROM receivables_casesummary AS summary
    LEFT JOIN cases_stagechange AS change ON change.case_id = summary.case_id
),
steps_of_stages AS (
    SELECT stay.stage, greatest(stay.first_place, move.place) AS place, move.moved AS step
    FROM stays_in_stages AS stay
    JOIN moves_of_cases AS move ON move.case_id = stay.case_id AND move.place < stay.next_place
    WHERE stay.first_place < stay.next_place
    UNION ALL
    SELECT stay.stage, stay.next_place, -move.moved
    FROM stays_in_stages AS stay
    JOIN moves_of_cases AS move ON move.case_id = stay.case_id AND move.place < stay.next_place
    WHERE stay.first_place < stay.next_place
)
SELECT
    days.day,
    step.stage,
    sum(step.step) AS open
FROM unnest(%(days)s::date[]) WITH ORDINALITY AS days (day, place)
JOIN (SELECT stage, place, sum(step) AS step FROM steps_of_stages GROUP BY stage, place) AS step
    ON step.place <= days.place
GROUP BY days.day, step.stage
