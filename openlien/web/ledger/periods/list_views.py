"""The months of the books, and the closing of those that were kept elsewhere."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from openlien.accounting.actions.month_end import close_history
from openlien.accounting.month_end import Step
from openlien.accounting.queries.month_end import MonthLine, months
from openlien.identity.permissions import Permission
from openlien.ledger.vocabulary import PeriodStatus

from ... import business_time
from ...access import page
from ...jinja import plural, url
from ...sent_forms import Wrong, refusals_of, typed
from .frame import PERIOD_FAMILIES, frame, month_code, month_href, month_name, month_of, state_words


@page(Permission.LEDGER_VIEW)
@require_safe
def periods(request: HttpRequest) -> HttpResponse:
    """Every month with its state and what was posted into it."""
    return render(request, "ledger/periods/list.jinja", _words(request))


@page(Permission.PERIODS_CLOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def history(request: HttpRequest) -> HttpResponse:
    """The drawer in which months that were kept elsewhere are closed together."""
    wrong = Wrong()
    if request.method == "POST":
        closed: list[date] = []
        wrong = refusals_of(lambda: closed.extend(_close(request)))
        if not wrong:
            messages.success(request, f"{plural(len(closed), 'month')} closed.")
            return HttpResponseRedirect(url("ledger:periods"))
    words = _words(request)
    choices = [
        (month_code(row["line"].month), month_name(row["line"].month))
        for row in words["rows"]
        if row["line"].status is PeriodStatus.OPEN and row["line"].is_over
    ]
    context = {**words, "wrong": wrong, "given": typed(request.POST or None), "choices": choices}
    return render(request, "ledger/periods/history.jinja", context, status=422 if wrong else 200)


def _close(request: HttpRequest) -> list[date]:
    return close_history(
        request.actor,  # type: ignore[attr-defined]
        month_of(request.POST.get("through", "")),
        reason=request.POST.get("reason", ""),
        today=business_time.today(),
    )


def _words(request: HttpRequest) -> dict[str, Any]:
    found = months(request.actor, today=business_time.today())  # type: ignore[attr-defined]
    waiting = [line for line in found if line.status is PeriodStatus.OPEN and line.is_over]
    has_checklists = any(line.status is not PeriodStatus.OPEN and not line.is_history for line in found)
    return {
        **frame(request),
        "rows": [_row(line) for line in found],
        "waiting": len(waiting),
        "next_to_close": month_name(waiting[-1].month) if waiting else None,
        "next_href": month_href(waiting[-1].month) if waiting else None,
        "history_is_possible": len(waiting) > 1 and not has_checklists,
    }


def _row(line: MonthLine) -> dict[str, Any]:
    return {
        "line": line,
        "name": month_name(line.month),
        "href": month_href(line.month),
        "family": PERIOD_FAMILIES[line.status],
        "checklist": "Without checklist" if line.is_history else f"{line.steps} of {len(Step)}",
        "state_words": state_words(line),
    }
