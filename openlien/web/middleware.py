"""What surrounds every request: its id and log line, security policy, session limits, actor, refusals."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from openlien.identity.actions import touch_last_seen
from openlien.identity.queries import actor_of
from openlien.kit.correlation import request_id
from openlien.kit.errors import DomainError

from .errors import refused

Respond = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger("openlien.requests")

NOTED_EVERY_SECONDS = 60
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)


class RequestContext:
    """Gives each request an id, and writes one log line about it: its route, never the path itself."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with the id in its headers."""
        token = request_id.set(uuid.uuid4().hex)
        began = time.monotonic()
        try:
            response = self.respond(request)
            response.headers["X-Request-Id"] = request_id.get()
            self._log(request, response.status_code, time.monotonic() - began)
            return response
        finally:
            request_id.reset(token)

    def _log(self, request: HttpRequest, status_code: int, seconds: float) -> None:
        match = request.resolver_match
        fields = {
            "method": request.method,
            "route": match.route if match else "none",
            "status_code": status_code,
            "duration_ms": round(seconds * 1000),
        }
        logger.info("request", extra=fields)


class ContentSecurityPolicy:
    """Forbids inline scripts and styles, foreign sources, framing and caching, unless a view decides."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer with the headers that guard it."""
        response = self.respond(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class SignedInUser(AuthenticationMiddleware):
    """Attaches the user who came with the session; a session in doubt is judged as Django does."""

    def process_request(self, request: HttpRequest) -> None:
        """Attaches the user, who is read when somebody asks."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _user_of(request))


class SessionLimits:
    """Ends a session after 15 idle minutes, and after 12 hours whatever happens.

    `request.session_ended` says which limit ended the session of this request: "idle", "absolute" or "".
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, to nobody when a limit has passed."""
        request.session_ended = ""  # type: ignore[attr-defined]
        if request.user.is_authenticated and (limit := _limit_passed(request)):
            logout(request)
            request.session_ended = limit  # type: ignore[attr-defined]
        return self.respond(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: object, kwargs: object
    ) -> None:
        """Notes activity, unless the page asks by itself, as progress does."""
        if request.user.is_authenticated and not getattr(view, "background", False):
            _note_activity(request)


class ActorOfRequest:
    """Attaches the actor that queries and actions take first; None when nobody is signed in."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer to the actor."""
        user = request.user
        request.actor = (  # type: ignore[attr-defined]
            actor_of(user, source="web", request_id=request_id.get()) if user.is_authenticated else None
        )
        return self.respond(request)


class DomainErrors:
    """Turns a refused call into a page that says what happened and what to do."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; refusals come in through process_exception."""
        return self.respond(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a broken rule; other exceptions stay what they are."""
        return refused(request, exception) if isinstance(exception, DomainError) else None


def _user_of(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    session = request.session
    if (
        session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and (user := session.user) is not None
        and user.is_active
        and str(user.pk) == session.get(SESSION_KEY)
        # A changed password ends every session that began with the one before.
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
    ):
        return user
    return get_user(request)


def _limit_passed(request: HttpRequest) -> str:
    now = int(time.time())
    if now - request.session.get("began_at", now) > settings.SESSION_ABSOLUTE_SECONDS_MAX:
        return "absolute"
    if now - request.session.get("seen_at", now) > settings.SESSION_IDLE_SECONDS_MAX:
        return "idle"
    return ""


def _note_activity(request: HttpRequest) -> None:
    now = int(time.time())
    if "began_at" not in request.session:
        request.session["began_at"] = now
    # One write a minute is enough to measure fifteen.
    if now - request.session.get("seen_at", 0) >= NOTED_EVERY_SECONDS:
        request.session["seen_at"] = now
        touch_last_seen(request.actor)  # type: ignore[attr-defined]
