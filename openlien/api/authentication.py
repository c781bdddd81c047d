"""Who calls: a signed-in browser with its CSRF token, or a program with a bearer token."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyCookie

from openlien.identity.actions import actor_using_token
from openlien.identity.actor import Actor
from openlien.identity.queries import actor_of
from openlien.kit.correlation import request_id


class BrowserSession(APIKeyCookie):
    """The session cookie; ninja's cookie class is the one that also checks the CSRF token."""

    param_name = "sessionid"

    def __init__(self) -> None:
        super().__init__(csrf=True)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """The signed-in actor, or None."""
        if not request.user.is_authenticated:
            return None
        return actor_of(request.user, source="api", request_id=request_id.get())


class BearerToken(HttpBearer):
    """A token made on the tokens page or by `openlien token create`."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor the token stands for, or None when it is unknown, revoked or expired."""
        return actor_using_token(token, request_id=request_id.get())


def actor_of_call(request: HttpRequest) -> Actor:
    """The actor of an authenticated call."""
    actor: Any = request.auth  # type: ignore[attr-defined]
    return actor
