"""The queue of journals on their way to Business Central, by state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, load

from ..sync_rules import IS_CONNECTED, is_critical
from ..vocabulary import EntryType, SyncStatus

PAGE_JOURNALS = 50
LIMIT_MAX = 200


@dataclass(frozen=True)
class SyncCount:
    """How many journals are in one state, how many of them go at once, and since when the oldest is."""

    status: SyncStatus
    journals: int = 0
    critical: int = 0
    total: Money = Money.zero
    oldest_at: datetime | None = None


@dataclass(frozen=True)
class SyncItem:
    """One posted journal with how far its transfer is."""

    id: UUID
    number: str
    type: EntryType
    posting_on: date
    description: str
    total: Money
    posted_at: datetime
    status: SyncStatus
    attempts: int
    last_error: str
    next_attempt_at: datetime | None
    synced_at: datetime | None
    bc_id: str

    @property
    def is_critical(self) -> bool:
        """Whether it is sent at once (ruling C17)."""
        return is_critical(self.type)


@dataclass(frozen=True)
class SyncQueue:
    """One page of the queue; `counts` has every state, whatever is filtered."""

    counts: list[SyncCount]
    is_connected: bool
    items: list[SyncItem]
    total: int
    next_cursor: str | None


def sync_queue(
    actor: Actor,
    *,
    status: SyncStatus | None = None,
    only_critical: bool = False,
    cursor: str = "",
    limit: int = PAGE_JOURNALS,
) -> SyncQueue:
    """The journals of that state, the longest posted first.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    counts = _counts()
    rows = _rows(status, only_critical, after=_uuid(cursor), limit=limit + 1)
    items = [_item(row) for row in rows[:limit]]
    wanted = [count for count in counts if status in (None, count.status)]
    return SyncQueue(
        counts=counts,
        is_connected=IS_CONNECTED,
        items=items,
        total=sum(count.critical if only_critical else count.journals for count in wanted),
        next_cursor=str(items[-1].id) if len(rows) > limit else None,
    )


def sync_item(actor: Actor, journal_id: UUID) -> SyncItem:
    """One journal of the queue.

    *Raises*: Forbidden, NotFound.
    """
    actor.require(Permission.LEDGER_VIEW)
    rows = _rows(None, False, id_=journal_id, limit=1)
    if not rows:
        raise NotFound()
    return _item(rows[0])


def _counts() -> list[SyncCount]:
    found = {row.status: row for row in fetch_all(load("openlien.ledger", "sync_counts"))}
    return [
        SyncCount(status, row.journals, row.critical, Money.from_cents(row.total_cents), row.oldest_at)
        if (row := found.get(status.value))
        else SyncCount(status)
        for status in SyncStatus
    ]


def _rows(
    status: SyncStatus | None,
    only_critical: bool,
    *,
    after: UUID | None = None,
    id_: UUID | None = None,
    limit: int,
) -> list[Any]:
    values = {"status": status.value if status else "", "critical": only_critical}
    return fetch_all(
        load("openlien.ledger", "sync_queue"), {**values, "after": after, "id": id_, "limit": limit}
    )


def _item(row: Any) -> SyncItem:
    return SyncItem(
        id=row.id,
        number=row.number,
        type=EntryType(row.type),
        posting_on=row.posting_on,
        description=row.description,
        total=Money.from_cents(row.total_cents),
        posted_at=row.sealed_at,
        status=SyncStatus(row.status),
        attempts=row.attempts,
        last_error=row.last_error,
        next_attempt_at=row.next_attempt_at,
        synced_at=row.synced_at,
        bc_id=row.bc_id,
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
