"""A rehearsal in words: what is debited and credited, what is only noted, how the account stands after it."""

from __future__ import annotations

from typing import Any

from openlien.accounting.actions.rehearsals import (
    Rehearsal,
    RehearsedChange,
    RehearsedJournal,
    RehearsedLine,
)
from openlien.kit.money import Money, total
from openlien.ledger.position import Position

from ...jinja import amount, date_text, money, plural

CHANGES = {
    "retail": "retail",
    "contracted": "contracted amount",
    "reduction": "reduction",
    "payment": "payment",
    "refund_due": "refund due",
    "refund_paid": "refund paid",
    "cost_written_off": "cost written off",
    "lien_written_off": "lien written off",
}
STANDING = (
    ("Cost balance", "cost_balance"),
    ("Lien balance", "lien_balance"),
    ("Recovered above cost", "excess_recovery"),
    ("Refunds due", "refund_liability"),
)


def shown(found: Rehearsal, *, before: Position | None = None) -> dict[str, Any]:
    """What the preview on a form shows."""
    memos = [_memo(change) for change in found.changes if change.is_memo]
    return {
        "digest": found.digest,
        "title": _title(found.journals),
        "journals": [_journal(journal) for journal in found.journals],
        "memos": memos,
        "standing": _standing(before or Position(), found.after),
    }


def sentence(journal: RehearsedJournal) -> str:
    """The journal in one sentence."""
    debits = _side([line for line in journal.lines if line.debit], "debit")
    credits = _side([line for line in journal.lines if line.credit], "credit")
    on = date_text(journal.posting_on)
    entered = "" if journal.entry_on == journal.posting_on else f", entered for {date_text(journal.entry_on)}"
    return f"Debits {debits} and credits {credits}, posted on {on}{entered}."


def _side(lines: list[RehearsedLine], side: str) -> str:
    named = [f"{line.account_name} {money(getattr(line, side))}" for line in lines]
    return named[0] if len(named) == 1 else ", ".join(named[:-1]) + f" and {named[-1]}"


def _title(journals: tuple[RehearsedJournal, ...]) -> str:
    if not journals:
        return "Nothing is posted to the books"
    return f"{plural(len(journals), 'journal')} will be posted"


def _journal(journal: RehearsedJournal) -> dict[str, Any]:
    return {
        "what": journal.description,
        "sentence": sentence(journal),
        "lines": [
            {
                "account": line.account,
                "name": line.account_name,
                "debit": amount(line.debit) if line.debit else "",
                "credit": amount(line.credit) if line.credit else "",
            }
            for line in journal.lines
        ],
        "total": amount(total(line.debit for line in journal.lines)),
    }


def _memo(change: RehearsedChange) -> str:
    named = [f"{CHANGES[name]} {money(value)}" for name, value in change.changes]
    return ", ".join(named).capitalize()


def _standing(before: Position, after: Position) -> list[tuple[str, str, str]]:
    return [
        (label, amount(getattr(before, name)), amount(getattr(after, name)))
        for label, name in STANDING
        if getattr(before, name) or getattr(after, name) or name in {"cost_balance", "lien_balance"}
    ]


def adjustment_words(retail: Money, contracted: Money | None) -> str:
    """What the contractual adjustment of a claim is, in words (ruling C3)."""
    if contracted is None:
        return "Its cost is not known yet: nothing is posted until it is, and the account says so."
    return (
        f"Retail {money(retail)} less contracted {money(contracted)}: the contractual adjustment is"
        f" {money(retail - contracted)}, which is not a write-off."
    )
