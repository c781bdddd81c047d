"""What a reader sees of an answer, and the forms on it."""

from __future__ import annotations

import html
import re
from typing import Any

from tests.domain.settlement.calls import Cast


def words_of(answer: Any) -> str:
    """The text of an answer without its markup."""
    body = re.sub(r"(?s)<(script|style|svg).*?</\1>|<[^>]+>", " ", answer.content.decode())
    return " ".join(html.unescape(body).split())


def row_of(answer: Any, text: str) -> str:
    """The words of the first table row that holds the text."""
    for row in re.findall(r"(?s)<tr\b(?:(?!<tr\b).)*?</tr>", answer.content.decode()):
        seen = " ".join(html.unescape(re.sub(r"(?s)<svg.*?</svg>|<[^>]+>", " ", row)).split())
        if text in seen:
            return seen
    raise AssertionError(f"No row holds {text!r}.")


def page_of(of: Cast, rest: str = "") -> str:
    """The address of the page of the case, or of what lies under it."""
    return f"/cases/{of.case.number}/settlement{rest}"


def payer(of: Cast) -> str:
    """What the form sends for the insurer of the case."""
    return f"{of.coverage.id}:{of.coverage.insurer_id}"


def round_sent(of: Cast, **facts: str) -> dict[str, str]:
    """A round as the panel sends it."""
    return {
        "payer": payer(of),
        "held_on": "11/02/2026",
        "negotiated_by": str(of.coordinator.user_id),
        "plaintiff": str(of.zoe.id),
        **facts,
    }


def settlement_sent(of: Cast, **facts: str) -> dict[str, str]:
    """A settlement as the panel sends it."""
    return {
        "payer": payer(of),
        "settled_on": "11/02/2026",
        "settled_by": str(of.coordinator.user_id),
        "plaintiff": str(of.zoe.id),
        "gross": "90,000.00",
        "escrow_account": str(of.escrow.id),
        **facts,
    }


def check_sent(settlement: Any, **facts: str) -> dict[str, str]:
    """A new check as the panel sends it."""
    return {
        "settlement": str(settlement.id),
        "direction": "in",
        "drawn_on": "11/10/2026",
        "amount": "90,000.00",
        "type": "recovery",
        "status": "hold",
        **facts,
    }
