"""Provider groups that a list can be filtered by."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.sql import fetch_all

from ..models import Party
from ..scope import visible_bills

# Every list of somebody who sees everything asks this; it is written once, not put together each time.
_ALL_GROUPS = "SELECT id, name FROM cases_party WHERE kind = 'provider_group' ORDER BY name, id"


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
    if actor.scope_of(Permission.CASES_VIEW).everything:
        return [ProviderGroup(row.id, row.name) for row in fetch_all(_ALL_GROUPS)]
    groups = Party.objects.filter(kind=Party.Kind.PROVIDER_GROUP).order_by("name", "id")
    seen = groups.filter(Exists(visible_bills(actor).filter(provider_group_id=OuterRef("pk"))))
    return [ProviderGroup(group.id, group.name) for group in seen.only("id", "name")]
