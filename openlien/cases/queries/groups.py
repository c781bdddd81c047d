"""Provider groups that a list can be filtered by."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission

from ..models import Party
from ..scope import visible_bills


@dataclass(frozen=True, slots=True)
class ProviderGroup:
    """One group of providers."""

    id: UUID
    name: str


def provider_groups(actor: Actor) -> list[ProviderGroup]:
    """The provider groups with bills that the actor sees, by name; all of them for who sees everything.

    Raises: Forbidden.
    """
    actor.require(Permission.CASES_VIEW)
    groups = Party.objects.filter(kind=Party.Kind.PROVIDER_GROUP).order_by("name", "id")
    if not actor.scope_of(Permission.CASES_VIEW).everything:
        groups = groups.filter(Exists(visible_bills(actor).filter(provider_group_id=OuterRef("pk"))))
    return [ProviderGroup(group.id, group.name) for group in groups.only("id", "name")]
