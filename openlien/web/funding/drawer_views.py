"""The drawers of a line: open, draw, repay, set a rate, accrue a month, take back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openlien.funding.actions.interest import accrue_interest
from openlien.funding.actions.lines import NewLine, open_line, set_rate
from openlien.funding.actions.movements import draw, repay
from openlien.funding.actions.reversals import reverse_accrual, reverse_movement
from openlien.funding.calculations.day_counts import DayCount
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden
from openlien.kit.errors import NotFound as Missing
from openlien.kit.money import Money, Rate

from .. import business_time
from ..access import page
from ..cases.forms import new_key
from ..jinja import amount, rate_text, url
from .forms import (
    AccrueForm,
    DrawForm,
    FundingForm,
    LineForm,
    RateForm,
    RepayForm,
    TakeBackForm,
    TakeBackMonthForm,
    kind_of,
)
from .words import frame, line_words, lines_sheet

form_page = require_http_methods(["GET", "HEAD", "POST"])


@page(Permission.FUNDING_MANAGE)
@form_page
def new_line(request: HttpRequest) -> HttpResponse:
    """The drawer in which a line is opened."""
    initial = {"opened_on": _today_words(), "day_count": DayCount.ACT_360.value}
    form = _form(LineForm, request, initial)

    def save() -> str:
        given = form.cleaned_data
        line = open_line(
            request.actor,  # type: ignore[attr-defined]
            NewLine(
                **{name: given[name] for name in ("name", "lender", "commitment", "advance_rate", "spread")},
                opened_on=given["opened_on"],
                day_count=DayCount(given["day_count"]),
                floor=given["floor"] or Rate.zero,
                unused_fee=given["unused_fee"] or Rate.zero,
                age_days_max=given["age_days_max"],
                debtor_share_max=given["debtor_share_max"],
            ),
            today=business_time.today(),
            idempotency_key=given["key"],
        )
        return f"{line.name} is open. Set its reference rate next."

    back = url("funding:lines")
    words = {**frame(request), "sheet": lines_sheet(request), "layout": "funding/lines.jinja"}
    texts = {
        "title": "Open a line",
        "verb": "Open line",
        "note": "The terms stay as they are agreed; terms agreed anew are another line.",
    }
    return _answer(request, form, save, back=back, words=words, **texts)


@page(Permission.FUNDING_MANAGE)
@form_page
def draw_page(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """The drawer in which money is drawn for the bills of a case."""
    form = _form(DrawForm, request, {"on": _today_words()})

    def save() -> str:
        given = form.cleaned_data
        movement = draw(
            request.actor,  # type: ignore[attr-defined]
            line_id,
            amount=given["amount"],
            on=given["on"],
            case_number=given["case_number"].strip().upper(),
            reference=given["reference"],
            today=business_time.today(),
            idempotency_key=given["key"],
            posting_on=given["posting_on"],
        )
        return f"${amount(movement.drawn)} drawn."

    texts = {"title": "Draw on the line", "verb": "Draw"}
    words = _line_words(request, line_id)
    note = f"${amount(words['standing'].base.available)} is available."
    return _answer(request, form, save, back=_back(line_id), words=words, note=note, **texts)


@page(Permission.FUNDING_MANAGE)
@form_page
def repay_page(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """The drawer in which the lender is repaid."""
    form = _form(RepayForm, request, {"on": _today_words()})

    def save() -> str:
        given = form.cleaned_data
        movement = repay(
            request.actor,  # type: ignore[attr-defined]
            line_id,
            principal=given["principal"] or Money.zero,
            interest=given["interest"] or Money.zero,
            on=given["on"],
            case_number=given["case_number"].strip().upper(),
            reference=given["reference"],
            today=business_time.today(),
            idempotency_key=given["key"],
            posting_on=given["posting_on"],
        )
        return f"${amount(movement.interest_paid - movement.drawn)} repaid."

    words = _line_words(request, line_id)
    standing = words["standing"]
    note = f"${amount(standing.drawn)} is drawn and ${amount(standing.interest_owed)} interest is owed."
    texts = {"title": "Repay the lender", "verb": "Repay"}
    return _answer(request, form, save, back=_back(line_id), words=words, note=note, **texts)


@page(Permission.FUNDING_MANAGE)
@form_page
def rate_page(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """The drawer in which the reference rate is set."""
    form = _form(RateForm, request, {"on": _today_words()})

    def save() -> str:
        given = form.cleaned_data
        set_rate(
            request.actor,  # type: ignore[attr-defined]
            line_id,
            effective_on=given["on"],
            reference=given["reference"],
            reason=given["reason"],
        )
        return f"The reference rate is {rate_text(given['reference'])}."

    texts = {
        "title": "Set the reference rate",
        "verb": "Set rate",
        "note": "It holds from that day until the next one; it never counts less than the floor.",
    }
    return _answer(request, form, save, back=_back(line_id), words=_line_words(request, line_id), **texts)


@page(Permission.FUNDING_MANAGE)
@form_page
def accrue_page(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """The drawer in which the next month is accrued."""
    words = _line_words(request, line_id)
    month = words["standing"].next_month
    if month is None:
        raise Missing()
    form = _form(AccrueForm, request, {})

    def save() -> str:
        given = form.cleaned_data
        accrual = accrue_interest(
            request.actor,  # type: ignore[attr-defined]
            line_id,
            month=month,
            today=business_time.today(),
            posting_on=given["posting_on"],
        )
        return f"${amount(accrual.interest)} interest of {month:%B %Y} is accrued."

    texts = {
        "title": f"Accrue {month:%B %Y}",
        "verb": "Accrue",
        "note": "Each day at its rate, shared among the bills by what was lent times days.",
    }
    return _answer(request, form, save, back=_back(line_id), words=words, **texts)


@page(Permission.FUNDING_MANAGE)
@form_page
def take_back_movement(request: HttpRequest, line_id: UUID, row_id: UUID) -> HttpResponse:
    """The drawer in which a movement is taken back."""
    form = _form(TakeBackForm, request, {"on": _today_words()})

    def save() -> str:
        given = form.cleaned_data
        reverse_movement(
            request.actor,  # type: ignore[attr-defined]
            row_id,
            on=given["on"],
            reason=given["reason"],
            today=business_time.today(),
            posting_on=given["posting_on"],
        )
        return "The movement is taken back."

    texts = {
        "title": "Take a movement back",
        "verb": "Take back",
        "note": "Both stay on file. Interest of the days in between stays as it was.",
    }
    return _answer(request, form, save, back=_back(line_id), words=_line_words(request, line_id), **texts)


@page(Permission.FUNDING_MANAGE)
@form_page
def take_back_month(request: HttpRequest, line_id: UUID, row_id: UUID) -> HttpResponse:
    """The drawer in which the last accrued month is taken back."""
    form = _form(TakeBackMonthForm, request, {})

    def save() -> str:
        given = form.cleaned_data
        back = reverse_accrual(
            request.actor,  # type: ignore[attr-defined]
            row_id,
            reason=given["reason"],
            today=business_time.today(),
            posting_on=given["posting_on"],
        )
        return f"The interest of {back.month:%B %Y} is taken back."

    texts = {
        "title": "Take the last month back",
        "verb": "Take back",
        "note": "Its draws and rates can then be corrected, and the month accrued anew.",
    }
    return _answer(request, form, save, back=_back(line_id), words=_line_words(request, line_id), **texts)


def _form(kind: type[FundingForm], request: HttpRequest, initial: dict[str, Any]) -> Any:
    return kind(request.POST or None, auto_id="f-%s", initial={**initial, "key": new_key()})


def _answer(
    request: HttpRequest,
    form: Any,
    save: Callable[[], str],
    *,
    back: str,
    words: dict[str, Any],
    title: str,
    verb: str,
    note: str = "",
) -> HttpResponse:
    """The way back with a toast when the form could be saved, else the drawer with what is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, save())
            return HttpResponseRedirect(back)
        except (Forbidden, Missing) as refused:
            if isinstance(refused, Forbidden) or "case_number" not in form.fields:
                raise
            form.add_error("case_number", "There is no such case.")
        except DomainError as refused:
            form.refuse(refused)
    context = {
        **words,
        "form": form,
        "fields": [(field, kind_of(field)) for field in form.visible_fields()],
        "drawer_title": title,
        "verb": verb,
        "note": note,
        "close_href": back,
        "action": request.path,
    }
    return render(request, "funding/drawer.jinja", context, status=form.status if form.is_bound else 200)


def _line_words(request: HttpRequest, line_id: UUID) -> dict[str, Any]:
    return {**line_words(request, line_id), "layout": "funding/line.jinja"}


def _back(line_id: UUID) -> str:
    return url("funding:line", line_id)


def _today_words() -> str:
    return f"{business_time.today():%m/%d/%Y}"
