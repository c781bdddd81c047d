"""What every page shows around its content: the company, the places, the reader, the look.

These names are set for every page, over whatever a view gives: site, nav, viewer, theme, density,
single_keys, today, frame_key, csrf_input.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission

from . import business_time
from .appearance.views import appearance
from .jinja import initials, time_text, url

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
    Place("portfolio", "Portfolio", "portfolio", "g p", (("/portfolio/", Permission.PORTFOLIO_VIEW),)),
    Place("collections", "Collections", "collections", "g o", (("/collections/", Permission.OFFERS_VIEW),)),
    Place("cases", "Cases", "cases", "g c", (("/cases/", Permission.CASES_VIEW),)),
    Place("ledger", "Ledger", "ledger", "g l", (("/ledger/accounts/", Permission.LEDGER_VIEW),)),
    Place("reports", "Reports", "reports", "g r", (("/reports/", Permission.CASEWORK_REPORTS_VIEW),)),
    Place("imports", "Imports", "imports", "g i", (("/imports/", Permission.IMPORTS_VIEW),)),
    Place("quality", "Quality", "quality", "g q", (("/quality/", Permission.DATA_QUALITY_VIEW),)),
    Place(
        "admin",
        "Admin",
        "admin",
        "g a",
        (
            ("/admin/users/", Permission.USERS_MANAGE),
            ("/admin/audit/", Permission.AUDIT_VIEW),
            ("/admin/templates/", Permission.TEMPLATES_EDIT),
        ),
    ),
)
ACCOUNT_LINKS = (
    ("Account", "account", "user"),
    ("Security", "mfa_index", "lock"),
    ("API tokens", "account_tokens", "key"),
    ("What roles may do", "admin_roles", "users"),
)


def context(request: HttpRequest) -> dict[str, object]:
    """What the layouts read on every page; `frame_key` stands for all that the frame depends on."""
    reader, look = _reader(getattr(request, "actor", None)), appearance(request)
    frame = _frame(reader, _place(request.path), settings.COMPANY_NAME, settings.COMPANY_LOGO, *look.values())
    return {
        "site": _site(),
        "nav": frame.nav,
        "viewer": frame.viewer,
        "today": business_time.today(),
        **look,
        "frame_key": frame.key,
        # Django masks the secret anew each time it writes it; once a page is enough for all of its forms.
        "csrf_input": SimpleLazyObject(partial(csrf_input, request)),
    }


def bare_context() -> dict[str, object]:
    """The same for a page that is written without request, session and database."""
    look = {"theme": "auto", "density": "normal", "single_keys": True}
    return {"site": _site(), "nav": [], "viewer": None, "today": business_time.today(), **look}


def navigation(actor: Actor | None, path: str) -> list[dict[str, object]]:
    """The places that the actor may open: key, label, icon, href, keys, current."""
    return _navigation(actor, _place(path))


def first_address(actor: Actor) -> str:
    """Where somebody begins: negotiators with their cases, others in their first place or the account."""
    open_places = {place.key: href for place, href in _open_places(actor)}
    negotiated = open_places.pop("collections", None)
    if negotiated and actor.may(Permission.OFFERS_MAKE):
        return negotiated
    return next(iter(open_places.values()), reverse("account"))


def _reader(actor: Actor | None) -> Actor | None:
    """The actor without what differs from request to request."""
    return replace(actor, request_id="") if actor else None


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is around the content for one reader in one place; the key is one object for equal frames."""

    key: object
    nav: list[dict[str, object]]
    viewer: dict[str, object] | None


# The parts of the frame are kept by its key: to hash the reader with all roles for each would take longer
# than to find the parts.
@lru_cache(maxsize=512)
def _frame(reader: Actor | None, place: str, *_shown: object) -> _Frame:
    return _Frame(object(), _navigation(reader, place), _viewer(reader))


def _navigation(reader: Actor | None, current: str) -> list[dict[str, object]]:
    if reader is None:
        return []
    return [
        {
            "key": place.key,
            "label": place.label,
            "icon": place.icon,
            "href": href,
            "keys": place.keys,
            "current": place.key == current,
        }
        for place, href in _open_places(reader)
    ]


def _open_places(actor: Actor) -> Iterator[tuple[Place, str]]:
    for place in PLACES:
        for href, permission in place.addresses:
            if actor.may(permission):
                yield place, href
                break


def _place(path: str) -> str:
    """The key of the place that a page belongs to; empty for one outside of all places."""
    key = path.strip("/").split("/")[0] if path != "/" else "portfolio"
    # The pages of funding and trust stand beside those of the books.
    key = "ledger" if key in {"funding", "trust"} else key
    # Offers across cases are part of the negotiator's day, law firms of cases.
    key = {"offers": "collections", "firms": "cases"}.get(key, key)
    return key if any(place.key == key for place in PLACES) else ""


def _site() -> dict[str, object]:
    return {
        "company_name": settings.COMPANY_NAME,
        "logo_url": url("logo") if settings.COMPANY_LOGO else None,
        "product": PRODUCT,
        "time_zone": settings.BUSINESS_TIME_ZONE,
        "printed_at": time_text(business_time.now_here()),
        "sign_out_href": url("account_logout"),
    }


def _viewer(reader: Actor | None) -> dict[str, object] | None:
    if reader is None:
        return None
    return {
        "name": reader.name,
        "initials": initials(reader.name),
        "email": reader.email,
        "roles": list(dict.fromkeys(grant.role.value for grant in reader.grants)),
        "links": [
            {"label": label, "href": reverse(name), "icon": icon}
            for label, name, icon in (*_work_links(reader), *ACCOUNT_LINKS)
        ],
    }


def _work_links(reader: Actor) -> tuple[tuple[str, str, str], ...]:
    return (("My work", "tasks:list", "bell"),) if reader.may(Permission.ACTIVITY_LOG) else ()
