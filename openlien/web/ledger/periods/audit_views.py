"""The check of the books: run on demand as a job, kept with what it found, and the anchors of the chain."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from openlien.accounting.actions.books_check import STEPS, start_check
from openlien.accounting.queries.books_check import CheckView, books_check, books_checks
from openlien.identity.permissions import Permission
from openlien.ledger.actions.periods import anchor_books
from openlien.ledger.queries.books import anchors, book_years, chain_heads

from ...access import page
from ...business_time import here
from ...jinja import plural, url
from ...sheets import Head, Line, Sheet, exported
from .frame import frame, when

FAMILIES = {"waiting": "pending", "running": "active", "failed": "risk"}


@page(Permission.BOOKS_AUDIT)
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """What the books hold, the newest check, the earlier ones, and the anchors."""
    actor = request.actor  # type: ignore[attr-defined]
    checks = books_checks(actor)
    newest = checks[0] if checks else None
    words = {
        **frame(request),
        "years": book_years(actor),
        "heads": chain_heads(actor),
        "anchors": [(anchor, when(anchor.anchored_at)) for anchor in anchors(actor)],
        "newest": newest,
        "rows": [_row(check) for check in checks],
        **(_progress(newest) if newest else {"is_working": False}),
    }
    return render(request, "ledger/periods/audit.jinja", words)


@page(Permission.BOOKS_AUDIT)
@require_safe
def one_check(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """What one check looked at and found."""
    check = books_check(request.actor, check_id)  # type: ignore[attr-defined]
    words = {**frame(request), "check": check, "row": _row(check), **_progress(check)}
    return render(request, "ledger/periods/audit_check.jinja", words)


@page(Permission.BOOKS_AUDIT)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Puts a check into the queue."""
    check = start_check(request.actor)  # type: ignore[attr-defined]
    return HttpResponseRedirect(url("ledger:audit_check", check.id))


@page(Permission.BOOKS_AUDIT, background=True)
@require_safe
def progress(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """The progress bar alone; once the check has ended the browser is told to read the page anew."""
    check = books_check(request.actor, check_id)  # type: ignore[attr-defined]
    response = render(request, "ledger/periods/parts/progress.jinja", _progress(check))
    if not check.is_working:
        response.headers["HX-Refresh"] = "true"
    return response


@page(Permission.BOOKS_AUDIT)
@require_POST
def anchor(request: HttpRequest) -> HttpResponse:
    """Keeps the heads of the chain as anchors."""
    anchor_books(request.actor)  # type: ignore[attr-defined]
    messages.success(request, "The books are anchored. Keep the list outside of this machine.")
    return HttpResponseRedirect(url("ledger:audit"))


@page(Permission.BOOKS_AUDIT)
@require_safe
def anchor_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The anchors as a file that is kept outside of this machine."""
    heads = (Head("Year"), Head("Last number"), Head("Hash"), Head("Anchored at"), Head("By"))
    lines = [
        Line((str(each.year), each.last_number, each.hash, _moment(each.anchored_at), each.actor_name))
        for each in anchors(request.actor)  # type: ignore[attr-defined]
    ]
    return exported(Sheet("Anchors of the books", heads, lines), form, name="anchors")


@page(Permission.BOOKS_AUDIT)
@require_safe
def check_file(request: HttpRequest, check_id: UUID, form: str) -> HttpResponseBase:
    """What a check found, one line a finding; a part that found nothing says so."""
    check = books_check(request.actor, check_id)  # type: ignore[attr-defined]
    heads = (Head("Check"), Head("Run by"), Head("Ended at"), Head("Part"), Head("Looked at"), Head("Found"))
    lines = [
        Line((str(check.id), check.started_by, _moment(check.finished_at), part.name, part.figures, sentence))
        for part in check.parts
        for sentence in (part.findings or ("Nothing is wrong.",))
    ]
    return exported(Sheet("Check of the books", heads, lines), form, name="books-check")


def _moment(moment: Any) -> str:
    return here(moment).isoformat(timespec="seconds") if moment else ""


def _row(check: CheckView) -> dict[str, Any]:
    if check.state == "done":
        word = plural(check.findings, "finding") if check.findings else "Sound"
        family = "risk" if check.findings else "settled"
    else:
        word, family = check.state_label, FAMILIES[check.state]
    return {
        "check": check,
        "href": url("ledger:audit_check", check.id),
        "word": word,
        "family": family,
        "started": when(check.created_at),
        "ended": when(check.finished_at) if check.finished_at else "",
        "seconds": f"{(check.finished_at - check.created_at).total_seconds():,.1f} s"
        if check.finished_at
        else "",
    }


def _seconds(check: CheckView) -> str:
    if check.finished_at is None:
        return ""
    return f"{(check.finished_at - check.created_at).total_seconds():,.1f} s"


def _progress(check: CheckView) -> dict[str, Any]:
    label = "Waiting for the worker" if check.state == "waiting" else check.step or "Done"
    return {
        "is_working": check.is_working,
        "progress_label": label,
        "progress_value": check.steps_done,
        "progress_total": STEPS,
        "progress_step": f"{check.steps_done} of {STEPS} parts",
        "progress_href": url("ledger:audit_progress", check.id),
    }
