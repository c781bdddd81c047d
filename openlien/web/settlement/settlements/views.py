"""The panel of a settlement: added, edited, deleted, printed; fees recorded from it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.settlement.actions.drafts import draft_of
from openlien.settlement.actions.settlements import (
    add_settlement,
    change_settlement,
    delete_settlement,
    record_fee,
)
from openlien.settlement.models import Settlement
from openlien.settlement.queries.counterparties import Counterparty
from openlien.settlement.queries.people import staff_choices
from openlien.settlement.queries.tables import SettlementRow, choices, read_settlement, settlement_row

from ... import business_time
from ...access import page
from ...cases.forms import new_key
from ...cases.frame import frame, opened_case
from ...jinja import date_text
from ...jinja import money as written_money
from ..confirm import confirmed
from ..page import named_payers, page_words
from ..panels import Panel, answered, text_of
from ..payers import PayerRow, payer_key, payer_lines, payer_rows
from ..place import Place, place_of
from ..ways import Kind, second_buttons, way_on
from .forms import FeeForm, SettlementForm, texts_of
from .track import release_track
from .words import day_words

form_page = require_http_methods(["GET", "HEAD", "POST"])
PANEL = "settlement/settlements/panel.jinja"


@page(Permission.SETTLEMENTS_EDIT)
@form_page
def new_settlement(request: HttpRequest, number: str) -> HttpResponse:
    """The panel for a new settlement, blank but for its day, its plaintiff and who settled."""
    place, actor = place_of(request, number), request.actor  # type: ignore[attr-defined]
    words = page_words(request, number)
    initial = {
        "settled_on": text_of(business_time.today()),
        "plaintiff": place.plaintiff,
        "settled_by": str(actor.user_id),
    }
    form = _form(request, number, words, initial)

    def save() -> tuple[str, str]:
        key = form.cleaned_data["key"]
        row = add_settlement(
            actor,
            case_number=number,
            draft=form.draft(),
            today=business_time.today(),
            idempotency_key=key,
        )
        then = request.POST.get("then", "")
        return f"Settlement of {written_money(row.gross)} added.", way_on(
            place.opening(str(row.id)), Kind.SETTLEMENT, row.id, then=then
        )

    panel = _panel(place, words, form, "Add settlement", "Save", place.to("settlement_new"))
    return answered(request, form, save, panel)


@page(Permission.SETTLEMENTS_EDIT)
@form_page
def edit_settlement(request: HttpRequest, number: str, settlement_id: UUID) -> HttpResponse:
    """The panel of a settlement with what is known of it."""
    place, row = place_of(request, number), settlement_of(request, number, settlement_id)
    words = page_words(request, number)
    form = _form(request, number, words, texts_of(draft_of(row)), row)

    def save() -> tuple[str, str]:
        change_settlement(
            request.actor,  # type: ignore[attr-defined]
            settlement_id,
            form.draft(),
            version=form.cleaned_data["version"] or 0,
            today=business_time.today(),
        )
        then = request.POST.get("then", "")
        return "Settlement updated.", way_on(place, Kind.SETTLEMENT, settlement_id, then=then)

    def current() -> tuple[dict[str, str], int]:
        fresh = settlement_of(request, number, settlement_id)
        return texts_of(draft_of(fresh)), fresh.version

    action = place.to("settlement", settlement_id)
    panel = _panel(place, words, form, "Edit settlement", "Update", action)
    panel.words["shown"] = row
    return answered(request, form, save, panel, current=current)


@page(Permission.SETTLEMENTS_EDIT)
@form_page
def remove_settlement(request: HttpRequest, number: str, settlement_id: UUID) -> HttpResponse:
    """Asks before a settlement is deleted, and names what goes with it."""
    place, row = place_of(request, number), settlement_of(request, number, settlement_id)
    words = page_words(request, number)
    linked = any(each.settlement_id == settlement_id for each in words["round_rows"])

    def delete(version: int) -> str:
        delete_settlement(request.actor, settlement_id, version=version)  # type: ignore[attr-defined]
        return f"Settlement of {written_money(row.gross)} deleted."

    shared = " The Settlement column of its round turns blank." if linked else ""
    return confirmed(
        request,
        delete,
        words={
            **words,
            "title": "Delete this settlement?",
            "consequence": f"The settlement of {written_money(row.gross)} goes with its calculation and the"
            f" checks that are still held.{shared} This cannot be undone.",
            "obstacle": "",
            "verb": "Delete settlement",
            "version": row.version,
            "action": place.to("settlement_delete", settlement_id),
            "close_href": place.page,
        },
    )


@page(Permission.SETTLEMENTS_VIEW)
@require_safe
def paper(request: HttpRequest, number: str, settlement_id: UUID) -> HttpResponse:
    """One settlement on a page of its own that prints."""
    place, case = place_of(request, number), opened_case(request, number, seen="Settlement, print")
    settlement = settlement_of(request, number, settlement_id)
    row: SettlementRow = settlement_row(request.actor, settlement_id)  # type: ignore[attr-defined]
    words = {
        **frame(request, case, "settlement"),
        "row": row,
        "settlement": settlement,
        "with_lines": payer_lines(row.counterparty),
        "received_on": day_words(row.received, date_text),
        "distributed_on": day_words(row.distributed, date_text),
        "fee_recorded_on": day_words(row.fee_recorded, date_text),
        "track": release_track(settlement, row.received, today=business_time.today()),
        "close_href": place.page,
    }
    return render(request, "settlement/settlements/paper.jinja", words)


@page(Permission.CHECKS_EDIT)
@form_page
def new_fee(request: HttpRequest, number: str, settlement_id: UUID) -> HttpResponse:
    """The panel in which money taken in as fee is recorded."""
    place = place_of(request, number)
    settlement_of(request, number, settlement_id)
    words, today = page_words(request, number), business_time.today()
    initial = {"recorded_on": text_of(today), "key": new_key()}
    form = FeeForm(request.POST or None, auto_id="f-%s", initial=initial)

    def save() -> tuple[str, str]:
        given = form.cleaned_data
        fee = record_fee(
            request.actor,  # type: ignore[attr-defined]
            settlement_id,
            **{name: given[name] for name in ("amount", "recorded_on", "comments")},
            today=today,
            idempotency_key=given["key"],
        )
        return f"Fee of {written_money(fee.amount)} recorded.", place.page

    panel = Panel(
        template="settlement/settlements/fee.jinja",
        title="Record fee",
        verb="Record fee",
        action=place.to("fee_new", settlement_id),
        close_href=place.page,
        words=words,
    )
    return answered(request, form, save, panel)


def settlement_of(request: HttpRequest, number: str, settlement_id: UUID) -> Settlement:
    """The settlement, which has to be one of that case.

    *Raises*: Forbidden, NotFound.
    """
    row = read_settlement(request.actor, settlement_id)  # type: ignore[attr-defined]
    if row.case.number != number:
        raise NotFound()
    return row


def _form(
    request: HttpRequest,
    number: str,
    words: dict[str, Any],
    initial: dict[str, str],
    row: Settlement | None = None,
) -> SettlementForm:
    actor = request.actor  # type: ignore[attr-defined]
    own = None
    if row is not None:
        own = PayerRow(payer_key(row.coverage_id, row.party_id), Counterparty.from_json(row.counterparty))
    return SettlementForm(
        request.POST or None,
        auto_id="f-%s",
        initial={**initial, "key": new_key(), "version": row.version if row else None},
        actor=actor,
        case_number=number,
        payers=payer_rows(actor, number, named_payers(words), own),
        choices=_choices(request, words, row),
    )


def _choices(
    request: HttpRequest, words: dict[str, Any], row: Settlement | None
) -> dict[str, list[tuple[str, str]]]:
    """What the selects offer; a type or account that was switched off stays the settlement's own."""
    actor = request.actor  # type: ignore[attr-defined]
    offered = choices(actor)
    types, accounts = dict(offered.types), dict(offered.escrow_accounts)
    if row is not None:
        types.setdefault(str(row.type_id), row.type.name)
        if row.escrow_account:
            accounts.setdefault(str(row.escrow_account_id), row.escrow_account.name)
    return {
        "plaintiff": [("", "All plaintiffs"), *((str(id_), name) for id_, name in words["plaintiffs"])],
        "settled_by": [("", "Nobody named"), *((str(id_), name) for id_, name in staff_choices(actor))],
        "type": list(types.items()),
        "escrow_account": [("", "Not deposited yet"), *accounts.items()],
    }


def _panel(
    place: Place, words: dict[str, Any], form: SettlementForm, title: str, verb: str, action: str
) -> Panel:
    own = {
        "payers": form.payers,
        "firms_href": place.to("firms"),
        "second_buttons": second_buttons(verb),
        "shown": None,
    }
    return Panel(
        template=PANEL, title=title, verb=verb, action=action, close_href=place.page, words={**words, **own}
    )
