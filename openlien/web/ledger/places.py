"""The pages of the books side by side, each only for who may open it."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from openlien.identity.permissions import Permission

# Label, address name, permission; the tab whose address begins the request's path is the current one.
PAGES: tuple[tuple[str, str, Permission], ...] = (
    ("Accounts", "ledger:accounts", Permission.LEDGER_VIEW),
    ("Entries", "ledger:entries", Permission.LEDGER_VIEW),
    ("Queue", "ledger:queue", Permission.LEDGER_VIEW),
    ("Templates", "ledger:templates", Permission.LEDGER_VIEW),
    ("Chart of accounts", "ledger:chart", Permission.LEDGER_VIEW),
    ("Periods", "ledger:periods", Permission.LEDGER_VIEW),
    ("Reports", "ledger:reports", Permission.LEDGER_VIEW),
    ("Sync", "ledger:sync", Permission.LEDGER_VIEW),
    ("Books check", "ledger:audit", Permission.BOOKS_AUDIT),
    ("Funding", "funding:lines", Permission.FUNDING_VIEW),
    ("Trust", "trust:accounts", Permission.TRUST_VIEW),
)


def ledger_tabs(request: HttpRequest) -> list[dict[str, object]]:
    """The tabs above a page of the books, with the one that is open."""
    return [
        {"label": label, "href": reverse(name), "current": request.path.startswith(reverse(name))}
        for label, name, permission in PAGES
        if request.actor.may(permission)  # type: ignore[attr-defined]
    ]
