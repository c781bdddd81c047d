"""Drawers on the money tab: a payment or an adjustment is taken back, a write-off approved or refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openlien.cases.queries import CaseHead
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.ledger.errors import ReasonRequired
from openlien.payments import actions
from openlien.payments.queries import AdjustmentLine, CaseMoney, ReceiptLine, RequestLine

from .. import business_time
from ..access import page
from ..jinja import date_text, url
from ..jinja import money as written_money
from .case_views import money_context
from .fields import DayField
from .forms import KeyedForm, new_key
from .frame import opened_case

form_page = require_http_methods(["GET", "HEAD", "POST"])
APPROVE, REFUSE = "approve", "refuse"


class ReversalForm(KeyedForm):
    """From which day something is taken back, and why."""

    refusals = {
        actions.ReversalBeforeOriginal: "on",
        actions.ReversalInFuture: "on",
        ReasonRequired: "reason",
    }

    on = DayField(
        label="Counts from",
        help_text="t is today, -3 three days ago",
        error_messages={"required": "Enter the day from which it counts."},
    )
    reason = forms.CharField(
        max_length=actions.REASON_LETTERS_MAX,
        widget=forms.Textarea,
        error_messages={"required": "Say why it is taken back."},
    )


class DecisionForm(KeyedForm):
    """What becomes of a request; a refusal says why."""

    refusals = {ReasonRequired: "reason"}

    decision = forms.ChoiceField(choices=[(APPROVE, "Approve"), (REFUSE, "Refuse")], required=False)
    reason = forms.CharField(
        label="Reason, if you refuse",
        max_length=actions.REASON_LETTERS_MAX,
        required=False,
        widget=forms.Textarea,
    )


@form_page
@page(Permission.PAYMENTS_RECORD)
def reverse_receipt(request: HttpRequest, number: str, receipt_id: UUID) -> HttpResponse:
    """The drawer in which a payment is taken back."""
    case, context = _money(request, number, "Case payment reversal form")
    line = _found(context["money"].receipts, receipt_id)
    form = _reversal_form(request)

    def save() -> str:
        actions.reverse_receipt(
            request.actor,  # type: ignore[attr-defined]
            receipt_id,
            reason=form.cleaned_data["reason"],
            on=form.cleaned_data["on"],
            today=business_time.today(),
            idempotency_key=form.cleaned_data["key"],
        )
        return f"Payment of {written_money(line.amount)} reversed on {number}."

    facts = [
        ("Payment", written_money(line.amount)),
        ("Deposited", date_text(line.deposited_on)),
        ("Payer", line.payer),
        ("Reference", line.reference),
    ]
    here = url("cases:reverse_receipt", number, receipt_id, query=context["origin"])
    return _answer(request, case, context, form, save, title="Reverse payment", facts=facts, here=here)


@form_page
@page(Permission.CASES_VIEW)
def reverse_adjustment(request: HttpRequest, number: str, adjustment_id: UUID) -> HttpResponse:
    """The drawer in which a reduction, or bad debt, is taken back."""
    case, context = _money(request, number, "Case adjustment reversal form")
    line = _found(context["money"].adjustments, adjustment_id)
    actor = request.actor  # type: ignore[attr-defined]
    actor.require(Permission.JOURNALS_APPROVE if line.is_bad_debt else Permission.ADJUSTMENTS_RECORD)
    form = _reversal_form(request)

    def save() -> str:
        actions.reverse_adjustment(
            actor,
            adjustment_id,
            reason=form.cleaned_data["reason"],
            on=form.cleaned_data["on"],
            today=business_time.today(),
            idempotency_key=form.cleaned_data["key"],
        )
        return f"{line.kind} of {written_money(line.amount)} reversed on {number}."

    facts = [
        (line.kind, written_money(line.amount)),
        ("Bill", " · ".join(filter(None, [line.facility, line.bill]))),
        ("Counts from", date_text(line.effective_on)),
        ("Reason", line.reason),
    ]
    here = url("cases:reverse_adjustment", number, adjustment_id, query=context["origin"])
    title = f"Reverse {line.kind.lower()}"
    return _answer(request, case, context, form, save, title=title, facts=facts, here=here)


@form_page
@page(Permission.JOURNALS_APPROVE)
def decide_write_off(request: HttpRequest, number: str, request_id: UUID) -> HttpResponse:
    """The drawer in which a write-off that somebody asked for is approved or refused."""
    case, context = _money(request, number, "Case write-off form")
    line = _found(context["money"].requests, request_id)
    form = DecisionForm(request.POST or None, auto_id="f-%s", initial={"key": new_key()})

    def save() -> str:
        actor = request.actor  # type: ignore[attr-defined]
        if form.cleaned_data["decision"] == REFUSE:
            actions.refuse_write_off(actor, request_id, reason=form.cleaned_data["reason"])
            return f"Write-off of {written_money(line.amount)} refused on {number}."
        actions.approve_write_off(actor, request_id, today=business_time.today())
        return f"Write-off of {written_money(line.amount)} approved on {number}."

    facts = [
        ("Bad debt", written_money(line.amount)),
        ("Bill", " · ".join(filter(None, [line.facility, line.bill]))),
        ("Counts from", date_text(line.effective_on)),
        ("Reason", line.reason),
        ("Asked for by", line.requested_by),
    ]
    here = url("cases:decide_write_off", number, request_id, query=context["origin"])
    return _answer(request, case, context, form, save, title="Decide on write-off", facts=facts, here=here)


def _money(request: HttpRequest, number: str, seen: str) -> tuple[CaseHead, dict[str, Any]]:
    case = opened_case(request, number, seen=seen)
    return case, money_context(request, case)


def _found(lines: CaseMoney | tuple[ReceiptLine | AdjustmentLine | RequestLine, ...], wanted: UUID) -> Any:
    """The line of that id.

    Raises: NotFound.
    """
    for line in lines:  # type: ignore[union-attr]
        if line.id == wanted:
            return line
    raise NotFound()


def _reversal_form(request: HttpRequest) -> ReversalForm:
    initial = {"key": new_key(), "on": business_time.today().strftime("%m/%d/%Y")}
    return ReversalForm(request.POST or None, auto_id="f-%s", initial=initial)


def _answer(
    request: HttpRequest,
    case: CaseHead,
    context: dict[str, Any],
    form: KeyedForm,
    save: Callable[[], str],
    *,
    title: str,
    facts: list[tuple[str, str]],
    here: str,
) -> HttpResponse:
    """The way back to the money tab when it was saved, else the drawer with what is to be put right."""
    back = url("cases:money", case.number, query=context["origin"])
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, save())
        except (NotFound, Forbidden) as refused:
            # Who asked for a write-off may read why somebody else has to decide.
            if type(refused) in {NotFound, Forbidden}:
                raise
            form.refuse(refused)
        except DomainError as refused:
            form.refuse(refused)
        else:
            return HttpResponseRedirect(back)
    status = form.status if form.is_bound else 200
    shown = {**context, "form": form, "title": title, "facts": facts, "here": here, "close_href": back}
    return render(request, "cases/correction_form.jinja", shown, status=status)
