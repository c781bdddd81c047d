"""Import of a chart of accounts: a file, what it would change, and the change."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError
from openlien.ledger.actions.chart import import_chart
from openlien.ledger.chart_files import HEADINGS, FileRow, JudgedRow, Verdict, rows_of_csv
from openlien.ledger.queries.chart import preview_of

from ...access import page
from ...jinja import plural, url
from ...sent_forms import Wrong
from ...uploaded_tables import text_of_table
from .frame import frame

FAMILIES = {
    Verdict.NEW: ("New", "active"),
    Verdict.CHANGED: ("Changed", "early"),
    Verdict.UNCHANGED: ("Unchanged", "neutral"),
    Verdict.REFUSED: ("Refused", "risk"),
}


class ChartFileMissing(DomainError):
    """Choose a CSV or XLSX file of at most 1 MiB."""


@page(Permission.LEDGER_SET_UP)
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """The form for a file; then what the file would change; then the change itself."""
    if request.method != "POST":
        return _asked(request, Wrong(), status=200)
    try:
        upload = request.FILES.get("file")
        text = request.POST.get("rows") or text_of_table(upload, HEADINGS, missing=ChartFileMissing)
        rows = rows_of_csv(text)
        if request.POST.get("save"):
            return _imported(request, rows)
        found = preview_of(request.actor, rows)  # type: ignore[attr-defined]
    except DomainError as refused:
        return _asked(request, Wrong({"file": refused.sentence}), status=refused.status)
    return render(request, "ledger/setup/chart_preview.jinja", _preview(request, text, found))


def _imported(request: HttpRequest, rows: list[FileRow]) -> HttpResponse:
    done = import_chart(request.actor, rows)  # type: ignore[attr-defined]
    said = f"{plural(done.added, 'account')} added, {done.changed} changed, {done.unchanged} as they were"
    messages.success(request, f"{said}, {done.refused} refused.")
    return HttpResponseRedirect(url("ledger:chart"))


def _asked(request: HttpRequest, wrong: Wrong, *, status: int) -> HttpResponse:
    words = {**frame(request, "ledger:chart"), "wrong": wrong, "headings": HEADINGS}
    return render(request, "ledger/setup/chart_import.jinja", words, status=status)


def _preview(request: HttpRequest, text: str, found: list[JudgedRow]) -> dict[str, Any]:
    counts = Counter(row.verdict for row in found)
    return {
        **frame(request, "ledger:chart"),
        "text": text,
        "counts": [(FAMILIES[verdict][0], counts[verdict]) for verdict in Verdict],
        "to_save": counts[Verdict.NEW] + counts[Verdict.CHANGED],
        "rows": [
            {"row": row, "word": FAMILIES[row.verdict][0], "family": FAMILIES[row.verdict][1]}
            for row in sorted(found, key=lambda row: (list(Verdict).index(row.verdict) == 2, row.line))
        ],
    }
