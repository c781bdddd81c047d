"""The drawer of an outside bill: enter it, change it, attach its copy, take it off the case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from openlien.cases.documents.content import accepted_endings
from openlien.cases.documents.queries import DocumentLine, documents_of
from openlien.cases.models import Document
from openlien.cases.queries import CaseHead
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound, StaleVersion
from openlien.negotiation.actions import (
    add_outside_bill,
    change_outside_bill,
    remove_outside_bill,
    save_with_copy,
)
from openlien.negotiation.models import OutsideBill
from openlien.negotiation.queries import (
    OutsideBillRecord,
    last_change_of_outside_bill,
    read_outside_bill,
)

from ... import business_time
from ...access import page
from ...cases.forms import new_key
from ...cases.frame import opened_case
from ...jinja import money, url
from ..own_cases import refuse_foreign
from ..stale_terms import Overtaken, overtaken
from .forms import OutsideBillForm, typed_values
from .views import outside_context, tab_href

form_page = require_http_methods(["GET", "HEAD", "POST"])


@page(Permission.OUTSIDE_BILLS_EDIT)
@form_page
def add(request: HttpRequest, number: str) -> HttpResponse:
    """The drawer in which an outside bill is entered."""
    case = opened_case(request, number, seen="Outside bill form")
    refuse_foreign(request, case, Permission.OUTSIDE_BILLS_EDIT)
    form = _form(request, case, {"key": new_key()}, None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _save(request, case, form, lambda terms: _added(request, case, form, terms))
        except (Forbidden, NotFound):
            raise
        except DomainError as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"Bill of {made.provider} entered, {money(made.billed)}.")
            again = url("outside:add", number) if "another" in request.POST else tab_href(case)
            return HttpResponseRedirect(again)
    return _drawer(request, case, form, None)


@page(Permission.OUTSIDE_BILLS_EDIT)
@form_page
def change(request: HttpRequest, number: str, bill_id: UUID) -> HttpResponse:
    """The drawer in which an outside bill is changed."""
    case, bill = _opened(request, number, bill_id)
    refuse_foreign(request, case, Permission.OUTSIDE_BILLS_EDIT)
    form = _form(request, case, typed_values(bill), bill)
    theirs = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            saved = _save(
                request,
                case,
                form,
                lambda terms: change_outside_bill(
                    request.actor,  # type: ignore[attr-defined]
                    bill_id,
                    terms,
                    version=version,
                    today=business_time.today(),
                ),
            )
        except (Forbidden, NotFound):
            raise
        except StaleVersion as stale:
            form.refuse(stale)
            theirs = _overtaken(request, form, bill)
        except DomainError as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"Bill of {saved.provider} saved.")
            return HttpResponseRedirect(tab_href(case))
    return _drawer(request, case, form, bill, theirs)


@page(Permission.OUTSIDE_BILLS_EDIT)
@require_POST
def remove(request: HttpRequest, number: str, bill_id: UUID) -> HttpResponse:
    """Takes an outside bill off its case; its copy stays among the documents."""
    case, bill = _opened(request, number, bill_id)
    version = request.POST.get("version", "")
    actor = request.actor  # type: ignore[attr-defined]
    try:
        remove_outside_bill(
            actor, bill_id, version=int(version) if version.isdecimal() and len(version) < 10 else 0
        )
    except StaleVersion as stale:
        messages.error(request, stale.sentence.replace("saved", "removed"))
        return HttpResponseRedirect(url("outside:change", number, bill_id))
    messages.success(request, f"Bill of {bill.provider} removed. Its copy stays among the documents.")
    return HttpResponseRedirect(tab_href(case))


def _opened(request: HttpRequest, number: str, bill_id: UUID) -> tuple[CaseHead, OutsideBillRecord]:
    case = opened_case(request, number, seen="Outside bill form")
    bill = read_outside_bill(request.actor, bill_id)  # type: ignore[attr-defined]
    if bill.case_number != case.number:
        raise NotFound()
    return case, bill


def _form(
    request: HttpRequest, case: CaseHead, initial: dict[str, Any], bill: OutsideBillRecord | None
) -> OutsideBillForm:
    posted = request.POST if request.method == "POST" else None
    documents = _documents(request, case, bill)
    return OutsideBillForm(
        posted, request.FILES or None, auto_id="f-%s", initial=initial, documents=documents
    )


def _documents(request: HttpRequest, case: CaseHead, bill: OutsideBillRecord | None) -> list[DocumentLine]:
    """The copies that can be chosen: outside bills that are filed, and the one this bill has."""
    held = bill.copy_id if bill else None
    return [
        line
        for line in documents_of(request.actor, case)  # type: ignore[attr-defined]
        if line.id == held or (line.kind == Document.Kind.OUTSIDE_BILL and line.withdrawn_at is None)
    ]


def _save(request: HttpRequest, case: CaseHead, form: OutsideBillForm, write: Any) -> OutsideBill:
    upload = form.upload
    if upload is None:
        return write(form.terms())
    return save_with_copy(
        request.actor,  # type: ignore[attr-defined]
        upload,
        case_number=case.number,
        save=lambda copy_id: write(form.terms(copy_id)),
    )


def _added(request: HttpRequest, case: CaseHead, form: OutsideBillForm, terms: Any) -> OutsideBill:
    return add_outside_bill(
        request.actor,  # type: ignore[attr-defined]
        case_number=case.number,
        terms=terms,
        today=business_time.today(),
        idempotency_key=form.cleaned_data["key"],
    )


def _overtaken(request: HttpRequest, form: OutsideBillForm, bill: OutsideBillRecord) -> Overtaken:
    """Who was quicker; the form is then about the present version, so that saving again is a decision."""
    stands, sent = typed_values(bill), form.data
    form.data = {**sent.dict(), "version": bill.version}
    last = last_change_of_outside_bill(request.actor, bill)  # type: ignore[attr-defined]
    values = [
        (form[name].label, str(stands[name]) or "nothing", str(sent.get(name, "")).strip() or "nothing")
        for name in ("provider", "billed", "promised", "paid", "copy_requested_on")
    ]
    return overtaken(last.who if last else None, last.at if last else None, values, what="this bill")


def _drawer(
    request: HttpRequest,
    case: CaseHead,
    form: OutsideBillForm,
    bill: OutsideBillRecord | None,
    theirs: Overtaken | None = None,
) -> HttpResponse:
    context = outside_context(request, case)
    ids = [each.id for each in context["found"].bills]
    place = ids.index(bill.id) if bill else 0
    context |= {
        "form": form,
        "bill": bill,
        "theirs": theirs,
        "accept": accepted_endings(),
        "close_href": tab_href(case),
        "previous_href": _row_href(case, ids[place - 1]) if bill and place else None,
        "next_href": _row_href(case, ids[place + 1]) if bill and place + 1 < len(ids) else None,
    }
    return render(
        request, "negotiation/outside/drawer.jinja", context, status=form.status if form.errors else 200
    )


def _row_href(case: CaseHead, bill_id: UUID) -> str:
    return url("outside:change", case.number, bill_id)
