"""One import: what was recognised, how far it is, and its reconciliation report."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openlien.identity.permissions import Permission
from openlien.integrations.imports.queries import FileLine, ImportDetail, find_import
from openlien.integrations.imports.reasons import name_of

from ..access import page
from ..business_time import here
from ..jinja import url
from ..seen import shows
from . import shown


@page(Permission.IMPORTS_VIEW)
def detail(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """The page of one import in whatever state it is."""
    actor = request.actor  # type: ignore[attr-defined]
    found = find_import(actor, import_id)
    looks = [_look(found, file) for file in found.files if file.look]
    if looks:
        # The first rows of an export are patients' records.
        shows(request, "Import, first rows", rows=sum(len(look["sample"]) for look in looks))
    report = found.line.report or found.preview
    context: dict[str, Any] = {
        "found": found,
        "line": found.line,
        "family": shown.FAMILY_OF_STATE[found.line.state],
        "created_at": here(found.line.created_at),
        "finished_at": here(found.finished_at),
        "may_run": actor.may(Permission.IMPORTS_RUN),
        "looks": looks,
        "report": report,
        "is_trial": found.line.report is None,
        **_progress(found),
    }
    if report:
        context |= _report(report, found)
    return render(request, "imports/detail.jinja", context)


@page(Permission.IMPORTS_VIEW, background=True)
def progress(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """The progress bar alone; once the work has ended the browser is told to read the page anew."""
    found = find_import(request.actor, import_id)  # type: ignore[attr-defined]
    response = render(request, "imports/parts/progress.jinja", _progress(found))
    if not found.is_working:
        response.headers["HX-Refresh"] = "true"
    return response


def _progress(found: ImportDetail) -> dict[str, Any]:
    waiting = "Waiting for the worker"
    title = {
        "queued": waiting,
        "running": "Importing",
        "undoing": "Undoing",
        "uploaded": "Checking every row",
    }
    return {
        "progress_label": title.get(found.line.state, "Done"),
        "progress_step": found.step or ("Starting" if found.is_working else ""),
        "progress_value": found.steps_done if found.steps_total else None,
        "progress_total": found.steps_total or 100,
        "is_working": found.is_working,
        "progress_href": url("imports:progress", found.line.id),
    }


def _report(report: Any, found: ImportDetail) -> dict[str, Any]:
    stored = found.line.id if found.line.report else None
    return {
        "file_rows": shown.file_rows(report),
        "reason_rows": shown.reason_rows(report, stored),
        "skip_rows": shown.skip_rows(report),
        "change_rows": shown.change_rows(report),
        "booked_rows": shown.booked_rows(report),
        "total_rows": shown.total_rows(report),
        "findings": shown.findings_count(report),
        "refused_files": shown.refused_files(report, found.line.id) if stored else [],
        "not_in_file": report["notInFile"]["bills"],
    }


def _look(found: ImportDetail, file: FileLine) -> dict[str, Any]:
    """What was recognised of a file, in the words of the page."""
    look = dict(file.look)
    form = f"Workbook, sheet {look['sheet']}" if look["container"] == "workbook" else _text_format(look)
    headings = [f"{place + 1}. {heading}" for place, heading in enumerate(look["headings"])]
    return {
        **look,
        "id": file.id,
        "name": file.name,
        "kind_name": shown.KIND_NAMES[file.kind],
        "format": form,
        "size_kib": max(1, file.size_bytes // 1024),
        "columns": [{"key": str(place), "label": heading} for place, heading in enumerate(headings)],
        "rows": [
            {str(place): cell for place, cell in enumerate(cells[: len(headings)])}
            for cells in look["sample"]
        ],
        "map_href": url("imports:columns", found.line.id, file.id),
        "missing_names": ", ".join(look["missing"]),
        "unknown_names": ", ".join(look["unknown"]),
    }


def _text_format(look: dict[str, Any]) -> str:
    delimiters = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
    delimiter = delimiters.get(look["delimiter"], name_of(look["delimiter"]))
    return f"Text with {delimiter}, {look['encoding']}, header on line {look['headerLine']}"
