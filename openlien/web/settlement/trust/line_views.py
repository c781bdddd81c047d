"""One bank line: the checks it carries, chosen by hand, taken apart, or the bank's mistake."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.settlement.trust.bank_lines import bank_line
from openlien.settlement.trust.matching import (
    mark_bank_error,
    match_line,
    take_bank_error_back,
    take_match_apart,
)

from ... import business_time
from ...access import page
from ...jinja import url
from .bank_views import bank_words


@page(Permission.TRUST_IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def line_page(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """The drawer of a bank line; a post matches it with the checks chosen."""
    if request.method != "POST":
        return _drawer(request, line_id)
    chosen = _ids(request.POST.getlist("check"))
    return _done(
        request,
        line_id,
        lambda: match_line(request.actor, line_id, chosen, today=business_time.today()),  # type: ignore[attr-defined]
        "Matched.",
    )


@page(Permission.TRUST_IMPORT)
@require_POST
def apart(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Takes the match of a line apart."""
    said = "The line is open again; its checks stay cleared."
    return _done(request, line_id, lambda: take_match_apart(request.actor, line_id), said)  # type: ignore[attr-defined]


@page(Permission.TRUST_IMPORT)
@require_POST
def mistake(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Marks a line as a mistake that the bank puts right."""
    reason = request.POST.get("reason", "")
    return _done(
        request,
        line_id,
        lambda: mark_bank_error(request.actor, line_id, reason=reason),  # type: ignore[attr-defined]
        "Marked as the bank's mistake. It is a reconciling item until the bank puts it right.",
    )


@page(Permission.TRUST_IMPORT)
@require_POST
def mistake_back(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Opens a line again that was marked as the bank's mistake."""
    return _done(
        request,
        line_id,
        lambda: take_bank_error_back(request.actor, line_id),  # type: ignore[attr-defined]
        "The line is open again.",
    )


def _done(request: HttpRequest, line_id: UUID, write: Callable[[], object], said: str) -> HttpResponse:
    line, _ = bank_line(request.actor, line_id)  # type: ignore[attr-defined]
    try:
        write()
    except (Forbidden, NotFound):
        raise
    except DomainError as refused:
        return _drawer(request, line_id, refused.sentence, refused.status)
    messages.success(request, said)
    return HttpResponseRedirect(url("trust:bank", line.account_id))


def _drawer(request: HttpRequest, line_id: UUID, wrong: str = "", status: int = 200) -> HttpResponse:
    line, checks = bank_line(request.actor, line_id)  # type: ignore[attr-defined]
    suggested = {each.id for each in line.suggestions}
    context = {
        **bank_words(request, line.account_id),
        "line": line,
        "checks": [*line.suggestions, *(each for each in checks if each.id not in suggested)],
        "suggested": suggested,
        "chosen": set(request.POST.getlist("check")) or {str(each.id) for each in line.suggestions[:1]},
        "reason": request.POST.get("reason", ""),
        "wrong": wrong,
        "close_href": url("trust:bank", line.account_id),
    }
    return render(request, "settlement/trust/line.jinja", context, status=status)


def _ids(texts: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        raise NotFound() from None
