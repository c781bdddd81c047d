"""The answers when something is refused, missing or broken: one page each, one sentence, one way on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from openlien.kit.correlation import request_id
from openlien.kit.errors import DomainError, Forbidden, NotFound, problem

from .shell import bare_context


class BadRequest(DomainError):
    """The browser sent something that could not be read. Go back, reload the page and try again."""

    status = 400


class FormExpired(DomainError):
    """Nothing was saved: this form is not valid any more. Go back, reload the page and send it again."""

    status = 403


class TooManyRequests(DomainError):
    """Too many requests in a short time. Wait a minute, then try again."""

    status = 429


class Unexpected(DomainError):
    """Something went wrong on our side, and what you sent was not saved. Try again; if it stays, tell your
    administrator the reference below.
    """

    status = 500


ROLES_NAMED_MAX = 5
TITLES = {
    400: "That could not be read",
    403: "Not allowed",
    404: "Not found",
    409: "Not saved",
    429: "Too fast",
    500: "Something went wrong",
}


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The answer to a broken rule, with its sentence and status; JSON for the JSON interface."""
    if request.path.startswith("/api/"):
        return JsonResponse(problem(error), status=error.status, content_type="application/problem+json")
    return render(request, "errors/refused.jinja", _words(error), status=error.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to what cannot be read."""
    return _without_database(request, BadRequest())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to what nobody may do."""
    return refused(request, Forbidden())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer at an address where nothing is."""
    return refused(request, NotFound())


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer when we failed; written without the database, which may be what failed."""
    return _without_database(request, Unexpected())


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """The answer to somebody who asks too often."""
    return refused(request, TooManyRequests())


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form that did not come from our own page, or came too late."""
    return _without_database(request, FormExpired())


def _without_database(request: HttpRequest, error: DomainError) -> HttpResponse:
    if request.path.startswith("/api/"):
        return refused(request, error)
    page = render_to_string("errors/refused.jinja", {**bare_context(), **_words(error)})
    return HttpResponse(page, status=error.status)


def _few(roles: str) -> str:
    """The roles that allow it, unless they are so many that naming them helps nobody."""
    return roles if roles.count(",") < ROLES_NAMED_MAX else ""


def _words(error: DomainError) -> dict[str, object]:
    return {
        "title": TITLES.get(error.status, "Refused"),
        "sentence": error.sentence,
        "permission": error.fields.get("permission", ""),
        "permission_roles": _few(str(error.fields.get("roles", ""))),
        "status": error.status,
        "reference": request_id.get(),
    }
