"""Lists: the history of imports, the findings of one, and the question before an undo."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from openlien.identity.permissions import Permission
from openlien.integrations.imports.queries import find_import, list_findings, list_imports
from openlien.integrations.imports.reasons import name_of
from openlien.integrations.imports.undoing import start_undo
from openlien.kit.errors import DomainError, NotFound

from ..access import page
from ..business_time import here
from ..jinja import url
from ..seen import shows
from . import shown

SEVERITIES = {"refused": "Refused", "warning": "Warnings"}
CURSOR_MAX = 20


@page(Permission.IMPORTS_VIEW)
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Every import, newest first, and the demo portfolio."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = [shown.history_row(line) | {"at": here(line.created_at)} for line in list_imports(actor)]
    return render(request, "imports/list.jinja", {"rows": rows, "may_run": actor.may(Permission.IMPORTS_RUN)})


@page(Permission.IMPORTS_VIEW)
@require_safe
def findings(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Refused rows and warnings of one import, a page at a time."""
    actor = request.actor  # type: ignore[attr-defined]
    severity = request.GET.get("severity", "") if request.GET.get("severity") in SEVERITIES else ""
    reason = request.GET.get("reason", "")[:40]
    found = list_findings(
        actor,
        import_id,
        severity=severity or None,
        reason=reason or None,
        cursor=request.GET.get("cursor", "")[:CURSOR_MAX] or None,
    )
    shows(request, "Import findings", rows=len(found.items))
    here_href = url("imports:findings", import_id)
    return render(
        request,
        "imports/findings.jinja",
        {
            "found": found,
            "line": find_import(actor, import_id).line,
            "rows": [_finding_row(item) for item in found.items],
            "tabs": [
                _tab(here_href, code, label, severity) for code, label in [("", "All"), *SEVERITIES.items()]
            ],
            "reason_name": name_of(reason) if reason else "",
            "clear_href": url("imports:findings", import_id, query={"severity": severity}),
            "older_href": url(
                "imports:findings",
                import_id,
                query={"severity": severity, "reason": reason, "cursor": found.next_cursor},
            )
            if found.next_cursor
            else None,
        },
    )


@page(Permission.IMPORTS_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Asks before a batch is taken back, and takes it back."""
    actor = request.actor  # type: ignore[attr-defined]
    line = next((line for line in list_imports(actor, limit=200) if line.batch_id == batch_id), None)
    if line is None:
        raise NotFound()
    refusal = None
    if request.method == "POST":
        try:
            is_done = start_undo(actor, batch_id)
        except DomainError as refused:
            refusal = refused
        else:
            if not is_done:
                return HttpResponseRedirect(url("imports:detail", line.id))
            messages.success(request, "Demo portfolio removed" if line.is_demo else "Import undone")
            return HttpResponseRedirect(url("imports:home"))
    context = {
        "line": line,
        "title": "Remove the demo portfolio" if line.is_demo else "Undo this import",
        "verb": "Remove demo portfolio" if line.is_demo else "Undo import",
        "refusal": refusal.sentence if refusal else None,
        "back_href": url("imports:detail", line.id) if line.id else url("imports:home"),
    }
    return render(request, "imports/undo.jinja", context, status=refusal.status if refusal else 200)


def _finding_row(item) -> dict[str, object]:  # type: ignore[no-untyped-def]
    return {
        "line": item.line,
        "file": shown.KIND_NAMES[item.file_kind],
        "what": "Refused" if item.severity == "refused" else "Warning",
        "reason": name_of(item.reason),
        "bill": item.funding_id,
        "amount": item.amount,
        "detail": item.detail or item.sentence,
    }


def _tab(href: str, code: str, label: str, current: str) -> dict[str, object]:
    return {"label": label, "href": f"{href}?severity={code}" if code else href, "current": code == current}
