"""The session engine: finds the session together with its user and the user's roles, in one statement.

Every request asks this, so that an ended session, a deactivated user and a changed role count at once.
"""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

from .models import Session, User
from .queries.sessions import session_of_key


class SessionStore(db.SessionStore):
    """Django's session in the database, which also knows whose it is; `user` is None when it is nobody's."""

    user: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the table that also names the user."""
        return Session

    def load(self) -> dict[str, Any]:
        """Return what the session holds; nothing when there is no such session or it has expired."""
        found = session_of_key(self.session_key)
        if found is None:
            self._session_key = None
            return {}
        self.user = found.user
        return deepcopy(_opened(found.content))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row to be saved."""
        row: Session = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        return row


# A session changes once a minute at most; its signature is checked when its content is met first.
@lru_cache(maxsize=1024)
def _opened(content: str) -> dict[str, Any]:
    opened: dict[str, Any] = SessionStore().decode(content)
    return opened
