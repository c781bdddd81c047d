"""Account > API tokens: the own ones, made, shown once and revoked."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from openlien.identity.actions import create_token, revoke_token
from openlien.identity.permissions import Role
from openlien.identity.queries import own_tokens
from openlien.kit.clock import now
from openlien.kit.errors import InvalidInput

from ..access import Access, page
from ..sent_forms import Wrong, refusals_of, typed
from ..token_rows import token_rows

LIFETIMES = {"30": "30 days", "90": "90 days", "365": "One year", "never": "Never"}


@page(Access.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The own tokens and a form for a new one, whose secret the answer shows this once."""
    made: list[str] = []
    is_sent = request.method == "POST"
    wrong = refusals_of(lambda: made.append(_create(request))) if is_sent else Wrong()
    words = {
        "tokens": token_rows(own_tokens(request.actor)),  # type: ignore[attr-defined]
        "roles": _own_roles(request),
        "lifetimes": list(LIFETIMES.items()),
        "given": typed(request.POST if wrong else None),
        "secret": made[0] if made else None,
        "wrong": wrong,
    }
    return render(request, "accounts/tokens.jinja", words, status=422 if wrong else 200)


@page(Access.SIGNED_IN)
@require_POST
def revocation(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """The end of one of the own tokens."""
    revoke_token(request.actor, token_id)  # type: ignore[attr-defined]
    messages.success(request, "The token is revoked. Programs that use it are refused from now on.")
    return HttpResponseRedirect(reverse("account_tokens"))


def _create(request: HttpRequest) -> str:
    lifetime = request.POST.get("expires", "")
    return create_token(
        request.actor,  # type: ignore[attr-defined]
        role=_role(request.POST.get("role", "")),
        name=request.POST.get("name", ""),
        expires_at=None if lifetime == "never" else now() + timedelta(days=_days(lifetime)),
    )


def _role(code: str) -> Role:
    try:
        return Role.of_code(code)
    except KeyError:
        raise InvalidInput("role", "Choose the role that the token acts in.") from None


def _days(lifetime: str) -> int:
    if lifetime not in LIFETIMES:
        raise InvalidInput("expires", "Choose how long the token is valid.")
    return int(lifetime)


def _own_roles(request: HttpRequest) -> list[tuple[str, str]]:
    grants = request.actor.grants  # type: ignore[attr-defined]
    return list({grant.role.code: grant.role.value for grant in grants}.items())
