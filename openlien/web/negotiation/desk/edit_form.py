"""The form "Edit offers": every offer in a plain field, for those who work without the grid."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openlien.cases.queries import CaseHead
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.negotiation.actions import BillEdit, set_offers
from openlien.negotiation.errors import EditsRefused
from openlien.payments.queries.bills_grid import GridLine

from ... import business_time
from ...access import page
from ...cases.forms import new_key
from ...cases.frame import frame
from ...jinja import amount, plural, url
from ...sent_forms import Wrong, reason_of, sent_key
from ..own_cases import opened_to_negotiate
from .desk_page import Desk, read_desk
from .sent_edits import read_edits


@page(Permission.OFFERS_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_offers(request: HttpRequest, number: str) -> HttpResponse:
    """The form; saves the offers that differ from what was on it, all of them or none."""
    case = opened_to_negotiate(request, number, seen="Bills grid form")
    if request.method != "POST":
        return _form(request, case, {}, Wrong())
    edits = _changed(request)
    if not edits:
        messages.info(request, "Nothing to save: no offer was changed.")
        return HttpResponseRedirect(url("cases:negotiation", number))
    try:
        outcome = set_offers(
            request.actor,  # type: ignore[attr-defined]
            case_number=number,
            edits=edits,
            today=business_time.today(),
            idempotency_key=sent_key(request.POST),
        )
    except (Forbidden, NotFound):
        raise
    except DomainError as reason:
        typed = {edit.bill_id: edit.entry for edit in edits}
        return _form(request, case, typed, _wrong(reason), status=reason.status)
    said = f"{plural(outcome.changed, 'offer')} set."
    messages.success(request, said, extra_tags=f"undo:{url('desk:undo_form', number)}")
    return HttpResponseRedirect(url("cases:negotiation", number))


def _changed(request: HttpRequest) -> list[BillEdit]:
    """What was typed over what was there; `was` holds the fields as the form showed them."""
    were = request.POST.getlist("was")
    edits = read_edits(request.POST)
    if len(were) != len(edits):
        return edits
    return [edit for edit, was in zip(edits, were, strict=True) if edit.entry.strip() != was]


def _wrong(reason: DomainError) -> Wrong:
    rows = reason.fields.get("rows", []) if isinstance(reason, EditsRefused) else []
    if not rows:
        return Wrong({"offers": reason_of(reason)})
    return Wrong({str(row["billId"]): row["sentence"].removeprefix("Not saved. ") for row in rows})


def _form(
    request: HttpRequest, case: CaseHead, typed: dict[UUID, str], wrong: Wrong, *, status: int = 200
) -> HttpResponse:
    desk = read_desk(request, case)
    context = {
        **frame(request, case, "negotiation"),
        "lines": [_line(line, typed, wrong, desk) for line in desk.grid.lines],
        "sums": desk.grid.totals,
        "errors": [
            (f"f-offer-{field}" if field != "offers" else None, words) for field, words in wrong.items()
        ],
        "key": new_key(),
        "is_agreed": desk.is_agreed,
    }
    return render(request, "negotiation/desk/edit_form.jinja", context, status=status)


def _line(line: GridLine, typed: dict[UUID, str], wrong: Wrong, desk: Desk) -> dict[str, Any]:
    present = "" if line.offer is None else amount(line.offer)
    return {
        "id": str(line.bill_id),
        "line": line,
        "present": present,
        "value": typed.get(line.bill_id, present),
        "error": wrong.get(str(line.bill_id), ""),
    }
