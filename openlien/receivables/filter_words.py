"""Filters as people and programs write them: a party by its id or by its name.

A party that does not occur in the actor's part of the book is as unknown as one that there is none of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import InvalidInput

from .queries import FilterParty, Filters, find_party

VALUES_MAX = 50


def read_filters(
    actor: Actor,
    *,
    provider_groups: Sequence[str] = (),
    firms: Sequence[str] = (),
    states: Sequence[str] = (),
    tranches: Sequence[str] = (),
) -> Filters:
    """The filters that these words mean; blank words restrict nothing.

    Raises: Forbidden; openlien.kit.errors.InvalidInput for a party that the actor has none of.
    """
    actor.require(Permission.PORTFOLIO_VIEW)
    return Filters(
        provider_group_ids=_parties(
            actor, "providerGroup", FilterParty.PROVIDER_GROUP, _words(provider_groups)
        ),
        law_firm_ids=_parties(actor, "firm", FilterParty.LAW_FIRM, _words(firms)),
        states=tuple(word.upper() for word in _words(states)),
        tranches=_words(tranches),
    )


def _words(values: Iterable[str]) -> tuple[str, ...]:
    words = tuple(value.strip() for value in values if value.strip())
    if len(words) > VALUES_MAX:
        raise InvalidInput("filter", f"Filter by at most {VALUES_MAX} values at a time.")
    if any("\x00" in word or len(word) > 200 for word in words):
        raise InvalidInput("filter", "A filter value is plain text of at most 200 characters.")
    return words


def _parties(actor: Actor, field: str, kind: FilterParty, words: tuple[str, ...]) -> tuple[UUID, ...]:
    return tuple(_party(actor, field, kind, word) for word in words)


def _party(actor: Actor, field: str, kind: FilterParty, word: str) -> UUID:
    party_id = find_party(actor, kind, word)
    if party_id is None:
        raise InvalidInput(field, f'There is no {kind.label} "{word}".')
    return party_id
