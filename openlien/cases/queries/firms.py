"""Law firms by the beginnings of their words, for search boxes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.sql import fetch_all, load

from ..search import prefix_query


@dataclass(frozen=True, slots=True)
class FoundFirm:
    """One law firm that matches the words."""

    id: UUID
    name: str


def find_firms(actor: Actor, words: str, *, limit: int = 8) -> list[FoundFirm]:
    """The law firms with words that begin so, among those of the cases that the actor sees.

    *Shapes*: at most `limit`, by name; the first of all for blank words.
    Raises: Forbidden.
    """
    actor.require(Permission.CASES_VIEW)
    query = prefix_query(words)
    if not query and words.strip():
        return []
    return _firms(actor, query=query, firm=None, limit=limit)


def firm_name(actor: Actor, firm_id: UUID) -> str | None:
    """The name of a law firm of cases that the actor sees; None for any other.

    Raises: Forbidden.
    """
    actor.require(Permission.CASES_VIEW)
    found = _firms(actor, query="", firm=firm_id, limit=1)
    return found[0].name if found else None


def _firms(actor: Actor, *, query: str, firm: UUID | None, limit: int) -> list[FoundFirm]:
    scope = actor.scope_of(Permission.CASES_VIEW)
    rows = fetch_all(
        load("openlien.cases", "find_firms"),
        {
            "query": query,
            "firm": firm,
            "everything": scope.everything,
            "firms": sorted(scope.law_firm_ids),
            "groups": sorted(scope.provider_group_ids),
            "limit": limit,
        },
    )
    return [FoundFirm(row.id, row.name) for row in rows]
