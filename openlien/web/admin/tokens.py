"""Administration > API tokens: everybody's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlien.identity.permissions import Permission
from openlien.identity.queries import all_tokens

from ..access import page
from ..token_rows import token_rows
from .places import admin_tabs


@page(Permission.USERS_MANAGE)
@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    """Every token of every user, never its secret."""
    rows = token_rows(all_tokens(request.actor))  # type: ignore[attr-defined]
    return render(request, "admin/tokens.jinja", {"tabs": admin_tabs(request), "tokens": rows})
