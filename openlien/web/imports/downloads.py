"""Files to save: the refused rows as they were, and the report as JSON."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from openlien.identity.permissions import Permission
from openlien.integrations.imports.queries import find_import, refused_rows
from openlien.integrations.portfolio_files import Kind
from openlien.kit.errors import NotFound
from openlien.kit.tables import Column, write_csv

from ..access import page
from ..seen import shows
from ..sheets import CSV_TYPE


@page(Permission.IMPORTS_VIEW)
@require_safe
def refused(request: HttpRequest, import_id: UUID, kind: str) -> HttpResponseBase:
    """The refused rows of one file: the original row, then its line, the reason and its sentence."""
    if kind not in set(Kind):
        raise NotFound()
    actor = request.actor  # type: ignore[attr-defined]
    found = refused_rows(actor, import_id, Kind(kind))
    report = find_import(actor, import_id).line.report or {"files": []}
    count = sum(file["refused"] for file in report["files"] if file["kind"] == kind)
    shows(request, "Refused rows of an import", rows=count)
    width = len(found.headings)
    columns = [Column(heading) for heading in (*found.headings, "Line", "Reason", "What it means")]
    rows = (
        (*(cells + [""] * width)[:width], str(line), reason, sentence)
        for line, reason, sentence, cells in found.rows
    )
    response = StreamingHttpResponse(write_csv(columns, rows), content_type=CSV_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="refused-{kind}.csv"'
    return response


@page(Permission.IMPORTS_VIEW)
@require_safe
def report(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """The reconciliation report as JSON."""
    found = find_import(request.actor, import_id)  # type: ignore[attr-defined]
    if found.line.report is None:
        raise NotFound()
    response = HttpResponse(json.dumps(found.line.report, indent=2), content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="reconciliation.json"'
    return response
