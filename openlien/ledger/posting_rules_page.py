"""Writes docs/posting-rules.md from the posting rules: python -m openlien.ledger.posting_rules_page."""

from __future__ import annotations

from pathlib import Path

from .posting_rules import RULES, Rule
from .vocabulary import PostingPack

PAGE = Path(__file__).resolve().parents[2] / "docs" / "posting-rules.md"
_HEAD = """# Posting rules

Generated from `openlien/ledger/posting_rules.py`; change the rules there and run
`python -m openlien.ledger.posting_rules_page`. How the amounts are worked out is told in
[formulas/posting](formulas/posting.md).

"""


def page() -> str:
    """The page: one table a pack, one row an event."""
    return _HEAD + "\n".join(_table(pack) for pack in PostingPack)


def _table(pack: PostingPack) -> str:
    heading = f"## {pack.label} (`{pack}`)\n\n"
    columns = "| event | when | type | debit | credit | amount |\n|---|---|---|---|---|---|\n"
    return heading + columns + "".join(_row(rule, pack) for rule in RULES)


def _row(rule: Rule, pack: PostingPack) -> str:
    cells = (
        f"`{rule.event.__name__}`",
        rule.when,
        rule.type.label,
        rule.debit[pack],
        rule.credit[pack],
        rule.amount,
    )
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
