-- One row per check that moves the book of a trust account by a day, in the order of the book.
-- A check that was received counts once it is deposited, one that is paid out once it is issued.
WITH counted AS (
    SELECT
        paid.id,
        paid.direction,
        paid.status,
        paid.type,
        paid.number,
        CASE WHEN paid.direction = 'in' THEN paid.amount ELSE -paid.amount END AS amount,
        least(
            CASE WHEN paid.direction = 'in' THEN coalesce(paid.received_on, paid.drawn_on) ELSE paid.drawn_on END,
            coalesce(paid.cleared_on, 'infinity'),
            coalesce(line.booked_on, 'infinity')
        ) AS entered_on,
        paid.cleared_on,
        line.booked_on AS bank_on,
        settlement.id AS settlement_id,
        settlement.case_id,
        settlement.plaintiff_id,
        coalesce(
            payee.name,
            nullif(paid.custom_payee, ''),
            CASE WHEN paid.direction = 'in' THEN nullif(settlement.counterparty ->> 'name', '') END,
            ''
        ) AS name
    FROM settlement_check AS paid
    JOIN settlement_settlement AS settlement ON settlement.id = paid.settlement_id
    LEFT JOIN cases_party AS payee ON payee.id = paid.payee_id
    LEFT JOIN settlement_bankmatch AS matched ON matched.check_paid_id = paid.id
    LEFT JOIN settlement_bankline AS line ON line.id = matched.line_id
    WHERE paid.escrow_account_id = %(account)s
        AND (
            (paid.direction = 'in' AND paid.status IN ('deposited', 'cleared'))
            OR (paid.direction = 'out' AND paid.status IN ('print', 'issue', 'pending', 'printed', 'cleared'))
        )
)
SELECT
    counted.id,
    counted.direction,
    counted.status,
    counted.type,
    counted.number,
    counted.amount,
    counted.entered_on,
    counted.cleared_on,
    counted.bank_on,
    counted.settlement_id,
    counted.case_id,
    counted.plaintiff_id,
    counted.name,
    sum(counted.amount) OVER (ORDER BY counted.entered_on, counted.id) AS balance,
    matter.number AS case_number,
    coalesce(person.name, 'All plaintiffs') AS plaintiff
FROM counted
JOIN cases_case AS matter ON matter.id = counted.case_id
LEFT JOIN cases_plaintiff AS plaintiff ON plaintiff.id = counted.plaintiff_id
LEFT JOIN cases_party AS person ON person.id = plaintiff.party_id
WHERE counted.entered_on <= %(as_of)s
ORDER BY counted.entered_on, counted.id
