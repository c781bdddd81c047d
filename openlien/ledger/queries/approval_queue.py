"""The journals that wait for approval, the longest waiting first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, load

from ..models import JournalEntry, LedgerPolicy
from ..vocabulary import EntryType, JournalStatus

QUEUE_JOURNALS_MAX = 200


@dataclass(frozen=True, slots=True)
class WaitingJournal:
    """One journal of the queue; `is_own` when the actor wrote or submitted it and cannot approve it."""

    id: UUID
    type: EntryType
    template: str
    case_number: str | None
    description: str
    reference: str
    entry_on: date
    posting_on: date
    submitted_at: datetime
    submitted_by: str
    reverses_number: str | None
    lines: int
    amount: Money
    version: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue: its first journals, and how many there are in all."""

    rows: tuple[WaitingJournal, ...]
    waiting: int

    @property
    def approvable(self) -> int:
        """How many of the rows somebody else wrote."""
        return sum(not row.is_own for row in self.rows)


def approval_queue(actor: Actor, *, limit: int = QUEUE_JOURNALS_MAX) -> Queue:
    """The queue as this actor sees it.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    found = fetch_all(load("openlien.ledger", "approval_queue"), {"limit": limit})
    rows = []
    for row in found:
        given = row._asdict()
        people = {given.pop("created_by_id"), given.pop("submitted_by_id")}
        given |= {"type": EntryType(row.type), "amount": Money(row.amount)}
        rows.append(WaitingJournal(**given, is_own=actor.user_id is not None and actor.user_id in people))
    waiting = len(rows) if len(rows) < limit else _waiting()
    return Queue(rows=tuple(rows), waiting=waiting)


def paper_counts(actor: Actor) -> dict[JournalStatus, int]:
    """How many journals are not in the books yet, by status.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    rows = fetch_all(
        "SELECT status, count(*) AS journals FROM ledger_journalentry"
        " WHERE status NOT IN ('posted', 'reversed') GROUP BY status"
    )
    return {JournalStatus(row.status): row.journals for row in rows}


def approval_threshold(actor: Actor) -> Money:
    """From which amount on a person has to approve a journal; 0.00 when every journal needs it (ruling C8).

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    return LedgerPolicy.objects.get().approval_threshold


def _waiting() -> int:
    return JournalEntry.objects.filter(status=JournalStatus.PENDING.value).count()
