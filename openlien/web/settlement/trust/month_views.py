"""Reconciliations of an account: the list of months, one month, its completion."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlien.identity.permissions import Permission
from openlien.kit.dates import month_end
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.kit.money import Money
from openlien.settlement.trust.bank_lines import bank_balance_on
from openlien.settlement.trust.queries import account_head
from openlien.settlement.trust.reconciliations import (
    MonthRow,
    MonthView,
    complete_month,
    month_view,
    months,
    prepare_month,
)

from ... import business_time
from ...access import page
from ...cases.forms import new_key
from ...jinja import amount, time_text, url
from ...seen import shows
from ...sheets import Head, Line, Sheet, Sign
from .forms import PrepareForm
from .words import frame

MONTH_HEADS = (
    Head("Month"),
    Head("Version", "count"),
    Head("State"),
    Head("Bank, $", "money"),
    Head("Book, $", "money"),
    Head("Clients, $", "money"),
    Head("Prepared by"),
    Head("Completed by"),
    Head("Completed"),
)
ITEM_HEADS = (Head("Date", "date"), Head("Check"), Head("Name"), Head("Case"), Head("Amount, $", "money"))
CLIENT_HEADS = (Head("Case"), Head("Plaintiff"), Head("Balance, $", "money"))
ERROR_HEADS = (
    Head("Date", "date"),
    Head("Line"),
    Head("What the bank puts right"),
    Head("Amount, $", "money"),
)
DIFFERENCE_HEADS = (Head("What"), Head("Difference, $", "money"), Head("What to do"))
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


@page(Permission.TRUST_VIEW)
@require_safe
def months_page(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Every month that was prepared or completed, and the one that comes next."""
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    rows, following = months(actor, account_id, today=today)
    context = {
        **frame(request, account_head(actor, account_id), "months"),
        "sheet": Sheet("Reconciliations", MONTH_HEADS, _month_lines(rows)),
        "following": following,
        "following_href": url("trust:month", account_id, f"{following:%Y-%m}"),
        "is_due": month_end(following) < today,
    }
    return render(request, "settlement/trust/months.jinja", context)


