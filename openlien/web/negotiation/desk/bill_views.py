"""The drawer of one bill: its figures, its notes by author, and how its offer changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.negotiation.actions import write_note
from openlien.negotiation.queries import ChangeLine, NoteLine, changes_of_bill, notes_of_bill
from openlien.negotiation.vocabulary import Source
from openlien.payments.queries.bills_grid import GridLine

from ... import business_time
from ...access import page
from ...cases.forms import new_key
from ...cases.frame import opened_case
from ...jinja import date_text, money, url
from ...sent_forms import Wrong, reason_of, sent_key
from .desk_page import Desk, desk_context, read_desk
from .screen import screen_of

CHANGED_BY = {
    Source.BULK: "with others",
    Source.FORMULA: "by formula",
    Source.COUNTER: "by a counter-offer",
    Source.UNDO: "by undo",
    Source.ACCEPTED: "by the accepted offer",
}


@page(Permission.OFFERS_VIEW)
@require_safe
def bill(request: HttpRequest, number: str, bill_id: UUID) -> HttpResponse:
    """The drawer of a bill, over the grid, or alone where the page asks for it."""
    return _shown(request, number, bill_id)


@page(Permission.OFFERS_MAKE)
@require_POST
def note(request: HttpRequest, number: str, bill_id: UUID) -> HttpResponse:
    """Writes a note; the drawer shows it."""
    body = request.POST.get("body", "")
    key = sent_key(request.POST)
    try:
        write_note(request.actor, bill_id=bill_id, body=body, idempotency_key=key)  # type: ignore[attr-defined]
    except (Forbidden, NotFound):
        raise
    except DomainError as reason:
        return _shown(request, number, bill_id, Wrong(body=reason_of(reason)), reason.status)
    if _is_part(request):
        return _shown(request, number, bill_id)
    messages.success(request, "Note added.")
    return HttpResponseRedirect(url("desk:bill", number, bill_id))


def _shown(
    request: HttpRequest, number: str, bill_id: UUID, wrong: Wrong | None = None, status: int = 200
) -> HttpResponse:
    case = opened_case(request, number, seen="Bill with its notes")
    desk = read_desk(request, case)
    place = next((at for at, line in enumerate(desk.grid.lines) if line.bill_id == bill_id), None)
    if place is None:
        raise NotFound()
    around = {} if _is_part(request) else desk_context(request, case)
    template = "negotiation/desk/bill_part.jinja" if _is_part(request) else "negotiation/desk/bill.jinja"
    context = {**around, **_drawer(request, desk, place), "wrong": wrong or Wrong()}
    return render(request, template, context, status=status)


def _is_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _drawer(request: HttpRequest, desk: Desk, place: int) -> dict[str, Any]:
    lines, line, number = desk.grid.lines, desk.grid.lines[place], desk.case.number
    screen = screen_of(request.GET, desk.writer.columns)
    return {
        "line": line,
        "shows_cost": desk.shows_cost,
        "about": _about(line),
        "row": desk.writer.row(line, desk.notes.get(line.bill_id)),
        "typed": request.POST.get("body", ""),
        "key": new_key(),
        "may_write_notes": desk.actor.may(Permission.OFFERS_MAKE),
        "notes": [_note(each) for each in notes_of_bill(desk.actor, line.bill_id)],
        "changes": [_change(each) for each in changes_of_bill(desk.actor, line.bill_id)],
        "close_href": url("cases:negotiation", number, query=screen.query()),
        "note_href": url("desk:note", number, line.bill_id),
        "previous_href": desk.writer.bill_href(lines[place - 1]) if place else None,
        "next_href": desk.writer.bill_href(lines[place + 1]) if place + 1 < len(lines) else None,
    }


def _about(line: GridLine) -> str:
    return " · ".join(filter(None, (line.code, line.description, line.service_on.isoformat())))


def _note(each: NoteLine) -> dict[str, str]:
    at = business_time.here(each.written_at)
    who = each.author or "Somebody"
    return {
        "when": date_text(at),
        "iso": at.isoformat(),
        "title": who,
        "who": f"{at:%H:%M}",
        "note": each.body,
    }


def _change(each: ChangeLine) -> dict[str, Any]:
    at = business_time.here(each.made_at)
    before = f"was {money(each.before)}" if each.before is not None else "none before"
    how = [before, CHANGED_BY.get(each.source, ""), "undone since" if each.was_undone else ""]
    return {
        "when": date_text(at),
        "iso": at.isoformat(),
        "title": money(each.after) if each.after is not None else "Cleared",
        "who": f"{each.made_by}, {at:%H:%M}",
        "note": " · ".join(filter(None, how)),
        "hollow": each.was_undone or each.source is Source.UNDO,
    }
