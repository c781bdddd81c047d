"""API tokens as tables show them."""

from __future__ import annotations

from collections.abc import Sequence

from openlien.identity.queries import TokenRow

from .business_time import here

STATES = {"active": ("Active", "settled"), "expired": ("Expired", "neutral"), "revoked": ("Revoked", "risk")}


def token_rows(tokens: Sequence[TokenRow]) -> list[dict[str, object]]:
    """One mapping a token, with its moments on the company's clock and its state in words."""
    return [
        {
            "id": token.id,
            "name": token.name,
            "role": token.role.value,
            "start": f"{token.start}…",
            "owner_id": token.owner_id,
            "owner": token.owner_name,
            "created_at": here(token.created_at),
            "expires_at": here(token.expires_at),
            "last_used_at": here(token.last_used_at),
            "state": STATES[token.state][0],
            "family": STATES[token.state][1],
            "is_active": token.state == "active",
        }
        for token in tokens
    ]
