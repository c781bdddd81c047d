-- One row per movement of a line, the newest first: with the balance after it and how many bills it names.
SELECT
    moved.id,
    moved.kind,
    moved.moved_on,
    moved.drawn,
    moved.interest_paid,
    moved.reference,
    moved.reason,
    moved.reverses_id,
    EXISTS (SELECT FROM funding_movement AS back WHERE back.reverses_id = moved.id) AS is_reversed,
    sum(moved.drawn) OVER (ORDER BY moved.moved_on, moved.id) AS balance,
    (SELECT count(*) FROM funding_movementpart WHERE movement_id = moved.id) AS bills,
    person.name AS recorded_by
FROM funding_movement AS moved
LEFT JOIN identity_user AS person ON person.id = moved.recorded_by_id
WHERE moved.line_id = %(line)s AND moved.moved_on <= %(as_of)s
ORDER BY moved.moved_on DESC, moved.id DESC
