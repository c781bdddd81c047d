"""The accruals of a month: found, looked through, changed by hand, posted, taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlien.accounting.actions.accruals import (
    create_accruals,
    decide_accrual,
    find_services,
    take_back_accruals,
)
from openlien.accounting.queries.accruals import AccrualLine, accrual, accruals
from openlien.identity.permissions import Permission
from openlien.ledger.vocabulary import PeriodStatus

from ... import business_time
from ...access import page
from ...cases.fields import MoneyField
from ...jinja import plural, url
from ...seen import shows
from ...sheets import Head, Line, Sheet, exported
from ..setup.chart_views import saved, status_of
from ..setup.forms import SetupForm
from .frame import month_code, month_of
from .month_views import month_words

HEADS = (
    Head("Service of", "date"),
    Head("Case"),
    Head("Facility"),
    Head("Code"),
    Head("Billed", "money"),
    Head("Proposed", "money"),
    Head("Worked out as"),
    Head("Accrued", "money"),
    Head("Reason"),
    Head("Journal"),
    Head("Taken back by"),
)


class AccrualForm(SetupForm):
    """What is accrued for one service."""

    amount = MoneyField(
        label="Accrue", error_messages={"required": "Enter an amount; 0.00 leaves the service out."}
    )
    reason = forms.CharField(
        max_length=300,
        required=False,
        widget=forms.Textarea,
        help_text="Needed where the proposal is not taken",
    )


@page(Permission.LEDGER_VIEW)
@require_safe
def accrual_list(request: HttpRequest, code: str) -> HttpResponse:
    """The unbilled services of a month with what is accrued for each."""
    return render(request, "ledger/periods/accruals.jinja", _words(request, code))


@page(Permission.LEDGER_VIEW)
@require_safe
def export(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """All of them as a file."""
    month, lines, cursor = month_of(code), [], ""
    while cursor is not None:
        found = accruals(request.actor, month, cursor=cursor, limit=1_000)  # type: ignore[attr-defined]
        lines += [Line(_cells(line)) for line in found.items]
        cursor = found.next_cursor  # type: ignore[assignment]
    shows(request, "Accruals of a month, export", rows=len(lines))
    return exported(Sheet("Accruals", HEADS, lines), form, name=f"accruals-{month_code(month)}")


@page(Permission.JOURNALS_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def one_accrual(request: HttpRequest, code: str, accrual_id: UUID) -> HttpResponse:
    """The drawer in which the amount of one service is decided."""
    line = accrual(request.actor, month_of(code), accrual_id)  # type: ignore[attr-defined]
    initial = {
        "amount": f"{line.amount.amount:,}" if line.amount is not None else "",
        "reason": line.reason,
        "version": line.version,
    }
    form = AccrualForm(request.POST or None, auto_id="f-%s", initial=initial)

    def save() -> str:
        given = form.cleaned_data
        decide_accrual(
            request.actor,  # type: ignore[attr-defined]
            accrual_id,
            amount=given["amount"],
            reason=given["reason"],
            version=given["version"] or 0,
            today=business_time.today(),
        )
        return "The amount is saved."

    back = url("ledger:accruals", code)
    if answer := saved(request, form, save, back=back):
        return answer
    words = {**_words(request, code), "form": form, "chosen": line, "close_href": back}
    return render(request, "ledger/periods/accrual_form.jinja", words, status=status_of(form))


@page(Permission.JOURNALS_WRITE)
@require_POST
def find(request: HttpRequest, code: str) -> HttpResponse:
    """Makes the list anew."""
    found = find_services(request.actor, month_of(code), today=business_time.today())  # type: ignore[attr-defined]
    messages.success(request, f"{plural(found, 'unbilled service')} found.")
    return HttpResponseRedirect(url("ledger:accruals", code) if found else url("ledger:period", code))


@page(Permission.JOURNALS_POST)
@require_POST
def create(request: HttpRequest, code: str) -> HttpResponse:
    """Posts the accruals of the list."""
    made = create_accruals(request.actor, month_of(code), today=business_time.today())  # type: ignore[attr-defined]
    messages.success(request, f"{plural(made, 'accrual')} posted." if made else "There is nothing to accrue.")
    return HttpResponseRedirect(url("ledger:period", code))


@page(Permission.JOURNALS_POST)
@require_POST
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Takes back what is due, without waiting for the job that does it every hour."""
    taken = take_back_accruals(request.actor, today=business_time.today())  # type: ignore[attr-defined]
    messages.success(request, f"{plural(taken, 'accrual')} taken back.")
    return HttpResponseRedirect(url("ledger:period", code))


def _words(request: HttpRequest, code: str) -> dict[str, Any]:
    month = month_of(code)
    words = month_words(request, month)
    found = accruals(request.actor, month, cursor=request.GET.get("after", ""))  # type: ignore[attr-defined]
    shows(request, "Accruals of a month", rows=len(found.items))
    is_open = words["line"].status is PeriodStatus.OPEN
    return {
        **words,
        "found": found,
        "rows": [_row(code, line, may_decide=bool(words["may_write"]) and is_open) for line in found.items],
        "is_first_page": not request.GET.get("after"),
        "older_href": url("ledger:accruals", code, query={"after": found.next_cursor})
        if found.next_cursor
        else None,
    }


def _row(code: str, line: AccrualLine, *, may_decide: bool) -> dict[str, Any]:
    can_decide = may_decide and not line.journal_number
    return {
        "line": line,
        "case_href": url("cases:case", line.case_number) if line.case_number else None,
        "decide_href": url("ledger:accrual", code, line.id) if can_decide else None,
        "journal_href": url("ledger:journal", line.journal_number) if line.journal_number else None,
    }


def _cells(line: AccrualLine) -> tuple[Any, ...]:
    return (
        line.served_on,
        line.case_number,
        line.facility,
        line.code,
        line.billed,
        line.proposed,
        line.working,
        line.amount,
        line.reason,
        line.journal_number,
        line.reversal_number,
    )
