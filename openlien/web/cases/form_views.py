"""The forms that change a case: a stage, a payment, a reduction or bad debt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openlien.cases import actions as case_actions
from openlien.cases.queries import CaseHead
from openlien.cases.stages import Stage
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.kit.money import Money
from openlien.payments import actions as payment_actions
from openlien.payments.queries import BillLine, bills_of
from openlien.payments.queries.money import is_receipt_recorded

from .. import business_time
from ..access import page
from ..jinja import date_text, url
from ..jinja import money as written_money
from .case_views import bills_context, summary_context
from .forms import (
    KINDS_OF_ADJUSTMENT,
    SPREAD,
    WAYS_TO_PAY,
    AdjustmentForm,
    KeyedForm,
    PaymentForm,
    StageForm,
    new_key,
    part_name,
)
from .frame import frame, opened_case

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@page(Permission.CASES_EDIT)
def change_stage(request: HttpRequest, number: str) -> HttpResponse:
    """The drawer in which a case moves to another stage."""
    case = opened_case(request, number, seen="Case stage form")
    form = StageForm(request.POST or None, auto_id="f-%s", initial=_initial("began_on"))

    def save() -> str:
        given = form.cleaned_data
        change = case_actions.change_stage(
            request.actor,  # type: ignore[attr-defined]
            case_number=number,
            stage=Stage(given["stage"]),
            began_on=given["began_on"],
            note=given["note"],
            today=business_time.today(),
            idempotency_key=given["key"],
        )
        return f"{number} is at {Stage(change.stage).label} since {date_text(change.began_on)}."

    if answer := _saved(request, form, save, back=_tab(request, "case", case)):
        return answer
    context = {**summary_context(request, case), "form": form, "close_href": _tab(request, "case", case)}
    return render(request, "cases/stage_form.jinja", context, status=_status(form))


@form_page
@page(Permission.PAYMENTS_RECORD)
def record_payment(request: HttpRequest, number: str) -> HttpResponse:
    """The page on which money that came in is recorded."""
    case = opened_case(request, number, seen="Case payment form")
    found = bills_of(request.actor, case)  # type: ignore[attr-defined]
    initial = {**_initial("deposited_on"), "how": SPREAD}
    form = PaymentForm(request.POST or None, auto_id="f-%s", initial=initial, bills=found.lines)

    def save() -> str:
        given = form.cleaned_data
        receipt = payment_actions.record_receipt(
            request.actor,  # type: ignore[attr-defined]
            case_number=number,
            amount=given["amount"],
            deposited_on=given["deposited_on"],
            payer=given["payer"],
            reference=given["reference"],
            parts=form.parts(),
            today=business_time.today(),
            idempotency_key=given["key"],
        )
        return f"Payment of {written_money(receipt.amount)} recorded on {number}."

    beyond = _beyond_unseen(request, form)
    if beyond is None and (answer := _saved(request, form, save, back=_tab(request, "money", case))):
        return answer
    context = {
        **frame(request, case, "money"),
        "form": form,
        "beyond": beyond,
        "bills": found,
        "parts": [{"line": line, "field": form[part_name(line.id)]} for line in found.lines],
        "ways": WAYS_TO_PAY,
        "close_href": _tab(request, "money", case),
        # The page holds one main button: the form's own.
        "may_record_payment": False,
    }
    status = 422 if beyond is not None else _status(form)
    return render(request, "cases/payment_form.jinja", context, status=status)


def _beyond_unseen(request: HttpRequest, form: PaymentForm) -> Money | None:
    """What of the payment is more than is open, unless its sender was told of just that before."""
    beyond = form.beyond_open() if form.is_bound and form.is_valid() else Money.zero
    if not beyond or form.cleaned_data["beyond"] == str(beyond):
        return None
    # A form that is sent twice finds its bills paid already, by itself.
    return None if is_receipt_recorded(request.actor, form.cleaned_data["key"]) else beyond  # type: ignore[attr-defined]


@form_page
@page(Permission.ADJUSTMENTS_RECORD)
def record_adjustment(request: HttpRequest, number: str, bill_id: UUID) -> HttpResponse:
    """The drawer in which a part of a bill is given up."""
    case = opened_case(request, number, seen="Case adjustment form")
    context = bills_context(request, case)
    bill = _bill(context["bills"].line(bill_id))
    initial = {**_initial("effective_on"), "kind": "reduction"}
    form = AdjustmentForm(request.POST or None, auto_id="f-%s", initial=initial)

    def save() -> str:
        given = form.cleaned_data
        kind = payment_actions.AdjustmentKind(given["kind"])
        stated = {
            "bill_id": bill_id,
            "amount": given["amount"],
            "effective_on": given["effective_on"],
            "reason": given["reason"],
            "today": business_time.today(),
            "idempotency_key": given["key"],
        }
        actor = request.actor  # type: ignore[attr-defined]
        if kind is payment_actions.AdjustmentKind.BAD_DEBT:
            asked = payment_actions.request_write_off(actor, **stated)
            return f"Write-off of {written_money(asked.amount)} requested; somebody else has to approve it."
        adjustment = payment_actions.record_adjustment(actor, kind=kind, **stated)
        return f"{adjustment.get_kind_display()} of {written_money(adjustment.amount)} recorded on {number}."

    close_href = _tab(request, "bills", case)
    if answer := _saved(request, form, save, back=close_href):
        return answer
    context |= {"form": form, "bill": bill, "kinds": KINDS_OF_ADJUSTMENT, "close_href": close_href}
    return render(request, "cases/adjustment_form.jinja", context, status=_status(form))


def _saved(
    request: HttpRequest, form: KeyedForm, save: Callable[[], str], *, back: str
) -> HttpResponse | None:
    """The way back with a toast when the form could be saved; None when it has to be shown."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        sentence = save()
    except (NotFound, Forbidden):
        raise
    except DomainError as error:
        form.refuse(error)
        return None
    messages.success(request, sentence)
    return HttpResponseRedirect(back)


def _status(form: KeyedForm) -> int:
    return form.status if form.is_bound else 200


def _initial(day_field: str) -> dict[str, Any]:
    return {"key": new_key(), day_field: business_time.today().strftime("%m/%d/%Y")}


def _tab(request: HttpRequest, tab: str, case: CaseHead) -> str:
    return url(f"cases:{tab}", case.number, query={"list": request.GET.get("list", "")[:2000]})


def _bill(line: BillLine | None) -> BillLine:
    if line is None:
        raise NotFound()
    return line
