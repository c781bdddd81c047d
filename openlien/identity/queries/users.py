"""Users as administrators see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from openlien.kit.errors import NotFound

from ..actor import Actor, Grant
from ..models import Membership, User
from ..permissions import Permission
from .actors import grants_of


@dataclass(frozen=True)
class UserRow:
    """One user with roles and state."""

    id: UUID
    name: str
    email: str
    is_active: bool
    can_sign_in: bool
    has_second_factor: bool
    last_seen_at: datetime | None
    created_at: datetime
    has_password: bool
    password_changed_at: datetime | None
    grants: tuple[Grant, ...]


def users(actor: Actor, *, search: str = "", status: str = "") -> list[UserRow]:
    """The users whose name or address holds the text, by name; status is "", "active" or "inactive".

    Raises: Forbidden.
    """
    actor.require(Permission.USERS_MANAGE)
    found = _rows().order_by("name", "email")
    # PostgreSQL refuses the zero byte in any text.
    if text := search.replace("\0", "").strip():
        found = found.filter(Q(name__icontains=text) | Q(email__icontains=text))
    if status in {"active", "inactive"}:
        found = found.filter(is_active=status == "active")
    return [_row(user) for user in found]


def user_detail(actor: Actor, user_id: UUID) -> UserRow:
    """One user.

    Raises: Forbidden, NotFound.
    """
    actor.require(Permission.USERS_MANAGE)
    user = _rows().filter(pk=user_id).first()
    if user is None:
        raise NotFound
    return _row(user)


def has_second_factor(actor: Actor) -> bool:
    """Whether the actor signs in with a code beside the password."""
    return Authenticator.objects.filter(user_id=actor.user_id, type=Authenticator.Type.TOTP).exists()


def _rows() -> QuerySet[User]:
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    memberships = Prefetch("memberships", Membership.objects.order_by("id"))
    return User.objects.annotate(second_factor=Exists(factor)).prefetch_related(memberships)


def _row(user: User) -> UserRow:
    return UserRow(
        id=user.id,
        name=user.name,
        email=user.email,
        is_active=user.is_active,
        can_sign_in=user.is_active and user.has_usable_password(),
        has_second_factor=user.second_factor,
        last_seen_at=user.last_seen_at,
        created_at=user.created_at,
        has_password=user.has_usable_password(),
        password_changed_at=user.password_changed_at,
        grants=grants_of(user.memberships.all()),
    )
