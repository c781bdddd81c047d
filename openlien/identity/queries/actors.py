"""Who a signed-in user or a token is; read on every request, one query each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import BooleanField, Case, F, Q, Value, When
from django.db.models.functions import Now

from ..actor import EVERYTHING, Actor, Grant, Scope
from ..models import ApiToken, Membership, User
from ..permissions import Role

TOKEN_USE_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class TokenHolder:
    """A valid token: whom it stands for, and whether its use should be noted again."""

    actor: Actor
    token_id: UUID
    use_is_due: bool


def actor_of(user: User, *, source: str, request_id: str = "") -> Actor:
    """The actor that this user is, with every role the user holds; a deactivated user holds none."""
    return Actor(
        name=user.name,
        email=user.email,
        user_id=user.id,
        grants=_held_by(user) if user.is_active else (),
        source=source,
        request_id=request_id,
    )


def actor_of_token(secret: str, *, request_id: str = "") -> Actor | None:
    """The actor a token stands for, limited to the token's role; None when the token is not valid."""
    holder = holder_of_token(secret, request_id=request_id)
    return holder.actor if holder else None


def holder_of_token(secret: str, *, request_id: str = "") -> TokenHolder | None:
    """The holder of a token that is known, unexpired, not revoked, of an active user who holds its role."""
    rows = list(
        ApiToken.objects.filter(
            _unexpired(),
            secret_hash=token_hash(secret),
            revoked_at__isnull=True,
            user__is_active=True,
            user__memberships__role=F("role"),
        )
        .annotate(
            granted_kind=F("user__memberships__scope_kind"),
            granted_party=F("user__memberships__scope_id"),
            use_is_due=_use_is_due(),
        )
        .select_related("user")
    )
    if not rows:
        return None
    token = rows[0]
    role = Role.of_code(token.role)
    actor = Actor(
        name=token.user.name,
        email=token.user.email,
        user_id=token.user_id,
        grants=tuple(Grant(role, scope_of_row(row.granted_kind, row.granted_party)) for row in rows),
        source="api",
        request_id=request_id,
    )
    return TokenHolder(actor=actor, token_id=token.id, use_is_due=token.use_is_due)


def token_hash(secret: str) -> bytes:
    """What the database keeps of a token's secret."""
    return hashlib.sha256(secret.encode()).digest()


def grants_of(memberships: Iterable[Membership]) -> tuple[Grant, ...]:
    """Membership rows as grants, in the order of the roles."""
    return in_order_of_roles(
        Grant(Role.of_code(membership.role), scope_of_row(membership.scope_kind, membership.scope_id))
        for membership in memberships
    )


def in_order_of_roles(grants: Iterable[Grant]) -> tuple[Grant, ...]:
    """The grants as they are listed everywhere."""
    order = list(Role)
    return tuple(sorted(grants, key=lambda grant: order.index(grant.role)))


def scope_of_row(kind: str, party: UUID | None) -> Scope:
    """The scope that one membership row stands for."""
    parties = frozenset({party} if party else ())
    match kind:
        case Membership.ScopeKind.PROVIDER_GROUP:
            return Scope(provider_group_ids=parties)
        case Membership.ScopeKind.LAW_FIRM:
            return Scope(law_firm_ids=parties)
        case _:
            return EVERYTHING


def _held_by(user: User) -> tuple[Grant, ...]:
    return grants_of(user.memberships.all()) if user.grants is None else user.grants


def _unexpired() -> Q:
    return Q(expires_at__isnull=True) | Q(expires_at__gt=Now())


def _use_is_due() -> Case:
    due = Q(last_used_at__isnull=True) | Q(last_used_at__lt=Now() - TOKEN_USE_NOTED_EVERY)
    return Case(When(due, then=Value(True)), default=Value(False), output_field=BooleanField())
