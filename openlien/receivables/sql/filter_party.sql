-- One row: the party of a kind with this id or name, where it occurs in the actor's part of the book.
SELECT party.id
FROM cases_party AS party
WHERE party.kind = %(kind)s
    AND (party.id = %(id)s::uuid OR upper(party.name) = upper(%(name)s::text))
    AND {occurs}
ORDER BY party.id
LIMIT 1
