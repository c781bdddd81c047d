"""Administration > Roles: the one table of permissions, as it is enforced."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlien.identity.permissions import Permission, Role

from ..access import page
from ..role_words import matrix
from .places import admin_tabs


@page(Permission.ROLES_VIEW)
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """The matrix of permissions and roles."""
    words = {
        "tabs": admin_tabs(request),
        "roles": list(Role),
        "matrix": matrix(),
        "own_roles": request.actor.roles,  # type: ignore[attr-defined]
    }
    return render(request, "admin/roles.jinja", words)
