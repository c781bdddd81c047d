"""Passwords: chosen by their owner, or set by an administrator."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models.functions import Now

from openlien.kit.errors import DomainError

from ..actor import Actor
from ..models import User
from ..permissions import Permission
from ..unit_of_work import action
from .finding import locked_user

PASSWORD_CHARACTERS_MAX = 256


class WeakPassword(DomainError):
    """Not saved. {reasons}"""

    field = "password"


@action
def set_password(actor: Actor, user_id: UUID, password: str) -> None:
    """Gives a user a new password; every session of the user ends.

    Raises: Forbidden, NotFound, WeakPassword.
    """
    actor.require(Permission.USERS_MANAGE)
    _store(locked_user(user_id), password)


@action
def change_own_password(actor: Actor, password: str) -> None:
    """Gives the actor a new password; the caller has checked the present one.

    Raises: NotFound for an actor who is no user, WeakPassword.
    """
    _store(locked_user(actor.user_id), password)  # type: ignore[arg-type]


def check_password(password: str, user: User) -> None:
    """Passes when the password is long and unusual enough, and unlike the user's name and address.

    Raises: WeakPassword.
    """
    if len(password) > PASSWORD_CHARACTERS_MAX:
        raise WeakPassword(reasons=f"A password has at most {PASSWORD_CHARACTERS_MAX} characters.")
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise WeakPassword(reasons=" ".join(weak.messages)) from None


def _store(user: User, password: str) -> None:
    check_password(password, user)
    user.set_password(password)
    # The hash stays out of the audit trail; this moment is what the trail shows.
    user.password_changed_at = Now()
    user.save(update_fields=["password", "password_changed_at"])
