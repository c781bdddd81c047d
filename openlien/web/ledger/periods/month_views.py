"""One month: its checklist, the confirmation of its steps, closing, locking, opening again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from openlien.accounting.actions.month_end import close_month, confirm_step
from openlien.accounting.month_end import (
    ABOUT_THE_BOOKS,
    MonthMistyped,
    Step,
    StepState,
    accrual_day,
    check_typed,
    reversal_day,
    words_to_type,
)
from openlien.accounting.queries.month_end import MonthView, month_view
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.ledger.actions.periods import lock_period, reopen_period
from openlien.ledger.vocabulary import PeriodStatus

from ... import business_time
from ...access import page
from ...jinja import url
from ...sent_forms import Wrong, reason_of, typed
from .frame import (
    PERIOD_FAMILIES,
    STEP_SIGNS,
    SYNC_FAMILIES,
    frame,
    month_code,
    month_href,
    month_name,
    month_of,
    state_words,
    trial_balance_href,
    when,
)
from .step_words import HINTS, sentence_of

form_page = require_http_methods(["GET", "HEAD", "POST"])


@page(Permission.LEDGER_VIEW)
@require_safe
def month(request: HttpRequest, code: str) -> HttpResponse:
    """The checklist of a month."""
    return render(request, "ledger/periods/month.jinja", month_words(request, month_of(code)))


@page(Permission.LEDGER_VIEW)
@form_page
def step(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """The drawer in which a step is confirmed by name."""
    if name not in set(ABOUT_THE_BOOKS):
        raise NotFound()
    wanted, of_month = Step(name), month_of(code)

    def save() -> str:
        confirm_step(
            request.actor,  # type: ignore[attr-defined]
            of_month,
            wanted,
            note=request.POST.get("note", ""),
            lines_seen=_seen(request),
            today=business_time.today(),
        )
        return f"“{wanted.label}” is confirmed in your name."

    return _drawer(
        request,
        of_month,
        save,
        "ledger/periods/step.jinja",
        {"step": wanted, "hint": HINTS[wanted]},
    )


@page(Permission.PERIODS_CLOSE)
@form_page
def closure(request: HttpRequest, code: str) -> HttpResponse:
    """The drawer that asks for the month to be typed before it is closed."""
    of_month = month_of(code)

    def save() -> str:
        check_typed(request.POST.get("typed", ""), of_month)
        close_month(
            request.actor,  # type: ignore[attr-defined]
            of_month,
            lines_seen=_seen(request),
            today=business_time.today(),
        )
        return f"{month_name(of_month)} is closed."

    extra = {"to_type": words_to_type(of_month), "next_month": month_name(reversal_day(of_month))}
    return _drawer(request, of_month, save, "ledger/periods/closure.jinja", extra)


@page(Permission.PERIODS_CLOSE)
@form_page
def lock(request: HttpRequest, code: str) -> HttpResponse:
    """The drawer that asks before a month is locked for good."""
    of_month = month_of(code)

    def save() -> str:
        check_typed(request.POST.get("typed", ""), of_month)
        lock_period(request.actor, of_month)  # type: ignore[attr-defined]
        return f"{month_name(of_month)} is locked."

    return _drawer(request, of_month, save, "ledger/periods/lock.jinja", {"to_type": words_to_type(of_month)})


@page(Permission.PERIODS_CLOSE)
@form_page
def reopening(request: HttpRequest, code: str) -> HttpResponse:
    """The drawer in which a closed month is opened again with a reason."""
    of_month = month_of(code)

    def save() -> str:
        reopen_period(request.actor, of_month, reason=request.POST.get("reason", ""))  # type: ignore[attr-defined]
        return f"{month_name(of_month)} is open again."

    return _drawer(request, of_month, save, "ledger/periods/reopening.jinja", {})


def month_words(request: HttpRequest, of_month: date) -> dict[str, Any]:
    """What the page of a month shows, also behind a drawer."""
    view = month_view(request.actor, of_month, today=business_time.today())  # type: ignore[attr-defined]
    code = month_code(of_month)
    is_open = view.line.status is PeriodStatus.OPEN
    return {
        **frame(request),
        "view": view,
        "line": view.line,
        "code": code,
        "name": month_name(of_month),
        "family": PERIOD_FAMILIES[view.line.status],
        "state_words": state_words(view.line),
        "is_open": is_open,
        "can_be_worked_on": is_open and accrual_day(of_month) <= business_time.today(),
        "steps": [_step(view, each, place) for place, each in enumerate(view.steps, start=1)],
        "is_complete": view.next_step is None,
        "next_label": view.next_step.label if view.next_step else "",
        "accrued_on": accrual_day(of_month),
        "reversed_on": reversal_day(of_month),
        "earlier": month_name(view.open_before) if view.open_before else None,
        "earlier_href": month_href(view.open_before) if view.open_before else None,
        "sync": [(line, SYNC_FAMILIES[line.status]) for line in view.sync],
        "trial_balance_href": trial_balance_href(of_month),
        "journals_href": url("ledger:entries", query={"period": code}),
        "close_href": month_href(of_month),
    }


def _step(view: MonthView, each: StepState, place: int) -> dict[str, Any]:
    word, family = STEP_SIGNS[each.state]
    done = each.confirmation
    return {
        "place": place,
        "code": each.step.value,
        "label": each.step.label,
        "state": each.state.value,
        "word": word,
        "family": family,
        "why": each.why,
        "sentence": sentence_of(each.step, view),
        "by": f"{done.by}, {when(done.at)}" if done else "",
        "note": done.note if done else "",
    }


def _drawer(
    request: HttpRequest,
    of_month: date,
    save: Callable[[], str],
    template: str,
    extra: dict[str, Any],
) -> HttpResponse:
    """The page of the month with a drawer over it; what was sent is saved, or refused at its field."""
    wrong, status = Wrong(), 200
    if request.method == "POST":
        try:
            messages.success(request, save())
            return HttpResponseRedirect(month_href(of_month))
        except (NotFound, Forbidden):
            raise
        except DomainError as refused:
            field = str(getattr(refused, "field", refused.fields.get("field")) or _field(refused))
            wrong, status = Wrong({field: reason_of(refused)}), refused.status
    words = {**month_words(request, of_month), **extra, "wrong": wrong, "given": typed(request.POST or None)}
    return render(request, template, words, status=status)


def _field(refused: DomainError) -> str:
    if isinstance(refused, MonthMistyped):
        return "typed"
    return "reason" if refused.code == "reason_required" else ""


def _seen(request: HttpRequest) -> int:
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 18 else -1
