"""The session of a request with its user, whose roles come along."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from openlien.kit.sql import fetch_one, load

from ..actor import Grant
from ..models import User
from ..permissions import Role
from .actors import in_order_of_roles, scope_of_row

_USER_FIELDS = tuple(field.attname for field in User._meta.concrete_fields)


@dataclass(frozen=True, slots=True)
class FoundSession:
    """What a session holds, still signed, and its user with `User.grants` set; None when it is nobody's."""

    content: str
    user: User | None


def session_of_key(key: str) -> FoundSession | None:
    """The session of a key; None when there is no such session or it has expired."""
    row = fetch_one(load("openlien.identity", "session"), [key])
    if row is None:
        return None
    if row.id is None:
        return FoundSession(row.session_data, None)
    user = User.from_db("default", _USER_FIELDS, [getattr(row, name) for name in _USER_FIELDS])
    user.grants = _grants(row.memberships)
    return FoundSession(row.session_data, user)


@lru_cache(maxsize=1024)
def _grants(memberships: str) -> tuple[Grant, ...]:
    """The grants of membership rows as the statement writes them; the same text is the same grants."""
    return in_order_of_roles(
        Grant(Role.of_code(role), scope_of_row(kind, UUID(party) if party else None))
        for role, kind, party in json.loads(memberships)
    )
