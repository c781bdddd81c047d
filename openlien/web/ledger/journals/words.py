"""How states of journals are written on pages: their badge, and what comes next."""

from __future__ import annotations

from openlien.ledger.vocabulary import JournalStatus

FAMILIES = {
    JournalStatus.DRAFT: "neutral",
    JournalStatus.PENDING: "pending",
    JournalStatus.APPROVED: "active",
    JournalStatus.REJECTED: "risk",
    JournalStatus.POSTED: "settled",
    JournalStatus.REVERSED: "early",
}
NOT_NUMBERED = "No number yet"
