"""Remembers a choice about appearance in a cookie; nothing in it is personal, so it needs no account."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from openlien.web.access import Access, page

CHOICES = {
    "theme": ("auto", "light", "dark"),
    "density": ("normal", "compact", "roomy"),
    "single_keys": ("on", "off"),
}
YEAR_SECONDS = 365 * 24 * 3600


def appearance(request: HttpRequest) -> dict[str, object]:
    """Return the choices in force, as the layouts read them: theme, density, single_keys.

    `?theme=dark` shows one page in that theme and remembers nothing.
    """
    chosen = {name: _known(name, request.COOKIES.get(name)) for name in CHOICES}
    if request.GET.get("theme") in CHOICES["theme"]:
        chosen["theme"] = request.GET["theme"]
    return {**chosen, "single_keys": chosen["single_keys"] == "on"}


@page(Access.PUBLIC)
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remember auto, light or dark, and go back to the page."""
    return _remember(request, "theme")


@page(Access.PUBLIC)
@require_POST
def choose_density(request: HttpRequest) -> HttpResponse:
    """Remember how high the rows of a grid are, and go back to the page."""
    return _remember(request, "density")


@page(Access.PUBLIC)
@require_POST
def choose_keys(request: HttpRequest) -> HttpResponse:
    """Remember whether single letters are shortcuts (WCAG 2.1.4), and go back to the page."""
    return _remember(request, "single_keys")


def _remember(request: HttpRequest, name: str) -> HttpResponse:
    response = HttpResponseRedirect(_page_before(request))
    response.set_cookie(
        name,
        _known(name, request.POST.get(name)),
        max_age=YEAR_SECONDS,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _known(name: str, value: str | None) -> str:
    return value if value in CHOICES[name] else CHOICES[name][0]


def _page_before(request: HttpRequest) -> str:
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
