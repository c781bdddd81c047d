"""Roles, scopes and permissions in the words that people read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from openlien.cases.queries import party_names
from openlien.identity.actor import Grant
from openlien.identity.permissions import ROLE_PERMISSIONS, Permission, Role

EVERYTHING = "Everything"


@dataclass(frozen=True)
class GrantWords:
    """A role and what it reaches, with the value that stands for both in a form."""

    role: str
    reach: str
    value: str
    is_limited: bool


def grant_words(grants: Sequence[Grant], names: Mapping[UUID, str] | None = None) -> list[GrantWords]:
    """Each role with what it reaches; a role limited to several parties comes once for each."""
    known = names_of_scopes(grants) if names is None else names
    return [words for grant in grants for words in _words(grant, known)]


def names_of_scopes(grants: Iterable[Grant]) -> dict[UUID, str]:
    """The names of the parties to which these grants are limited."""
    ids: set[UUID] = set()
    for grant in grants:
        ids |= grant.scope.provider_group_ids | grant.scope.law_firm_ids
    return party_names(ids)


def permission_words(grants: Iterable[Grant]) -> list[str]:
    """What these grants together allow, in the order of the matrix."""
    held = list(grants)
    return [each.value for each in Permission if any(grant.allows(each) for grant in held)]


def matrix() -> list[tuple[Permission, list[tuple[Role, bool]]]]:
    """The one table of permissions: each permission with every role and whether the role has it."""
    return [
        (permission, [(role, permission in ROLE_PERMISSIONS[role]) for role in Role])
        for permission in Permission
    ]


def _words(grant: Grant, names: Mapping[UUID, str]) -> list[GrantWords]:
    code, label = grant.role.code, grant.role.value
    if grant.scope.everything:
        return [GrantWords(label, EVERYTHING, code, False)]
    kinds = {"provider_group": grant.scope.provider_group_ids, "law_firm": grant.scope.law_firm_ids}
    return [
        GrantWords(label, names.get(party, "A party that is gone"), f"{code}:{kind}:{party}", True)
        for kind, parties in kinds.items()
        for party in sorted(parties, key=lambda party: names.get(party, ""))
    ]
