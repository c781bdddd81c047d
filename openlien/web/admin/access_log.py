"""Administration > Access log: who saw or exported which patient's record; on screen and as CSV."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlien.accounting.reports.audit_objects import case_of_account
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.identity.queries import AccessFilter, access_entries, every_access_entry
from openlien.kit.tables import Column, Kind, write_csv

from ..access import page
from ..business_time import here
from .places import admin_tabs
from .table_words import WAYS
from .trail_filter import TrailFilter, read_filter

FIELDS = ("case", "actor")
COLUMNS = (
    Column("Time"),
    Column("Who"),
    Column("By way of"),
    Column("Request"),
    Column("What"),
    Column("Case"),
    Column("Rows", Kind.INTEGER),
)


@page(Permission.AUDIT_VIEW)
@require_safe
def access_log(request: HttpRequest) -> HttpResponse:
    """One page of the log, the newest first."""
    wanted = read_filter(request.GET, FIELDS)
    actor = request.actor  # type: ignore[attr-defined]
    found = access_entries(actor, _filter(actor, wanted), before_id=wanted.before_id)
    words = {
        "tabs": admin_tabs(request),
        "wanted": wanted,
        "entries": [
            {"row": row, "at": here(row.at), "way": WAYS.get(row.source, row.source)} for row in found.items
        ],
        "total": found.total,
        "csv_query": wanted.query(),
        "older_query": wanted.query(before=found.next_cursor) if found.next_cursor else None,
    }
    return render(request, "admin/access_log.jinja", words)


@page(Permission.AUDIT_VIEW)
@require_safe
def access_log_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The log of the same filter, one line an entry."""
    actor = request.actor  # type: ignore[attr-defined]
    wanted = _filter(actor, read_filter(request.GET, FIELDS))
    rows = (
        (
            here(row.at).isoformat(timespec="seconds"),
            row.actor_name,
            row.source,
            row.request_id,
            row.what,
            row.case_number,
            row.rows,
        )
        for row in every_access_entry(actor, wanted)
    )
    answer = StreamingHttpResponse(write_csv(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="access-log.csv"'
    return answer


def _filter(actor: Actor, wanted: TrailFilter) -> AccessFilter:
    return AccessFilter(
        # A case account is looked for by the case it belongs to.
        case_number=case_of_account(actor, wanted.texts["case"]) if wanted.texts["case"] else "",
        actor=wanted.texts["actor"],
        since=wanted.since,
        until=wanted.until,
    )
