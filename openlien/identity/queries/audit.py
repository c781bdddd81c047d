"""The audit trail: what was changed in which row, by whom, from which request."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from ..actor import Actor
from ..models import AuditEntry, User
from ..permissions import Permission

PAGE_ROWS = 50
UUID_LETTERS = 36


@dataclass(frozen=True)
class RowsOf:
    """Rows that belong to one object: the row with an id, or those that name it in a column."""

    table: str
    id: str
    column: str = "id"


@dataclass(frozen=True)
class AuditFilter:
    """Which entries are wanted; empty fields do not limit. `until` is the first moment too late.

    *Shapes*: `objects` limits to the rows of one object; none at all finds nothing.
    """

    table: str = ""
    row_id: str = ""
    actor: str = ""
    since: datetime | None = None
    until: datetime | None = None
    objects: tuple[RowsOf, ...] | None = None


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


@dataclass(frozen=True)
class LastChange:
    """Who changed a row last, and when."""

    actor_name: str
    at: datetime


def last_change(table: str, row_id: str) -> LastChange | None:
    """Who changed that row last; None where no trail is kept of it.

    It says nothing of what was changed: whoever may change the row may know who was faster.
    """
    found = AuditEntry.objects.filter(table_name=table, row_id=row_id).order_by("-id")
    last = found.values_list("actor_name", "at").first()
    return LastChange(*last) if last else None


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
    # As text, an amount keeps its cents: read as a number, 300.00 would become 300.0.
    found = AuditEntry.objects.defer("before", "after").annotate(
        before_text=Cast("before", TextField()), after_text=Cast("after", TextField())
    )
    if wanted.table:
        found = found.filter(table_name=wanted.table)
    if wanted.row_id:
        found = found.filter(row_id=wanted.row_id)
    if wanted.objects is not None:
        found = found.filter(_belongs_to(wanted.objects)) if wanted.objects else found.none()
    if wanted.actor:
        found = found.filter(actor_name__icontains=wanted.actor)
    if wanted.since:
        found = found.filter(at__gte=wanted.since)
    if wanted.until:
        found = found.filter(at__lt=wanted.until)
    return found


def _belongs_to(objects: tuple[RowsOf, ...]) -> Q:
    wanted = Q()
    for each in objects:
        if each.column == "id":
            wanted |= Q(table_name=each.table, row_id=each.id)
        else:
            named = Q(**{f"before__{each.column}": each.id}) | Q(**{f"after__{each.column}": each.id})
            wanted |= Q(table_name=each.table) & named
    return wanted


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
        changes=differences(_state(entry.before_text), _state(entry.after_text)),
    )


def _state(text: str | None) -> dict[str, Any] | None:
    return None if text is None else json.loads(text, parse_float=str)


def people_in(rows: Sequence[AuditRow]) -> dict[str, str]:
    """The names of the users that the changes of these rows point to, by their ids as text."""
    pointed = {
        value
        for row in rows
        for change in row.changes
        if change.field.endswith("_id")
        for value in (change.before, change.after)
        if isinstance(value, str) and len(value) == UUID_LETTERS
    }
    found = User.objects.annotate(text=Cast("id", TextField())).filter(text__in=pointed)
    return dict(found.values_list("text", "name")) if pointed else {}
