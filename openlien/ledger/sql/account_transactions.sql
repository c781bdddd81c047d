-- One row per transaction of one case account, newest first, with the balances after it.
WITH transactions_of_the_case_account AS (
    SELECT
        moved.id,
        moved.occurred_on,
        moved.event,
        moved.description,
        moved.retail,
        moved.contracted,
        moved.reduction,
        moved.payment,
        moved.refund_due,
        moved.refund_paid,
        moved.cost_written_off,
        moved.lien_written_off,
        moved.is_cost_unknown,
        moved.recorded_at,
        coalesce(recorder.name, '') AS recorded_by,
        journal_number(seal.year, seal.first_serial + posting.place) AS number,
        greatest(
            0,
            sum(moved.contracted - moved.cost_written_off - moved.payment + moved.refund_due) OVER in_order
        ) AS cost_balance,
        sum(
            moved.retail - moved.reduction - moved.lien_written_off - moved.payment + moved.refund_due
        ) OVER in_order AS lien_balance,
        count(*) OVER () AS total
    FROM ledger_casetransaction AS moved
    LEFT JOIN ledger_posting AS posting ON posting.id = moved.posting_id
    LEFT JOIN ledger_seal AS seal ON seal.id = posting.seal_id
    LEFT JOIN identity_user AS recorder ON recorder.id = moved.recorded_by_id
    WHERE moved.case_account_id = %(account)s
    WINDOW in_order AS (ORDER BY moved.occurred_on, moved.id)
)
SELECT
    id,
    occurred_on,
    event,
    description,
    retail,
    contracted,
    reduction,
    payment,
    refund_due,
    refund_paid,
    cost_written_off,
    lien_written_off,
    is_cost_unknown,
    recorded_at,
    recorded_by,
    number,
    cost_balance,
    lien_balance,
    total
FROM transactions_of_the_case_account
WHERE %(after)s::bigint = 0 OR (occurred_on, id) < (
    SELECT occurred_on, id
    FROM transactions_of_the_case_account
    WHERE id = %(after)s::bigint
)
ORDER BY occurred_on DESC, id DESC
LIMIT %(limit)s::int
