"""There is always somebody who can manage users: the rules around the System Administrator role."""

from __future__ import annotations

from uuid import UUID

from openlien.kit.errors import Conflict

from ..actor import Actor
from ..models import Membership
from ..permissions import Role


class OwnAdministratorRole(Conflict):
    """Not saved. You cannot take the System Administrator role from yourself; another administrator can."""

    field = "roles"


class LastAdministrator(Conflict):
    """Not saved. This is the last active System Administrator; make somebody else one first."""

    field = "roles"


def keep_an_administrator(actor: Actor, leaving_id: UUID) -> None:
    """Passes when the user, who holds the role, may lose it or be deactivated.

    Raises: OwnAdministratorRole, LastAdministrator.
    """
    if leaving_id == actor.user_id:
        raise OwnAdministratorRole
    held = Membership.objects.filter(role=Role.SYSTEM_ADMINISTRATOR.code)
    # Two administrators who remove each other at once wait here for one another; the count comes after.
    list(held.select_for_update(of=("self",)).order_by("id").values_list("id"))
    if not held.filter(user__is_active=True).exclude(user_id=leaving_id).exists():
        raise LastAdministrator


def is_active_administrator(user_id: UUID) -> bool:
    """Whether the user can manage users today."""
    return Membership.objects.filter(
        user_id=user_id, role=Role.SYSTEM_ADMINISTRATOR.code, user__is_active=True
    ).exists()
