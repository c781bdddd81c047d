"""A payment plan is made, changed, cancelled; a payment reminder is sent; the history as a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openlien.cases.queries import CaseHead, people_of
from openlien.identity.permissions import Permission
from openlien.kit.dates import add_months
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.kit.money import total
from openlien.payments.plans import actions
from openlien.payments.plans.choices import Channel
from openlien.payments.plans.queries import PlanRecord, plan_of
from openlien.payments.queries import bills_of, money_of
from openlien.payments.queries.history import history_of

from .. import business_time
from ..access import page
from ..cases.case_views import money_context
from ..cases.contacts import contact_links
from ..cases.forms import KeyedForm, new_key
from ..cases.frame import frame, opened_case
from ..figures import amount as written_amount
from ..jinja import money as written_money
from ..jinja import url
from ..sheets import Head, Line, Sheet, exported
from .forms import WAYS_TO_SPLIT, CancelForm, PlanForm, ReminderForm, typed_plan
from .handing import reminder_words

form_page = require_http_methods(["GET", "HEAD", "POST"])
KEEP = Permission.PAYMENT_PLANS_KEEP
REMINDER = "reminder"
HISTORY_HEADS = (
    Head("Date", "date"),
    Head("What"),
    Head("Detail"),
    Head("Bills"),
    Head("Recorded by"),
    Head("Change, $", "money"),
    Head("Balance, $", "money"),
)


@page(KEEP)
@form_page
def new_plan(request: HttpRequest, number: str) -> HttpResponse:
    """The page on which what is open is split into instalments."""
    case = opened_case(request, number, seen="Payment plan form")
    still_open = bills_of(request.actor, case).open  # type: ignore[attr-defined]
    form = _plan_form(request, {**_defaults(), "amount": written_amount(still_open) if still_open else ""})
    if _is_sent(request, form):
        try:
            plan = actions.create_plan(
                request.actor,  # type: ignore[attr-defined]
                case_number=number,
                terms=form.terms(),
                today=business_time.today(),
                idempotency_key=form.cleaned_data["key"],
            )
        except (Forbidden, NotFound):
            raise
        except DomainError as refused:
            form.refuse(refused)
        else:
            return _done(request, case, f"Payment plan of {written_money(plan.amount)} made on {number}.")
    return _plan_page(request, case, form, plan=None)


@page(KEEP)
@form_page
def change_plan(request: HttpRequest, number: str) -> HttpResponse:
    """The page on which what is not paid yet of a plan is split anew."""
    case = opened_case(request, number, seen="Payment plan form")
    plan = _active_plan(request, case)
    typed = typed_plan(plan)
    form = _plan_form(request, {**_defaults(), **typed, "amount": written_amount(plan.unpaid)})
    if _is_sent(request, form):
        try:
            actions.change_plan(
                request.actor,  # type: ignore[attr-defined]
                plan.id,
                form.terms(),
                version=form.cleaned_data["version"] or 0,
                today=business_time.today(),
            )
        except (Forbidden, NotFound):
            raise
        except DomainError as refused:
            form.refuse(refused)
        else:
            return _done(request, case, f"Payment plan of {number} changed.")
    return _plan_page(request, case, form, plan=plan)


@page(KEEP)
@form_page
def cancel_plan(request: HttpRequest, number: str) -> HttpResponse:
    """The drawer in which a plan is cancelled."""
    case = opened_case(request, number, seen="Payment plan cancellation form")
    plan = _active_plan(request, case)
    form = CancelForm(
        request.POST or None, auto_id="f-%s", initial={"key": new_key(), "version": plan.version}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_plan(
                request.actor,  # type: ignore[attr-defined]
                plan.id,
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
                today=business_time.today(),
            )
        except (Forbidden, NotFound):
            raise
        except DomainError as refused:
            form.refuse(refused)
        else:
            return _done(request, case, f"Payment plan of {number} cancelled.")
    context = money_context(request, case) | {"form": form, "close_href": _back(request, case)}
    return render(request, "plans/cancel.jinja", context, status=_status(form))


@page(KEEP)
@form_page
def remind(request: HttpRequest, number: str) -> HttpResponse:
    """The page with the words of a payment reminder, on which it is noted that it was sent."""
    case = opened_case(request, number, seen="Payment reminder form")
    form = ReminderForm(request.POST or None, auto_id="f-%s", initial={"key": new_key(), "channel": "email"})
    if request.method == "POST" and form.is_valid():
        try:
            sent = actions.record_reminder(
                request.actor,  # type: ignore[attr-defined]
                case_number=number,
                channel=Channel(form.cleaned_data["channel"]),
                note=form.cleaned_data["note"],
                today=business_time.today(),
                idempotency_key=form.cleaned_data["key"],
            )
        except (Forbidden, NotFound):
            raise
        except DomainError as refused:
            form.refuse(refused)
        else:
            sentence = f"Payment reminder by {sent.get_channel_display().lower()} noted on {number}."
            return _done(request, case, sentence)
    return render(
        request, "plans/reminder.jinja", _reminder_context(request, case, form), status=_status(form)
    )


@page(Permission.CASES_VIEW)
def history_csv(request: HttpRequest, number: str) -> HttpResponseBase:
    """Every step of the balance as CSV, the newest first, as the page shows it."""
    case = opened_case(request, number, seen="Case payments export")
    actor = request.actor  # type: ignore[attr-defined]
    lines = [
        Line(
            (
                step.on,
                step.label,
                step.detail,
                "; ".join(f"{part.facility} {part.bill} {part.amount}".strip() for part in step.parts),
                step.by,
                step.change,
                step.balance,
            )
        )
        for step in history_of(actor, case, money_of(actor, case))
    ]
    return exported(Sheet("Payments", HISTORY_HEADS, lines), "csv", name=f"{case.number}-payments")


def _plan_form(request: HttpRequest, initial: dict[str, Any]) -> PlanForm:
    return PlanForm(request.POST or None, auto_id="f-%s", initial=initial)


def _defaults() -> dict[str, Any]:
    return {
        "key": new_key(),
        "first_due_on": f"{add_months(business_time.today(), 1):%m/%d/%Y}",
        "interval": "monthly",
        "split": "count",
        "count": 3,
        "days_before": 3,
        "days_after": 3,
        "is_reminded_on_day": True,
    }


def _is_sent(request: HttpRequest, form: PlanForm) -> bool:
    """Whether the plan is to be kept: the other button of the form only shows what it would be."""
    return request.method == "POST" and form.is_valid() and "preview" not in request.POST


def _plan_page(
    request: HttpRequest, case: CaseHead, form: PlanForm, *, plan: PlanRecord | None
) -> HttpResponse:
    is_preview = request.method == "POST" and "preview" in request.POST and form.is_valid()
    context = {
        **frame(request, case, "money"),
        "form": form,
        "plan": plan,
        "ways": WAYS_TO_SPLIT,
        "preview": _preview(form, plan) if is_preview else None,
        "case_bills": bills_of(request.actor, case),  # type: ignore[attr-defined]
        "close_href": _back(request, case),
        # The page holds one main button: the form's own.
        "may_record_payment": False,
    }
    status = 200 if is_preview and not form.errors else _status(form)
    return render(request, "plans/form.jinja", context, status=status)


def _preview(form: PlanForm, plan: PlanRecord | None) -> dict[str, Any] | None:
    """The instalments that the typed terms mean; a refusal stands at its field."""
    try:
        parts = (
            form.terms()
            .checked(today=business_time.today())
            .schedule(number_from=(plan.paid_count if plan else 0) + 1)
        )
    except DomainError as refused:
        form.refuse(refused)
        return None
    return {"parts": parts, "total": total(part.amount for part in parts)}


def _reminder_context(request: HttpRequest, case: CaseHead, form: ReminderForm) -> dict[str, Any]:
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    firm = people_of(actor, case, as_of=today).firm
    links = contact_links((*firm.contacts, *firm.attorney_contacts)) if firm else []
    return {
        **frame(request, case, "money"),
        "form": form,
        "message": reminder_words(request, case),
        "open_now": bills_of(actor, case).open,
        "firm": firm,
        "firm_links": links,
        "mail_href": url("mail:new", case.number, query={"about": REMINDER})
        if actor.may(Permission.MAIL_SEND)
        else None,
        "may_log": actor.may(Permission.ACTIVITY_LOG),
        "close_href": _back(request, case),
        "may_record_payment": False,
    }


def _active_plan(request: HttpRequest, case: CaseHead) -> PlanRecord:
    plan = plan_of(request.actor, case, as_of=business_time.today())  # type: ignore[attr-defined]
    if plan is None or not plan.is_active:
        raise NotFound()
    return plan


def _done(request: HttpRequest, case: CaseHead, sentence: str) -> HttpResponseRedirect:
    messages.success(request, sentence)
    return HttpResponseRedirect(_back(request, case))


def _back(request: HttpRequest, case: CaseHead) -> str:
    return url("cases:money", case.number, query={"list": request.GET.get("list", "")[:2000]})


def _status(form: KeyedForm) -> int:
    return form.status if form.is_bound else 200
