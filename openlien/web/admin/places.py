"""The pages of administration side by side, each only for who may open it."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from openlien.identity.permissions import Permission

PAGES = (
    ("Users", "admin_users", Permission.USERS_MANAGE),
    ("Roles", "admin_roles", Permission.ROLES_VIEW),
    ("API tokens", "admin_tokens", Permission.USERS_MANAGE),
    ("Fee schedules", "fees:list", Permission.FEES_VIEW),
    ("Templates", "mail:templates", Permission.TEMPLATES_EDIT),
    ("Outbox", "mail:outbox", Permission.MAIL_OVERSEE),
    ("Audit trail", "admin_audit", Permission.AUDIT_VIEW),
    ("Access log", "admin_access", Permission.AUDIT_VIEW),
)


def admin_tabs(request: HttpRequest) -> list[dict[str, object]]:
    """The tabs above an administration page, with the one that is open."""
    return [
        {"label": label, "href": reverse(name), "current": request.path.startswith(reverse(name))}
        for label, name, permission in PAGES
        if request.actor.may(permission)  # type: ignore[attr-defined]
    ]
