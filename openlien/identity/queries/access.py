"""The access log: who saw or exported which patient's record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from ..actor import Actor
from ..models import AccessEntry
from ..permissions import Permission
from .audit import PAGE_ROWS


@dataclass(frozen=True)
class AccessFilter:
    """Which entries are wanted; empty fields do not limit. `until` is the first moment too late."""

    case_number: str = ""
    actor: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class AccessRow:
    """One view or export."""

    id: int
    at: datetime
    actor_name: str
    source: str
    what: str
    case_number: str
    rows: int
    request_id: str


@dataclass(frozen=True)
class AccessPage:
    """The newest entries before a cursor, how many the filter holds in all, and the next cursor."""

    items: list[AccessRow]
    total: int
    next_cursor: int | None


def access_entries(
    actor: Actor, wanted: AccessFilter, *, before_id: int | None = None, limit: int = PAGE_ROWS
) -> AccessPage:
    """One page of the access log, the newest first.

    Raises: Forbidden.
    """
    actor.require(Permission.AUDIT_VIEW)
    found = _filtered(wanted)
    total = found.count()
    earlier = found.filter(id__lt=before_id) if before_id is not None else found
    rows = [_row(entry) for entry in earlier.order_by("-id")[: limit + 1]]
    cursor = rows[limit - 1].id if len(rows) > limit else None
    return AccessPage(items=rows[:limit], total=total, next_cursor=cursor)


def every_access_entry(actor: Actor, wanted: AccessFilter) -> Iterator[AccessRow]:
    """All entries of the filter one by one, the newest first, for an export.

    Raises: Forbidden.
    """
    actor.require(Permission.AUDIT_VIEW)
    return (_row(entry) for entry in _filtered(wanted).order_by("-id").iterator(chunk_size=1000))


def _filtered(wanted: AccessFilter) -> QuerySet[AccessEntry]:
    found = AccessEntry.objects.all()
    if wanted.case_number:
        found = found.filter(case_number__iexact=wanted.case_number)
    if wanted.actor:
        found = found.filter(actor_name__icontains=wanted.actor)
    if wanted.since:
        found = found.filter(at__gte=wanted.since)
    if wanted.until:
        found = found.filter(at__lt=wanted.until)
    return found


def _row(entry: AccessEntry) -> AccessRow:
    return AccessRow(
        id=entry.id,
        at=entry.at,
        actor_name=entry.actor_name,
        source=entry.source,
        what=entry.what,
        case_number=entry.case_number,
        rows=entry.rows,
        request_id=entry.request_id,
    )
