"""What must always hold between the facts and the figures kept of them."""

from __future__ import annotations

from typing import Any

from openlien.kit.sql import fetch_all, load

NAMED_MAX = 5
RULES = {
    "balances_follow_facts": "The kept balance of a bill differs from its facts",
    "summaries_follow_bills": "The kept summary of a case differs from its bills and stages",
    "moves_follow_rows": "The sums that are kept of the book differ from its rows",
    "bills_are_explained": "Billed is not collected + reduction + bad debt + open, less what is over",
    "receipts_are_allocated": "The parts of a receipt do not sum to it",
    "stages_follow_changes": "The stage of a case is not that of its last stage change",
}


def broken_invariants() -> list[str]:
    """Return a sentence for every broken rule of the receivables; an empty list means that everything ties.

    *Shapes*: each sentence says how many records break the rule and names the first of them by id.
    """
    sentences = []
    for name, rule in RULES.items():
        if broken := fetch_all(load("openlien.receivables", f"check_{name}")):
            sentences.append(_sentence(rule, broken))
    return sentences


def _sentence(rule: str, broken: list[Any]) -> str:
    named = ", ".join(str(row.id) for row in broken[:NAMED_MAX])
    more = ", …" if len(broken) > NAMED_MAX else ""
    return f"{rule}: {len(broken)} ({named}{more})."
