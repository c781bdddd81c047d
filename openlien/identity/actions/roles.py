"""Which roles a user holds, and for which part of the book."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from openlien.kit.errors import DomainError

from ..actor import Actor, Grant, Scope
from ..constraints import speaks_for
from ..models import Membership, User
from ..permissions import Permission, Role
from ..unit_of_work import action
from .administrators import is_active_administrator, keep_an_administrator
from .finding import locked_user

Held = tuple[str, str, UUID | None]


@speaks_for("membership_of_provider_is_scoped")
class ProviderNeedsGroup(DomainError):
    """Not saved. The Provider role sees the bills of one provider group; choose which."""

    field = "roles"


class RoleReachesEverything(DomainError):
    """Not saved. {role} works across the whole book and cannot be limited to a provider group or law firm."""

    field = "roles"


@speaks_for("membership_scope_is_a_party", "membership_scope_names_its_party")
class UnknownScope(DomainError):
    """Not saved. The provider group or law firm chosen for a role is not there any more."""

    field = "roles"


@action
def set_roles(actor: Actor, user_id: UUID, roles: Iterable[Role | Grant]) -> None:
    """Makes these the roles that the user holds, no others; a bare role reaches everything.

    Raises: Forbidden, NotFound, ProviderNeedsGroup, RoleReachesEverything, UnknownScope,
    OwnAdministratorRole, LastAdministrator.
    """
    actor.require(Permission.USERS_MANAGE)
    wanted = held_by(roles)
    user = locked_user(user_id)
    administrator: Held = (Role.SYSTEM_ADMINISTRATOR.code, Membership.ScopeKind.EVERYTHING, None)
    if administrator not in wanted and is_active_administrator(user_id):
        keep_an_administrator(actor, user_id)
    _replace(user, wanted)


def held_by(roles: Iterable[Role | Grant]) -> set[Held]:
    """Roles and grants as rows of memberships: role, kind of scope, party of the scope.

    Raises: ProviderNeedsGroup, RoleReachesEverything.
    """
    rows: set[Held] = set()
    for given in roles:
        grant = given if isinstance(given, Grant) else Grant(given)
        _check_scope(grant)
        rows |= {(grant.role.code, kind, party) for kind, party in _parties(grant.scope)}
    return rows


def add_memberships(user: User, rows: Iterable[Held]) -> None:
    """Gives the user these roles."""
    Membership.objects.bulk_create(
        Membership(user=user, role=role, scope_kind=kind, scope_id=party)
        for role, kind, party in sorted(rows, key=str)
    )


def _check_scope(grant: Grant) -> None:
    if grant.role is Role.PROVIDER and (grant.scope.everything or not grant.scope.provider_group_ids):
        raise ProviderNeedsGroup
    if grant.role is Role.PROVIDER and grant.scope.law_firm_ids:
        raise ProviderNeedsGroup
    if grant.role is Role.SYSTEM_ADMINISTRATOR and not grant.scope.everything:
        raise RoleReachesEverything(role=grant.role.value)


def _parties(scope: Scope) -> list[tuple[str, UUID | None]]:
    kinds = Membership.ScopeKind
    if scope.everything:
        return [(kinds.EVERYTHING.value, None)]
    return [(kinds.PROVIDER_GROUP.value, party) for party in scope.provider_group_ids] + [
        (kinds.LAW_FIRM.value, party) for party in scope.law_firm_ids
    ]


def _replace(user: User, wanted: set[Held]) -> None:
    kept: set[Held] = set()
    for membership in Membership.objects.filter(user=user).order_by("id"):
        row = (membership.role, membership.scope_kind, membership.scope_id)
        if row in wanted:
            kept.add(row)
        else:
            membership.delete()
    add_memberships(user, wanted - kept)
