"""What each role may do with the books (architecture 5, requirement 3, ruling C12).

Kept beside the package until the ledger has pages; then it moves into identity's one table.
"""

from __future__ import annotations

from enum import Enum

from openlien.identity.actor import Actor
from openlien.identity.permissions import Role
from openlien.kit.errors import Forbidden


class Right(Enum):
    """One thing a person may be allowed to do; the value is how the role page will name it."""

    VIEW = "See case accounts, journals and the books"
    WRITE = "Write and submit journals"
    APPROVE = "Approve and reject journals and write-offs"
    POST = "Post and reverse journals"
    EDIT_ACCOUNTS = "Change case accounts"
    SET_UP = "Change chart of accounts, templates and the ledger's policy"
    CLOSE_PERIODS = "Close, open and lock periods"
    AUDIT = "See the chain, anchors and checks of the books"


_ALL = frozenset(Right)
_READ = frozenset({Right.VIEW})
ROLE_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.FINANCIAL_ANALYST: _READ | {Right.WRITE, Right.POST, Right.EDIT_ACCOUNTS},
    Role.ACCOUNTING_MANAGER: _ALL - {Right.AUDIT},
    Role.CASE_MANAGER: _READ,
    Role.CFO_CONTROLLER: _READ | {Right.APPROVE, Right.CLOSE_PERIODS, Right.AUDIT},
    Role.AUDITOR: _READ | {Right.AUDIT},
    # Configures the product; may not write, approve or post (ruling C12).
    Role.SYSTEM_ADMINISTRATOR: _READ | {Right.SET_UP},
}


def require(actor: Actor, right: Right) -> None:
    """Passes when the actor holds a role, for the whole book, that has this right.

    *Raises*: Forbidden otherwise.
    """
    if not may(actor, right):
        roles = ", ".join(role.value for role in Role if right in ROLE_RIGHTS.get(role, frozenset()))
        raise Forbidden(permission=right.value, roles=roles)


def may(actor: Actor, right: Right) -> bool:
    """Whether a role that the actor holds for the whole book has this right."""
    return any(
        grant.scope.everything and right in ROLE_RIGHTS.get(grant.role, frozenset()) for grant in actor.grants
    )
