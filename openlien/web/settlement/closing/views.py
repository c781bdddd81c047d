"""The closing statements of a case: versions with what changed, the next one, the client's approval."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.kit.money import Money
from openlien.kit.paper_words import day_words
from openlien.settlement.closing.actions import (
    Approval,
    file_signed_copy,
    make_statement,
    record_approval,
)
from openlien.settlement.closing.queries import StatementRow, read_statement, statements_of

from ... import business_time
from ...access import page
from ...cases.forms import new_key
from ...cases.frame import frame, opened_case
from ...jinja import time_text, url
from ...sheets import Head, Line, Sheet
from .forms import ApprovalForm, CopyForm

_MONEY = ("Amount, $", "money")
PAYMENT_HEADS = (Head("Payment"), Head("Paid to"), Head("Check"), Head(*_MONEY))
LIEN_HEADS = (
    Head("Lien holder"),
    Head("Claimed, $", "money"),
    Head("Given up, $", "money"),
    Head("Paid, $", "money"),
    Head("By"),
)
EXPENSE_HEADS = (Head("Date"), Head("Expense"), Head(*_MONEY))
FIGURE_HEADS = (Head("Step"), Head(*_MONEY))


@page(Permission.SETTLEMENTS_VIEW)
@require_safe
def statements_page(request: HttpRequest, number: str) -> HttpResponse:
    """Every settlement of the case with the versions of its statement."""
    return render(request, "settlement/closing/list.jinja", _list_words(request, number))


@page(Permission.SETTLEMENTS_EDIT)
@require_POST
def make_page(request: HttpRequest, number: str, settlement_id: UUID) -> HttpResponse:
    """Makes the next version and opens it."""
    actor = request.actor  # type: ignore[attr-defined]
    if all(each.settlement_id != settlement_id for each in statements_of(actor, number)):
        raise NotFound()
    try:
        made = make_statement(
            actor, settlement_id, made_at=business_time.now_here(), company=settings.COMPANY_NAME
        )
    except (Forbidden, NotFound):
        raise
    except DomainError as refused:
        words = {**_list_words(request, number), "wrong": refused.sentence}
        return render(request, "settlement/closing/list.jinja", words, status=refused.status)
    messages.success(request, f"Version {made.version} is made and kept with the documents.")
    return HttpResponseRedirect(url("closing:statement", number, made.id))


@page(Permission.SETTLEMENTS_VIEW)
@require_safe
def statement_page(request: HttpRequest, number: str, statement_id: UUID) -> HttpResponse:
    """One version: its figures, what it says otherwise than the one before, its approval, its PDF."""
    return render(request, "settlement/closing/statement.jinja", _one_words(request, number, statement_id))


@page(Permission.SETTLEMENTS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def approval_page(request: HttpRequest, number: str, statement_id: UUID) -> HttpResponse:
    """The drawer in which the client's approval is recorded."""
    words = _one_words(request, number, statement_id)
    initial = {"key": new_key(), "approved_on": f"{business_time.today():%m/%d/%Y}"}
    form = ApprovalForm(request.POST or None, request.FILES or None, auto_id="f-%s", initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _approve(request, statement_id, form.cleaned_data)
            messages.success(request, "The approval is recorded.")
            return HttpResponseRedirect(url("closing:statement", number, statement_id))
        except (Forbidden, NotFound):
            raise
        except DomainError as refused:
            form.refuse(refused)
    status = form.status if form.is_bound else 200
    close_href = url("closing:statement", number, statement_id)
    context = {**words, "form": form, "close_href": close_href}
    return render(request, "settlement/closing/approval.jinja", context, status=status)


@page(Permission.SETTLEMENTS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def copy_page(request: HttpRequest, number: str, statement_id: UUID) -> HttpResponse:
    """The drawer in which the signed copy follows an approval that was recorded without it."""
    words = _one_words(request, number, statement_id)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CopyForm(*sent, auto_id="f-%s", initial={"key": new_key()})
    close_href = url("closing:statement", number, statement_id)
    if request.method == "POST" and form.is_valid():
        copy, actor = form.cleaned_data["copy"], request.actor  # type: ignore[attr-defined]
        try:
            file_signed_copy(actor, statement_id, name=copy.name or "signed", chunks=copy.chunks())
            messages.success(request, "The signed copy is filed.")
            return HttpResponseRedirect(close_href)
        except (Forbidden, NotFound):
            raise
        except DomainError as refused:
            form.refuse(refused)
    context = {**words, "form": form, "action": request.path, "close_href": close_href}
    status = form.status if form.is_bound else 200
    return render(request, "settlement/closing/copy.jinja", context, status=status)


def _approve(request: HttpRequest, statement_id: UUID, given: dict[str, Any]) -> None:
    actor = request.actor  # type: ignore[attr-defined]
    # A copy that is refused leaves no approval behind: both are sent again.
    with transaction.atomic():
        said = Approval(approved_on=given["approved_on"], how=given["how"], words=given["words"])
        record_approval(actor, statement_id, said, today=business_time.today())
        if copy := given["copy"]:
            file_signed_copy(actor, statement_id, name=copy.name or "signed", chunks=copy.chunks())


def _list_words(request: HttpRequest, number: str) -> dict[str, Any]:
    actor = request.actor  # type: ignore[attr-defined]
    case = opened_case(request, number, seen="Closing statements")
    return {
        **frame(request, case, "settlement"),
        "groups": [
            {
                "one": each,
                "versions": [_shown(number, row) for row in each.versions],
                "make_action": url("closing:make", number, each.settlement_id),
            }
            for each in statements_of(actor, number)
        ],
        "may_edit": actor.may(Permission.SETTLEMENTS_EDIT),
        "settlement_href": url("cases:settlement", number),
        "wrong": "",
    }


def _one_words(request: HttpRequest, number: str, statement_id: UUID) -> dict[str, Any]:
    actor = request.actor  # type: ignore[attr-defined]
    case_number, row = read_statement(actor, statement_id)
    if case_number != number:
        raise NotFound()
    case = opened_case(request, number, seen="Closing statement")
    return {
        **frame(request, case, "settlement"),
        **_sheets(row.facts),
        "shown": _shown(number, row),
        "row": row,
        "facts": row.facts,
        "loss_day": day_words(row.facts["date_of_loss"]) if row.facts["date_of_loss"] else "",
        "figures": {key: Money(row.facts[key]) for key in _FIGURES},
        "may_approve": actor.may(Permission.SETTLEMENTS_EDIT) and row.is_current and row.approved_on is None,
        "approval_href": url("closing:approval", number, row.id),
        "copy_href": url("closing:copy", number, row.id) if _lacks_copy(actor, row) else None,
    }


def _lacks_copy(actor: Actor, row: StatementRow) -> bool:
    is_missing = row.approved_on is not None and row.signed_document_id is None
    return is_missing and actor.may(Permission.SETTLEMENTS_EDIT)


_FIGURES = (
    "gross",
    "fees_total",
    "expenses_total",
    "liens_total",
    "bills_total",
    "hold_backs",
    "client",
    "still_owed_total",
)


def _shown(number: str, row: StatementRow) -> dict[str, Any]:
    return {
        "row": row,
        "href": url("closing:statement", number, row.id),
        "made_at": time_text(business_time.here(row.made_at)),
        "superseded_at": time_text(business_time.here(row.superseded_at)) if row.superseded_at else "",
        "file_href": url("documents:file", row.document_id),
        "view_href": url("documents:view", row.document_id),
        "signed_href": url("documents:view", row.signed_document_id) if row.signed_document_id else None,
    }


def _sheets(facts: dict[str, Any]) -> dict[str, Sheet]:
    steps = [
        ("Gross recovery", facts["gross"]),
        (f"minus attorney's fees: {facts['fee_basis']}", facts["fees_total"]),
        ("minus case expenses", facts["expenses_total"]),
        ("minus liens", facts["liens_total"]),
        ("minus medical bills", facts["bills_total"]),
        ("minus what is held back in trust", facts["hold_backs"]),
    ]
    liens = [
        Line(
            (each["name"], *(Money(each[key]) for key in ("original", "reduced", "paid")), each["authority"])
        )
        for each in facts["liens"]
    ]
    paid = [
        Line((each["name"], each["payee"], each["number"], Money(each["amount"])))
        for each in facts["distributions"]
    ]
    spent = [Line((each["on"] or None, each["name"], Money(each["amount"]))) for each in facts["expenses"]]
    common = [
        Line((each["on"], each["name"], Money(each["amount"]))) for each in facts.get("common_expenses", ())
    ]
    net = ("Net to client", Money(facts["client"]))
    return {
        "steps": Sheet("How the net comes about", FIGURE_HEADS, [Line((w, Money(a))) for w, a in steps], net),
        "expenses": Sheet("Case expenses", EXPENSE_HEADS, spent),
        "common": Sheet("Common expenses, of which the share above is a part", EXPENSE_HEADS, common),
        "liens": Sheet("Liens", LIEN_HEADS, liens),
        "payments": Sheet("Payments", PAYMENT_HEADS, paid),
    }
