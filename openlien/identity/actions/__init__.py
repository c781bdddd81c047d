"""Writes about users: each one transaction of the actor that comes first."""

from .access import record_access, touch_last_seen
from .passwords import change_own_password, set_password
from .roles import set_roles
from .tokens import actor_using_token, create_token, create_token_for_email, revoke_token
from .users import change_user, create_user, remove_second_factor

__all__ = [
    "actor_using_token",
    "change_own_password",
    "change_user",
    "create_token",
    "create_token_for_email",
    "create_user",
    "record_access",
    "remove_second_factor",
    "revoke_token",
    "set_password",
    "set_roles",
    "touch_last_seen",
]
