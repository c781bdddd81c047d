"""The drawers in which a lien is added and changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound, StaleVersion
from openlien.settlement.actions.liens import AMOUNTS, DAYS, TEXTS, change_lien, record_lien
from openlien.settlement.queries.people import plaintiffs_of
from openlien.settlement.queries.reductions import LienRow, read_lien

from ... import business_time
from ...access import page
from ...cases.fields import DayField, MoneyField
from ...cases.forms import new_key
from ...jinja import amount, url
from ..panels import text_of, who_changed
from .forms import LienForm
from .views import list_context

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@page(Permission.SETTLEMENTS_EDIT)
def new_lien(request: HttpRequest, number: str) -> HttpResponse:
    """The drawer in which a lien is added."""
    context = list_context(request, number)
    form = _form(request, number, {"plan_funding": "unknown"})
    if request.method == "POST" and form.is_valid():
        try:
            actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
            lien = record_lien(actor, case_number=number, draft=form.draft(), today=today)
        except (NotFound, Forbidden):
            raise
        except DomainError as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"Lien of {lien.holder.name} added.")
            return HttpResponseRedirect(url("liens:list", number))
    return _drawer(request, number, form, context, title="Add lien", verb="Add lien")


@form_page
@page(Permission.SETTLEMENTS_EDIT)
def edit_lien(request: HttpRequest, number: str, lien_id: UUID) -> HttpResponse:
    """The drawer in which a lien is changed."""
    row = _lien_of_case(request, number, lien_id)
    context = list_context(request, number)
    form = _form(request, number, _initial(row))
    if request.method == "POST" and form.is_valid():
        actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
        try:
            lien = change_lien(actor, lien_id, form.draft(), version=form.version_seen(), today=today)
        except (NotFound, Forbidden):
            raise
        except StaleVersion as refused:
            _show_theirs(form, row, refused)
        except DomainError as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"Lien of {lien.holder.name} saved.")
            return HttpResponseRedirect(url("liens:list", number))
    return _drawer(request, number, form, context, title=f"Lien of {row.holder}", verb="Save lien")


def _lien_of_case(request: HttpRequest, number: str, lien_id: UUID) -> LienRow:
    case_number, row = read_lien(request.actor, lien_id)  # type: ignore[attr-defined]
    if case_number != number:
        raise NotFound()
    return row


def _form(request: HttpRequest, number: str, initial: dict[str, Any]) -> LienForm:
    plaintiffs = plaintiffs_of(request.actor, number)  # type: ignore[attr-defined]
    return LienForm(
        request.POST or None, auto_id="f-%s", initial={**initial, "key": new_key()}, plaintiffs=plaintiffs
    )


def _initial(row: LienRow) -> dict[str, Any]:
    amounts = {name: "" if (value := getattr(row, name)) is None else amount(value) for name in AMOUNTS}
    copied = ("holder", "kind", "comments", "is_final", "plan_funding", "version", *TEXTS)
    return {
        **amounts,
        **{name: getattr(row, name) for name in copied},
        "plaintiff": str(row.plaintiff_id or ""),
        **{name: text_of(getattr(row, name)) for name in DAYS},
    }


def _show_theirs(form: LienForm, row: LienRow, refused: StaleVersion) -> None:
    """Names what differs from what somebody else saved meanwhile; sending again replaces it."""
    theirs = _initial(row)
    differing = [
        f"{form[name].label}: {theirs[name] or 'blank'}"
        for name in form.fields
        if name not in ("key", "version")
        and str(form.data.get(name, "")) != str(theirs[name])
        and name != "is_final"
    ]
    now = f" Now there: {'; '.join(differing)}." if differing else ""
    form.status = 409
    form.add_error(None, f"{who_changed(refused)} while you were editing.{now} Save again to replace it.")
    form.data = {**form.data.dict(), "version": str(row.version)}


def _drawer(
    request: HttpRequest, number: str, form: LienForm, context: dict[str, Any], *, title: str, verb: str
) -> HttpResponse:
    kinds = {MoneyField: "money", DayField: "date"}
    context |= {
        "form": form,
        "kinds": {name: kinds.get(type(each)) for name, each in form.fields.items()},
        "drawer_title": title,
        "verb": verb,
        "close_href": url("liens:list", number),
        "action": request.path,
    }
    return render(
        request, "settlement/liens/drawer.jinja", context, status=form.status if form.errors else 200
    )
