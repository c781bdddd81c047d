"""The pages of offers across cases, as tabs."""

from __future__ import annotations

from typing import Any

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.negotiation.queries.offer_lists import waiting_count

from ...jinja import url

TABS = (
    ("list", "Offers", Permission.OFFERS_VIEW),
    ("queue", "Approvals", Permission.OFFERS_APPROVE),
    ("policy", "Limits", Permission.OFFERS_VIEW),
    ("letter", "Letter", Permission.OFFERS_APPROVE),
)


def offer_tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    """The tabs that the actor may open, with the one at hand marked and how many offers wait for approval."""
    return [
        {
            "label": label,
            "href": url(f"offers:{name}"),
            "current": name == current,
            "count": waiting_count(actor) if name == "queue" else None,
        }
        for name, label, permission in TABS
        if actor.may(permission)
    ]
