"""Every refusal as application/problem+json with a stable code."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from openlien.kit.errors import DomainError, Forbidden, InvalidInput, NotFound, problem
from openlien.ledger.errors import AmountNotExact

from .sentences import sentence_of


class NotSignedIn(DomainError):
    """Sign in, or send a valid token as "Authorization: Bearer …"."""

    status = 401


class NotJson(DomainError):
    """The request's body is not the JSON this operation expects: {reason}."""

    status = 400


def handle_errors(api: NinjaAPI) -> None:
    """Makes the interface answer each kind of refusal as a problem."""
    api.add_exception_handler(DomainError, lambda request, error: answer_problem(error))
    api.add_exception_handler(AuthenticationError, lambda request, error: _not_signed_in(request))
    api.add_exception_handler(Http404, lambda request, error: answer_problem(NotFound()))
    api.add_exception_handler(HttpError, lambda request, error: _http_error(error))
    api.add_exception_handler(ValidationError, lambda request, error: _invalid(error))


def answer_problem(error: DomainError) -> HttpResponse:
    """The error as an answer."""
    return HttpResponse(
        json.dumps(problem(error)), status=error.status, content_type="application/problem+json"
    )


def _not_signed_in(request: HttpRequest) -> HttpResponse:
    response = answer_problem(NotSignedIn())
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _http_error(error: HttpError) -> HttpResponse:
    if error.status_code == 403:
        return answer_problem(Forbidden())
    return answer_problem(NotJson(reason=str(error).rstrip(".")))


def _invalid(error: ValidationError) -> HttpResponse:
    first = error.errors[0]
    # The place in a list is no name: a wrong third firm is told as `firm`.
    field = next(part for part in reversed(first["loc"]) if isinstance(part, str))
    refused = InvalidInput(field, sentence_of(field, first))
    if first["type"] == AmountNotExact.code:
        refused.code = AmountNotExact.code  # type: ignore[misc]
    return answer_problem(refused)
