"""The audit trail: what was changed in which row, by whom, from which request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from ..actor import Actor
from ..models import AuditEntry
from ..permissions import Permission

PAGE_ROWS = 50


@dataclass(frozen=True)
class AuditFilter:
    """Which entries are wanted; empty fields do not limit. `until` is the first moment too late."""

    table: str = ""
    row_id: str = ""
    actor: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Change:
    """One column that an entry changed."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class AuditRow:
    """One change of one row."""

    id: int
    at: datetime
    table: str
    row_id: str
    action: str
    actor_name: str
    source: str
    request_id: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class AuditPage:
    """The newest entries before a cursor, how many the filter holds in all, and the next cursor."""

    items: list[AuditRow]
    total: int
    next_cursor: int | None


def audit_entries(
    actor: Actor, wanted: AuditFilter, *, before_id: int | None = None, limit: int = PAGE_ROWS
) -> AuditPage:
    """One page of the trail, the newest first.

    Raises: Forbidden.
    """
    actor.require(Permission.AUDIT_VIEW)
    found = _filtered(wanted)
    total = found.count()
    earlier = found.filter(id__lt=before_id) if before_id is not None else found
    rows = [_row(entry) for entry in earlier.order_by("-id")[: limit + 1]]
    cursor = rows[limit - 1].id if len(rows) > limit else None
    return AuditPage(items=rows[:limit], total=total, next_cursor=cursor)


def every_audit_entry(actor: Actor, wanted: AuditFilter) -> Iterator[AuditRow]:
    """All entries of the filter one by one, the newest first, for an export.

    Raises: Forbidden.
    """
    actor.require(Permission.AUDIT_VIEW)
    return (_row(entry) for entry in _filtered(wanted).order_by("-id").iterator(chunk_size=1000))


def audited_tables(actor: Actor) -> list[str]:
    """The tables that occur in the trail, by name.

    Raises: Forbidden.
    """
    actor.require(Permission.AUDIT_VIEW)
    return list(AuditEntry.objects.order_by("table_name").values_list("table_name", flat=True).distinct())


def differences(before: dict[str, Any] | None, after: dict[str, Any] | None) -> tuple[Change, ...]:
    """The columns in which two states of a row differ; a missing state counts as all empty."""
    old, new = before or {}, after or {}
    names = [*new, *(name for name in old if name not in new)]
    return tuple(
        Change(field=name, before=old.get(name), after=new.get(name))
        for name in names
        if old.get(name) != new.get(name)
    )


def _filtered(wanted: AuditFilter) -> QuerySet[AuditEntry]:
    found = AuditEntry.objects.all()
    if wanted.table:
        found = found.filter(table_name=wanted.table)
    if wanted.row_id:
        found = found.filter(row_id=wanted.row_id)
    if wanted.actor:
        found = found.filter(actor_name__icontains=wanted.actor)
    if wanted.since:
        found = found.filter(at__gte=wanted.since)
    if wanted.until:
        found = found.filter(at__lt=wanted.until)
    return found


def _row(entry: AuditEntry) -> AuditRow:
    return AuditRow(
        id=entry.id,
        at=entry.at,
        table=entry.table_name,
        row_id=entry.row_id,
        action=entry.action,
        actor_name=entry.actor_name,
        source=entry.source,
        request_id=entry.request_id,
        changes=differences(entry.before, entry.after),
    )
