"""Administration > Audit trail: each change of a row, before and after; on screen and as CSV."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from openlien.accounting.reports.audit_objects import months_in, rows_of_object
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.queries import (
    AuditFilter,
    AuditRow,
    audit_entries,
    audited_tables,
    every_audit_entry,
    people_in,
)
from openlien.kit.tables import Column, write_csv

from ..access import page
from ..business_time import here
from ..jinja import time_text
from ..ledger.periods.frame import month_name
from ..seen import shows
from .places import admin_tabs
from .table_words import WAYS, column_words, table_choices, table_words
from .trail_filter import TrailFilter, read_filter

FIELDS = ("object", "table", "row", "actor")
ACTIONS = {"insert": "Added", "update": "Changed", "delete": "Deleted"}
NAME_LETTERS_MAX = 60
COLUMNS = ("Time", "Who", "By way of", "Request", "Table", "Row", "What", "Column", "Before", "After")


@page(Permission.AUDIT_VIEW)
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """One page of the trail, the newest first."""
    wanted = read_filter(request.GET, FIELDS)
    actor = request.actor  # type: ignore[attr-defined]
    found = audit_entries(actor, _filter(actor, wanted), before_id=wanted.before_id)
    # Before and after may hold a patient's name.
    shows(request, "Audit trail", rows=len(found.items))
    people, months = people_in(found.items), months_in(actor, found.items)
    words = {
        "tabs": admin_tabs(request),
        "wanted": wanted,
        "tables": [("", "All tables"), *table_choices(audited_tables(actor))],
        "entries": [_entry_words(row, people, months) for row in found.items],
        "total": found.total,
        "csv_query": wanted.query(),
        "older_query": wanted.query(before=found.next_cursor) if found.next_cursor else None,
    }
    return render(request, "admin/audit.jinja", words)


@page(Permission.AUDIT_VIEW)
@require_safe
def audit_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The trail of the same filter, one line for each changed column."""
    actor = request.actor  # type: ignore[attr-defined]
    wanted = _filter(actor, read_filter(request.GET, FIELDS))
    shows(request, "Audit trail export", rows=audit_entries(actor, wanted, limit=1).total)
    lines = (line for row in every_audit_entry(actor, wanted) for line in _lines(row))
    answer = StreamingHttpResponse(
        write_csv([Column(heading) for heading in COLUMNS], lines), content_type="text/csv; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="audit-trail.csv"'
    return answer


def _filter(actor: Actor, wanted: TrailFilter) -> AuditFilter:
    named = wanted.texts["object"]
    return AuditFilter(
        objects=rows_of_object(actor, named[:NAME_LETTERS_MAX]) if named else None,
        table=wanted.texts["table"],
        row_id=wanted.texts["row"],
        actor=wanted.texts["actor"],
        since=wanted.since,
        until=wanted.until,
    )


def _entry_words(row: AuditRow, people: Mapping[str, str], months: Mapping[str, date]) -> dict[str, Any]:
    is_month = row.table == "ledger_period" and row.row_id in months
    return {
        "at": here(row.at),
        "who": row.actor_name,
        "way": WAYS.get(row.source, row.source),
        "table": table_words(row.table),
        "row": month_name(months[row.row_id]) if is_month else row.row_id,
        "row_href": reverse("admin_audit", query={"table": row.table, "row": row.row_id}),
        "action": ACTIONS.get(row.action, row.action),
        "is_addition": row.action == "insert",
        "is_change": row.action == "update",
        "is_deletion": row.action == "delete",
        "changes": [
            (
                column_words(change.field),
                _shown(change.field, change.before, people),
                _shown(change.field, change.after, people),
            )
            for change in row.changes
        ],
    }


def _lines(row: AuditRow) -> list[tuple[object, ...]]:
    head = (
        here(row.at).isoformat(timespec="seconds"),
        row.actor_name,
        row.source,
        row.request_id,
        row.table,
        row.row_id,
        ACTIONS.get(row.action, row.action),
    )
    return [(*head, change.field, written(change.before), written(change.after)) for change in row.changes]


def _shown(field: str, value: Any, people: Mapping[str, str]) -> str:
    """The value as people read it: a user by name, a moment by the company's clock; the file has it raw."""
    text = written(value)
    if field.endswith("_at"):
        with suppress(ValueError):
            return time_text(here(datetime.fromisoformat(text)))
    return people.get(text, text)


def written(value: Any) -> str:
    """A column's value as the trail shows it; nothing is an empty text."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
