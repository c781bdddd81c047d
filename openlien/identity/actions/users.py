"""Users: added, renamed, deactivated and let back in."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models.functions import Now

from openlien.kit.errors import Conflict, DomainError

from ..actor import Actor, Grant
from ..constraints import speaks_for
from ..models import User
from ..permissions import Permission, Role
from ..unit_of_work import action
from .administrators import is_active_administrator, keep_an_administrator
from .finding import locked_user
from .passwords import check_password
from .roles import add_memberships, held_by, set_roles


@speaks_for("user_email_is_unique")
class EmailTaken(Conflict):
    """Not saved. Another user already signs in with this e-mail address."""

    field = "email"


class NoEmailAddress(DomainError):
    """Not saved. An e-mail address looks like name@company.com."""

    field = "email"


@speaks_for("user_has_a_name")
class NameMissing(DomainError):
    """Not saved. A user needs a name of 1 to 120 characters."""

    field = "name"


class CannotDeactivateYourself(Conflict):
    """Not saved. You cannot deactivate yourself; another administrator can."""


@action
def create_user(
    actor: Actor,
    *,
    email: str,
    name: str,
    roles: Iterable[Role | Grant] = (),
    password: str | None = None,
) -> UUID:
    """The id of a new user who holds these roles; without a password the user cannot sign in yet.

    Raises: Forbidden, NoEmailAddress, EmailTaken, NameMissing, WeakPassword, ProviderNeedsGroup,
    RoleReachesEverything, UnknownScope.
    """
    actor.require(Permission.USERS_MANAGE)
    memberships = held_by(roles)
    user = User(email=_email(email), name=_name(name))
    if User.objects.filter(email__iexact=user.email).exists():
        raise EmailTaken
    if password is None:
        user.set_unusable_password()
    else:
        check_password(password, user)
        user.set_password(password)
        user.password_changed_at = Now()
    user.save(force_insert=True)
    add_memberships(user, memberships)
    return user.id


@action
def change_user(
    actor: Actor,
    user_id: UUID,
    *,
    name: str | None = None,
    is_active: bool | None = None,
    roles: Iterable[Role | Grant] | None = None,
) -> None:
    """Renames a user, deactivates one or lets one back in, gives roles; None leaves things as they are.

    Raises: Forbidden, NotFound, NameMissing, CannotDeactivateYourself, LastAdministrator, and what set_roles
    raises.
    """
    actor.require(Permission.USERS_MANAGE)
    user = locked_user(user_id)
    if name is not None:
        user.name = _name(name)
    if is_active is not None:
        if user.is_active and not is_active:
            _check_leaving(actor, user_id)
        user.is_active = is_active
    user.save(update_fields=["name", "is_active"])
    if roles is not None:
        set_roles(actor, user_id, roles)


@action
def remove_second_factor(actor: Actor, user_id: UUID) -> None:
    """Takes authenticator app and recovery codes from a user who lost them; the password is enough again.

    Raises: Forbidden, NotFound.
    """
    actor.require(Permission.USERS_MANAGE)
    user = locked_user(user_id)
    Authenticator.objects.filter(user=user).delete()


def _check_leaving(actor: Actor, user_id: UUID) -> None:
    if user_id == actor.user_id:
        raise CannotDeactivateYourself
    if is_active_administrator(user_id):
        keep_an_administrator(actor, user_id)


def _email(text: str) -> str:
    address = text.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise NoEmailAddress from None
    if len(address) > User._meta.get_field("email").max_length:
        raise NoEmailAddress
    return address


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not 0 < len(name) <= 120 or not name.isprintable():
        raise NameMissing
    return name
