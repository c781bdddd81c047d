"""The distribution dashboard, and the drawer in which its amounts are entered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openlien.cases.queries import CaseHead
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound, StaleVersion
from openlien.negotiation.actions import set_financial_information
from openlien.negotiation.queries import FinancialRecord, distribution_of, financial_information_of

from ... import business_time
from ...access import page
from ...cases.forms import new_key
from ...cases.frame import frame, opened_case
from ...jinja import time_text, url
from ...sheets import Head, Line, Sheet, exported
from ..own_cases import opened_to_negotiate
from ..stale_terms import Overtaken, overtaken
from .cards import breakdown, distribution_cards
from .forms import FinancialForm, typed_values

form_page = require_http_methods(["GET", "HEAD", "POST"])
DESK = "desk"
HEADS = (Head("Part"), Head("Amount, $", "money"), Head("Of the settlement, %", "percent"))


@page(Permission.OFFERS_VIEW)
def distribution(request: HttpRequest, number: str) -> HttpResponse:
    """Who gets which part of the settlement."""
    case = opened_case(request, number, seen="Distribution")
    return render(request, "negotiation/distribution/page.jinja", distribution_context(request, case))


@page(Permission.OFFERS_VIEW)
def distribution_file(request: HttpRequest, number: str, form: str) -> HttpResponseBase:
    """The breakdown as CSV or workbook."""
    case = opened_case(request, number, seen="Distribution export")
    board = distribution_of(request.actor, case).dashboard  # type: ignore[attr-defined]
    lines = [
        Line((line["name"], line["amount"], line["percent"])) for line in (breakdown(board) if board else [])
    ]
    return exported(Sheet("Distribution", HEADS, lines), form, name=f"{case.number}-distribution")


@page(Permission.OUTSIDE_BILLS_EDIT)
@form_page
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """The drawer in which settlement, fee, costs and client funding are entered."""
    case = opened_to_negotiate(
        request, number, seen="Financial information form", permission=Permission.OUTSIDE_BILLS_EDIT
    )
    actor = request.actor  # type: ignore[attr-defined]
    told = financial_information_of(actor, case)
    posted = request.POST if request.method == "POST" else None
    form = FinancialForm(posted, auto_id="f-%s", initial={**typed_values(told), "key": new_key()})
    theirs = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            set_financial_information(actor, case_number=number, terms=form.terms(), version=version)
        except (Forbidden, NotFound):
            raise
        except StaleVersion as stale:
            form.refuse(stale)
            theirs = _overtaken(form, financial_information_of(actor, case))
        except DomainError as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Amounts saved.")
            return HttpResponseRedirect(_back(request, case))
    context = distribution_context(request, case) | {
        "form": form,
        "theirs": theirs,
        "close_href": _back(request, case),
        "back": _asked_back(request),
    }
    return render(
        request, "negotiation/distribution/drawer.jinja", context, status=form.status if form.errors else 200
    )


def distribution_context(request: HttpRequest, case: CaseHead) -> dict[str, Any]:
    """What the page shows."""
    shown = distribution_cards(request, case)
    told = shown["information"]
    return {
        **frame(request, case, "negotiation"),
        "shown": shown,
        "changed": _changed(told),
    }


def _changed(told: FinancialRecord) -> str:
    if told.changed_at is None:
        return ""
    return (
        f"Last changed by {told.changed_by or 'somebody'}, {time_text(business_time.here(told.changed_at))}"
    )


def _asked_back(request: HttpRequest) -> str:
    return DESK if request.GET.get("back") == DESK else ""


def _back(request: HttpRequest, case: CaseHead) -> str:
    return url("cases:negotiation" if _asked_back(request) else "distribution:page", case.number)


def _overtaken(form: FinancialForm, told: FinancialRecord) -> Overtaken:
    """Who was quicker; the form is then about the present version, so that saving again is a decision."""
    stands, sent = typed_values(told), form.data
    form.data = {**sent.dict(), "version": told.version}
    values = [
        (form[name].label, stands[name] or "not known", str(sent.get(name, "")).strip() or "not known")
        for name in ("settled", "fee", "costs", "client_funding")
    ]
    return overtaken(told.changed_by, told.changed_at, values, what="these amounts")
