"""Provider groups and law firms by name: what a role can be limited to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission

from ..models import Party

KINDS = (Party.Kind.PROVIDER_GROUP, Party.Kind.LAW_FIRM)


@dataclass(frozen=True, slots=True)
class ScopeParty:
    """One provider group or law firm."""

    id: UUID
    kind: str
    name: str

    @property
    def label(self) -> str:
        """The name with what it is."""
        return f"{self.name} ({Party.Kind(self.kind).label.lower()})"


def scope_parties(actor: Actor) -> list[ScopeParty]:
    """Every party that a role may be limited to, provider groups first, then by name.

    Raises: Forbidden.
    """
    actor.require(Permission.USERS_MANAGE)
    found = Party.objects.filter(kind__in=KINDS).order_by("-kind", "name").values_list("id", "kind", "name")
    return [ScopeParty(*row) for row in found]


def party_names(ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of these provider groups and law firms; their ids come from a role that somebody holds.

    No query when there is no id.
    """
    if not ids:
        return {}
    return dict(Party.objects.filter(kind__in=KINDS, id__in=ids).values_list("id", "name"))
