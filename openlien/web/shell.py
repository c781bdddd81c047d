"""What every page shows around its content: the company, the places, the reader, the look.

These names are set for every page, over whatever a view gives: site, nav, viewer, theme, density,
single_keys, today.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission

from . import business_time
from .appearance.views import appearance
from .jinja import initials, time_text

PRODUCT = "OpenLien"


@dataclass(frozen=True)
class Place:
    """One entry of the main navigation; the first of its addresses that the actor may open counts."""

    key: str
    label: str
    icon: str
    keys: str
    addresses: tuple[tuple[str, Permission], ...]


PLACES = (
    Place("portfolio", "Portfolio", "portfolio", "g p", (("/", Permission.PORTFOLIO_VIEW),)),
    Place("cases", "Cases", "cases", "g c", (("/cases/", Permission.CASES_VIEW),)),
    Place("imports", "Imports", "imports", "g i", (("/imports/", Permission.IMPORTS_VIEW),)),
    Place("quality", "Quality", "quality", "g q", (("/quality/", Permission.DATA_QUALITY_VIEW),)),
    Place(
        "admin",
        "Admin",
        "admin",
        "g a",
        (("/admin/users/", Permission.USERS_MANAGE), ("/admin/audit/", Permission.AUDIT_VIEW)),
    ),
)
ACCOUNT_LINKS = (
    ("Account", "account", "user"),
    ("Security", "mfa_index", "lock"),
    ("API tokens", "account_tokens", "key"),
    ("What roles may do", "admin_roles", "users"),
)


def context(request: HttpRequest) -> dict[str, object]:
    """What the layouts read on every page."""
    actor = getattr(request, "actor", None)
    return {
        "site": _site(),
        "nav": navigation(actor, request.path),
        "viewer": _viewer(actor),
        "today": business_time.today(),
        **appearance(request),
    }


def bare_context() -> dict[str, object]:
    """The same for a page that is written without request, session and database."""
    look = {"theme": "auto", "density": "normal", "single_keys": True}
    return {"site": _site(), "nav": [], "viewer": None, "today": business_time.today(), **look}


def navigation(actor: Actor | None, path: str) -> list[dict[str, object]]:
    """The places that the actor may open: key, label, icon, href, keys, current."""
    if actor is None:
        return []
    current = _current_key(path)
    return [
        {
            "key": place.key,
            "label": place.label,
            "icon": place.icon,
            "href": href,
            "keys": place.keys,
            "current": place.key == current,
        }
        for place, href in _open_places(actor)
    ]


def first_address(actor: Actor) -> str:
    """Where somebody begins: the first place that the actor may open, else the own account."""
    return next((href for _, href in _open_places(actor)), reverse("account"))


def _open_places(actor: Actor) -> Iterator[tuple[Place, str]]:
    for place in PLACES:
        for href, permission in place.addresses:
            if actor.may(permission):
                yield place, href
                break


def _current_key(path: str) -> str:
    if path == "/":
        return "portfolio"
    return path.strip("/").split("/")[0]


def _site() -> dict[str, object]:
    return {
        "company_name": settings.COMPANY_NAME,
        "logo_url": reverse("logo") if settings.COMPANY_LOGO else None,
        "product": PRODUCT,
        "time_zone": settings.BUSINESS_TIME_ZONE,
        "printed_at": time_text(business_time.now_here()),
        "sign_out_href": reverse("account_logout"),
    }


def _viewer(actor: Actor | None) -> dict[str, object] | None:
    if actor is None:
        return None
    return {
        "name": actor.name,
        "initials": initials(actor.name),
        "email": actor.email,
        "roles": list(dict.fromkeys(grant.role.value for grant in actor.grants)),
        "links": [
            {"label": label, "href": reverse(name), "icon": icon} for label, name, icon in ACCOUNT_LINKS
        ],
    }