@page(Permission.TRUST_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def month_page(request: HttpRequest, account_id: UUID, month: str) -> HttpResponse:
    """One month: its three numbers with every item; a post prepares it."""
    actor, first = request.actor, _month(month)  # type: ignore[attr-defined]
    today = business_time.today()
    if request.method != "POST":
        return _month_answer(request, account_id, first, _prepare_form(request, account_id, first))
    form = _prepare_form(request, account_id, first)
    if form.is_valid():
        given = form.cleaned_data
        try:
            prepare_month(
                actor,
                account_id,
                first,
                bank_balance=given["bank_balance"],
                today=today,
                reason=given["reason"],
            )
            messages.success(request, f"{first:%B %Y} is prepared. Another person completes it.")
            return HttpResponseRedirect(url("trust:month", account_id, month))
        except (Forbidden, NotFound):
            raise
        except DomainError as refused:
            form.refuse(refused)
    return _month_answer(request, account_id, first, form, status=form.status)


@page(Permission.TRUST_RECONCILE)
@require_POST
def complete_page(request: HttpRequest, account_id: UUID, month: str) -> HttpResponse:
    """Completes and freezes the month that another person prepared."""
    actor, first = request.actor, _month(month)  # type: ignore[attr-defined]
    view = month_view(actor, account_id, first, today=business_time.today())
    if view.draft is None:
        raise NotFound()
    try:
        complete_month(actor, view.draft.id, made_at=business_time.now_here(), company=settings.COMPANY_NAME)
    except (Forbidden, NotFound):
        raise
    except DomainError as refused:
        form = _prepare_form(request, account_id, first, is_bound=False)
        return _month_answer(request, account_id, first, form, refused.sentence, refused.status)
    messages.success(request, f"{first:%B %Y} is reconciled. Its PDF is kept with the documents.")
    return HttpResponseRedirect(url("trust:month", account_id, month))


def _prepare_form(
    request: HttpRequest, account_id: UUID, month: date, *, is_bound: bool = True
) -> PrepareForm:
    known = bank_balance_on(request.actor, account_id, month_end(month))  # type: ignore[attr-defined]
    initial = {"key": new_key(), "bank_balance": "" if known is None else amount(known)}
    data = request.POST if is_bound and request.method == "POST" else None
    return PrepareForm(data, auto_id="f-%s", initial=initial)


def _month_answer(
    request: HttpRequest, account_id: UUID, month: date, form: PrepareForm, wrong: str = "", status: int = 200
) -> HttpResponse:
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    bank = bank_balance_on(actor, account_id, month_end(month))
    view = month_view(actor, account_id, month, today=today)
    if view.now is None:
        view = month_view(actor, account_id, month, today=today, bank_balance=bank or Money.zero)
    facts = view.shown.facts if view.shown else view.now
    assert facts is not None
    shows(request, "Trust reconciliation", rows=len(facts["clients"]))
    if view.draft and not form.is_bound:
        form.initial["bank_balance"] = amount(view.draft.bank_balance)
    context = {
        **frame(request, view.account, "months"),
        **_sheets(facts),
        "view": view,
        "facts": facts,
        "figures": {name: Money(facts[name]) for name in _FIGURES},
        "form": form,
        "wrong": wrong,
        "action": url("trust:month", account_id, f"{month:%Y-%m}"),
        "complete_action": url("trust:complete", account_id, f"{month:%Y-%m}"),
        "is_mine": view.draft is not None and view.draft.prepared_by_id == actor.user_id,
        "needs_reason": view.draft is None and view.completed is not None,
        "may_prepare": actor.may(Permission.TRUST_IMPORT) and view.is_over and _is_reachable(view),
        "versions": [_version(each) for each in view.versions],
        "is_estimate": view.shown is None,
    }
    return render(request, "settlement/trust/month.jinja", context, status=status)


_FIGURES = (
    "bank_balance",
    "in_transit_total",
    "outstanding_total",
    "corrections",
    "adjusted_bank",
    "posted",
    "not_posted",
    "book",
    "clients_total",
)


def _is_reachable(view: MonthView) -> bool:
    return view.is_next or view.completed is not None


def _version(each: MonthRow) -> dict[str, Any]:
    return {
        "row": each,
        "prepared_at": time_text(business_time.here(each.prepared_at)),
        "completed_at": time_text(business_time.here(each.completed_at)) if each.completed_at else "",
        "file_href": url("documents:file", each.document_id) if each.document_id else None,
        "view_href": url("documents:view", each.document_id) if each.document_id else None,
    }


def _sheets(facts: dict[str, Any]) -> dict[str, Sheet]:
    def items(name: str, caption: str) -> Sheet:
        rows = [
            Line(
                (
                    date.fromisoformat(each["on"]),
                    each["number"],
                    each["name"],
                    each["case"],
                    Money(each["amount"]),
                )
            )
            for each in facts[name]
        ]
        return Sheet(caption, ITEM_HEADS, rows)

    errors = [
        Line((date.fromisoformat(each["on"]), each["words"], each["reason"], Money(each["amount"])))
        for each in facts["bank_errors"]
    ]
    clients = [Line((each["case"], each["plaintiff"], Money(each["balance"]))) for each in facts["clients"]]
    differences = [
        Line((each["words"], Money(each["amount"]), each["advice"])) for each in facts["differences"]
    ]
    return {
        "in_transit": items("in_transit", "Deposits in transit"),
        "outstanding": items("outstanding", "Outstanding checks"),
        "bank_errors": Sheet("Mistakes of the bank", ERROR_HEADS, errors),
        "clients": Sheet("Client ledgers", CLIENT_HEADS, clients),
        "differences": Sheet("Differences", DIFFERENCE_HEADS, differences),
    }


def _month_lines(rows: list[MonthRow]) -> list[Line]:
    newest: set[date] = set()
    lines = []
    for row in rows:
        is_replaced = row.is_completed and row.month in newest
        if row.is_completed:
            newest.add(row.month)
        state = Sign("Replaced", "neutral") if is_replaced else Sign("Completed", "settled")
        completed = time_text(business_time.here(row.completed_at)) if row.completed_at else ""
        figures = (row.bank_balance, Money(row.facts["book"]), Money(row.facts["clients_total"]))
        lines.append(
            Line(
                (
                    f"{row.month:%B %Y}",
                    row.version,
                    state if row.is_completed else Sign("Prepared", "pending"),
                    *figures,
                    row.prepared_by,
                    row.completed_by,
                    completed,
                ),
                href=url("trust:month", row.account_id, f"{row.month:%Y-%m}"),
            )
        )
    return lines


def _month(text: str) -> date:
    found = _MONTH.fullmatch(text)
    if found is None or not (1 <= int(found[2]) <= 12 and 2000 <= int(found[1]) <= 2200):
        raise NotFound()
    return date(int(found[1]), int(found[2]), 1)
