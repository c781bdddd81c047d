"""API tokens as people see them: never the secret, only how it starts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from openlien.kit.clock import now

from ..actor import Actor
from ..models import ApiToken
from ..permissions import Permission, Role


@dataclass(frozen=True)
class TokenRow:
    """One token; its state is active, expired or revoked."""

    id: UUID
    name: str
    role: Role
    start: str
    owner_id: UUID
    owner_name: str
    owner_email: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    state: str


def own_tokens(actor: Actor) -> list[TokenRow]:
    """The actor's tokens, the newest first."""
    return _rows(ApiToken.objects.filter(user_id=actor.user_id))


def tokens_of_user(actor: Actor, user_id: UUID) -> list[TokenRow]:
    """The tokens of one user, the newest first.

    Raises: Forbidden.
    """
    actor.require(Permission.USERS_MANAGE)
    return _rows(ApiToken.objects.filter(user_id=user_id))


def all_tokens(actor: Actor) -> list[TokenRow]:
    """Everybody's tokens, the newest first.

    Raises: Forbidden.
    """
    actor.require(Permission.USERS_MANAGE)
    return _rows(ApiToken.objects.all())


def _rows(tokens: QuerySet[ApiToken]) -> list[TokenRow]:
    return [_row(token) for token in tokens.select_related("user").order_by("-id")]


def _row(token: ApiToken) -> TokenRow:
    return TokenRow(
        id=token.id,
        name=token.name,
        role=Role.of_code(token.role),
        start=token.secret_start,
        owner_id=token.user_id,
        owner_name=token.user.name,
        owner_email=token.user.email,
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
        revoked_at=token.revoked_at,
        state=_state(token),
    )


def _state(token: ApiToken) -> str:
    if token.revoked_at is not None:
        return "revoked"
    if token.expires_at is not None and token.expires_at <= now():
        return "expired"
    return "active"
