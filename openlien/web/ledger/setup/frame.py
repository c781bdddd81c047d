"""What every page of the setup shows: the tabs of the books, and the pages beside it."""

from __future__ import annotations

from django.http import HttpRequest

from openlien.identity.permissions import Permission

from ...jinja import url
from ..places import ledger_tabs

SECTIONS = (
    ("Accounts", "ledger:chart"),
    ("Cost centers", "ledger:cost_centers"),
    ("Departments", "ledger:departments"),
    ("Escrow accounts", "settlement:escrow_accounts"),
    ("Settlement types", "settlement:types"),
    ("Policy", "ledger:policy"),
)


def frame(request: HttpRequest, section: str) -> dict[str, object]:
    """Tabs and sections, with the open ones marked, and whether the reader may change anything here."""
    chart = url("ledger:chart")
    return {
        "tabs": [{**tab, "current": tab["href"] == chart} for tab in ledger_tabs(request)],
        "sections": [
            {"label": label, "href": url(name), "current": name == section} for label, name in SECTIONS
        ],
        "may_set_up": request.actor.may(Permission.LEDGER_SET_UP),  # type: ignore[attr-defined]
        "may_see_history": request.actor.may(Permission.AUDIT_VIEW),  # type: ignore[attr-defined]
    }
