"""Who may open which page: declared beside the view, enforced here, listed so that a test finds gaps."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission

from .seen import leave_trace

View = Callable[..., HttpResponseBase]


class Access(Enum):
    """Pages that need no permission of a role."""

    PUBLIC = "Anybody"
    SIGNED_IN = "Anybody who is signed in"


Needed = Permission | Access


@dataclass(frozen=True)
class DeclaredPage:
    """One address of the product and what it takes to open it; None when nobody said so.

    `has_substitute`: a role that lacks the permission is led elsewhere instead of being refused.
    """

    route: str
    name: str
    needed: Needed | None
    has_substitute: bool = False


def page(
    needed: Needed, *, background: bool = False, or_else: Callable[[Actor], str] | None = None
) -> Callable[[View], View]:
    """Makes a view a page that takes this permission; `request.actor` is set in all but public ones.

    Somebody who is not signed in is asked to; a role that lacks the permission gets the 403 page, or is led
    to the address that `or_else` names. A page that asks again by itself (`background`), such as progress,
    does not count as activity of its reader. What the view `shows` of patients' records is noted after it.
    """

    def declare(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            actor = request.actor  # type: ignore[attr-defined]
            if needed is not Access.PUBLIC and actor is None:
                return ask_to_sign_in(request)
            if isinstance(needed, Permission):
                if or_else is not None and not actor.may(needed):
                    return HttpResponseRedirect(or_else(actor))
                actor.require(needed)
            response = view(request, *args, **kwargs)
            leave_trace(request)
            return response

        guarded.needed = needed  # type: ignore[attr-defined]
        guarded.background = background  # type: ignore[attr-defined]
        guarded.or_else = or_else  # type: ignore[attr-defined]
        return guarded

    return declare


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page and, afterwards, back to the page that was read."""
    back = {"next": _page_to_return_to(request), "ended": request.session_ended}  # type: ignore[attr-defined]
    known = {key: value for key, value in back.items() if value}
    address = reverse("account_login", query=known or None)
    if request.headers.get("HX-Request"):
        # A redirect would put the sign-in page inside the part that htmx replaces.
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def declared_pages(
    patterns: Sequence[URLPattern | URLResolver] | None = None, prefix: str = ""
) -> Iterator[DeclaredPage]:
    """Every address of the product with what it takes to open it, the JSON interface left out."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "ninja" and not route.startswith("api/"):
                yield from declared_pages(pattern.url_patterns, route)
        else:
            view = pattern.callback
            has_substitute = getattr(view, "or_else", None) is not None
            yield DeclaredPage(route, pattern.name or "", getattr(view, "needed", None), has_substitute)


def _page_to_return_to(request: HttpRequest) -> str:
    """The page in the browser's address bar; what was posted is not repeated after sign-in."""
    if current := request.headers.get("HX-Current-URL"):
        return _own_path(request, current)
    if request.method in {"GET", "HEAD"}:
        path = request.get_full_path()
        return "" if path == "/" else path
    return _own_path(request, request.headers.get("Referer", ""))


def _own_path(request: HttpRequest, address: str) -> str:
    if not url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        return ""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
