-- One row per settlement reached by the day: what it is over, what came in for it, what the firm took as its fee and
-- what was paid out of it until that day.
WITH moved_money AS (
    SELECT
        moved.settlement_id,
        sum(moved.amount) FILTER (WHERE moved.direction = 'in') AS received,
        sum(moved.amount) FILTER (WHERE moved.direction = 'in' AND moved.cleared_on <= %(as_of)s) AS cleared,
        sum(moved.amount) FILTER (WHERE moved.direction = 'out' AND moved.type = ANY(%(liens)s)) AS to_lien_holders,
        sum(moved.amount) FILTER (WHERE moved.direction = 'out' AND moved.type = 'client') AS to_client
    FROM settlement_check AS moved
    WHERE
        (
            moved.direction = 'in'
            AND moved.status = ANY(%(received)s)
            AND coalesce(moved.received_on, moved.drawn_on) <= %(as_of)s
        )
        OR (moved.direction = 'out' AND moved.status = ANY(%(issued)s) AND moved.drawn_on <= %(as_of)s)
    GROUP BY moved.settlement_id
),
fee_taken AS (
    SELECT
        intake.settlement_id,
        sum(intake.amount) AS recorded
    FROM settlement_feeintake AS intake
    WHERE intake.recorded_on <= %(as_of)s
    GROUP BY intake.settlement_id
)
SELECT
    matter.number AS case_number,
    coalesce(plaintiff_party.name, 'All plaintiffs') AS plaintiff,
    coalesce(firm.name, '') AS firm,
    coalesce(kind.name, '') AS type,
    agreed.settled_on,
    agreed.check_expected_on AS expected_on,
    coalesce(agreed.distributed_on <= %(as_of)s, FALSE) AS is_distributed,
    agreed.gross,
    agreed.firm_fee,
    EXISTS (
        SELECT
        FROM settlement_settlementcalculation AS saved
        WHERE
            saved.settlement_id = agreed.id
            AND saved.name = ''
    ) AS is_calculated,
    coalesce(moved_money.received, 0) AS received,
    coalesce(moved_money.cleared, 0) AS cleared,
    coalesce(moved_money.to_lien_holders, 0) AS to_lien_holders,
    coalesce(moved_money.to_client, 0) AS to_client,
    coalesce(fee_taken.recorded, 0) AS recorded
FROM settlement_settlement AS agreed
JOIN cases_case AS matter ON matter.id = agreed.case_id
JOIN settlement_settlementtype AS kind ON kind.id = agreed.type_id
LEFT JOIN cases_plaintiff AS plaintiff ON plaintiff.id = agreed.plaintiff_id
LEFT JOIN cases_party AS plaintiff_party ON plaintiff_party.id = plaintiff.party_id
LEFT JOIN cases_party AS firm ON firm.id = matter.law_firm_id
LEFT JOIN moved_money ON moved_money.settlement_id = agreed.id
LEFT JOIN fee_taken ON fee_taken.settlement_id = agreed.id
WHERE agreed.settled_on <= %(as_of)s
ORDER BY agreed.settled_on, agreed.id
