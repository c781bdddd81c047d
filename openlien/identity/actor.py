"""Who acts: the first argument of every query and action."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from openlien.kit.errors import Forbidden

from .permissions import ROLE_PERMISSIONS, WHOLE_BOOK, Permission, Role, roles_allowing


@dataclass(frozen=True)
class Scope:
    """What part of the book a membership reaches: everything, or named provider groups and law firms."""

    everything: bool = False
    provider_group_ids: frozenset[UUID] = frozenset()
    law_firm_ids: frozenset[UUID] = frozenset()

    def __or__(self, other: Scope) -> Scope:
        return Scope(
            everything=self.everything or other.everything,
            provider_group_ids=self.provider_group_ids | other.provider_group_ids,
            law_firm_ids=self.law_firm_ids | other.law_firm_ids,
        )


EVERYTHING = Scope(everything=True)
NOTHING = Scope()


@dataclass(frozen=True)
class Grant:
    """One role held in one scope."""

    role: Role
    scope: Scope = EVERYTHING

    def allows(self, permission: Permission) -> bool:
        """Whether this role allows it; what concerns the whole book takes a role held for everything."""
        if permission in WHOLE_BOOK and not self.scope.everything:
            return False
        return permission in ROLE_PERMISSIONS[self.role]


@dataclass(frozen=True)
class Actor:
    """A person or a job that acts, with what it may do and where it comes from."""

    name: str
    grants: tuple[Grant, ...]
    user_id: UUID | None = None
    email: str = ""
    source: str = "web"
    request_id: str = ""

    @property
    def roles(self) -> frozenset[Role]:
        """The roles the actor holds, in whatever scope."""
        return frozenset(grant.role for grant in self.grants)

    def may(self, permission: Permission) -> bool:
        """Whether any role of the actor allows this."""
        return any(grant.allows(permission) for grant in self.grants)

    def require(self, permission: Permission) -> None:
        """Passes when the actor may do this.

        Raises: openlien.kit.errors.Forbidden otherwise.
        """
        if not self.may(permission):
            allowed = ", ".join(role.value for role in roles_allowing(permission))
            raise Forbidden(permission=permission.value, roles=allowed)

    def scope_of(self, permission: Permission) -> Scope:
        """The part of the book where the actor may do this."""
        scope = NOTHING
        for grant in self.grants:
            if grant.allows(permission):
                scope = scope | grant.scope
        return scope

    def limited_to(self, role: Role) -> Actor:
        """The same actor with one of its roles only, as an API token acts."""
        return replace(self, grants=tuple(grant for grant in self.grants if grant.role is role))


def system_actor(source: str) -> Actor:
    """The installation itself: what commands and jobs act as when no person started them."""
    every_role = tuple(Grant(role, EVERYTHING) for role in Role if role is not Role.PROVIDER)
    return Actor(name="OpenLien", grants=every_role, source=source)
