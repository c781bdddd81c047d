"""API tokens: a secret is shown once; the database keeps its hash and its first letters."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.db.models.functions import Now

from openlien.kit.clock import now
from openlien.kit.errors import DomainError, NotFound

from ..actor import Actor
from ..models import ApiToken, Membership, User
from ..permissions import Permission, Role
from ..queries.actors import holder_of_token, token_hash
from ..unit_of_work import action
from .roles import add_memberships, held_by
from .users import create_user

SECRET_PREFIX = "ol_"
SHOWN_CHARACTERS = 10


class TokenRoleNotHeld(DomainError):
    """Not saved. A token acts in a role of its user, and {role} is none of them."""

    field = "role"


class TokenExpiresInPast(DomainError):
    """Not saved. A token expires in the future; {expires_on} is over."""

    field = "expires"


class TokenNameMissing(DomainError):
    """Not saved. Say in 1 to 120 characters what the token is for."""

    field = "name"


class UserInactive(DomainError):
    """Not saved. This user is deactivated; a token could not act."""


@action
def create_token(actor: Actor, *, role: Role, name: str, expires_at: datetime | None = None) -> str:
    """The secret of a new token that acts as the actor in this role; shown once, kept as a hash.

    Raises: NotFound for an actor who is no user, TokenRoleNotHeld, TokenExpiresInPast, TokenNameMissing.
    """
    user = User.objects.filter(pk=actor.user_id, is_active=True).first()
    if user is None:
        raise NotFound
    # The actor's own roles, not the user's: a token must not be able to make itself a mightier one.
    if role not in actor.roles:
        raise TokenRoleNotHeld(role=role.value)
    return _store(user, role=role, name=name, expires_at=expires_at)


@action
def create_token_for_email(
    actor: Actor, *, email: str, role: Role, name: str = "command line", expires_at: datetime | None = None
) -> str:
    """The secret of a new token for the user of an address, who is made, and given the role, when lacking.

    Raises: Forbidden, NoEmailAddress, UserInactive, ProviderNeedsGroup, TokenExpiresInPast, TokenNameMissing.
    """
    actor.require(Permission.USERS_MANAGE)
    user = User.objects.select_for_update().filter(email__iexact=email.strip()).first()
    if user is None:
        made = create_user(actor, email=email, name=email.strip().split("@")[0], roles=[role])
        user = User.objects.get(pk=made)
    elif not user.is_active:
        raise UserInactive
    elif not Membership.objects.filter(user=user, role=role.code).exists():
        add_memberships(user, held_by([role]))
    return _store(user, role=role, name=name, expires_at=expires_at)


@action
def revoke_token(actor: Actor, token_id: UUID) -> None:
    """Ends a token of the actor, or of anybody for who manages users; a second time changes nothing.

    Raises: NotFound for a token that is not there or not the actor's to end.
    """
    tokens = ApiToken.objects.filter(pk=token_id)
    if not actor.may(Permission.USERS_MANAGE):
        tokens = tokens.filter(user_id=actor.user_id)
    if not tokens.exists():
        raise NotFound
    tokens.filter(revoked_at__isnull=True).update(revoked_at=Now())


def actor_using_token(secret: str, *, request_id: str = "") -> Actor | None:
    """The actor a token stands for, its use noted at most once a minute; None when it is not valid."""
    holder = holder_of_token(secret, request_id=request_id)
    if holder is None:
        return None
    if holder.use_is_due:
        _touch(holder.actor, holder.token_id)
    return holder.actor


@action
def _touch(actor: Actor, token_id: UUID) -> None:
    ApiToken.objects.filter(pk=token_id).update(last_used_at=Now())


def _store(user: User, *, role: Role, name: str, expires_at: datetime | None) -> str:
    purpose = " ".join(name.split())
    if not 0 < len(purpose) <= 120 or not purpose.isprintable():
        raise TokenNameMissing
    if expires_at is not None and expires_at <= now():
        raise TokenExpiresInPast(expires_on=expires_at.date())
    secret = SECRET_PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(
        user=user,
        name=purpose,
        role=role.code,
        secret_start=secret[:SHOWN_CHARACTERS],
        secret_hash=token_hash(secret),
        expires_at=expires_at,
    )
    return secret
