"""The panel of a round: added, edited, continued, deleted, printed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.kit.money import Money, total
from openlien.negotiation.rounds.actions import (
    RoundDraft,
    add_round,
    change_round,
    delete_round,
    draft_of,
)
from openlien.negotiation.rounds.models import Round
from openlien.negotiation.rounds.queries import RoundRow, read_round, round_row, round_to_continue
from openlien.settlement.queries.counterparties import Counterparty
from openlien.settlement.queries.people import opposing_firms, staff_choices

from ... import business_time
from ...access import page
from ...cases.forms import new_key
from ...cases.frame import frame, opened_case
from ..calculation.offer import offer_context
from ..confirm import confirmed
from ..page import named_payers, page_words
from ..panels import Panel, answered, text_of
from ..payers import PayerRow, payer_key, payer_lines, payer_rows
from ..place import Place, place_of
from ..ways import Kind, second_buttons, way_on
from .forms import RoundForm, texts_of
from .note_templates import with_template

form_page = require_http_methods(["GET", "HEAD", "POST"])


@page(Permission.SETTLEMENTS_EDIT)
@form_page
def new_round(request: HttpRequest, number: str) -> HttpResponse:
    """The panel for a new round, blank but for its day, its plaintiff and who negotiates."""
    place = place_of(request, number)
    actor = request.actor  # type: ignore[attr-defined]
    initial = RoundDraft(
        held_on=business_time.today(), plaintiff_id=place.plaintiff_id, negotiated_by_id=actor.user_id
    )
    words = page_words(request, number)
    form = _form(request, number, words, initial, own=None)

    def save() -> tuple[str, str]:
        row = add_round(
            actor,
            case_number=number,
            draft=form.draft(),
            today=business_time.today(),
            idempotency_key=form.cleaned_data["key"],
        )
        said = "Round added, with its settlement." if row.settlement_id else "Round added."
        return said, way_on(place, Kind.ROUND, row.id, then=request.POST.get("then", ""))

    panel = _panel(place, words, form, "Add negotiation", "Save", place.to("round_new"))
    return _noted(request, form, panel) or answered(request, form, save, panel)


@page(Permission.SETTLEMENTS_EDIT)
@require_safe
def continue_round(request: HttpRequest, number: str) -> HttpResponse:
    """The way to the most recent round, or to a new one where there is none yet."""
    place = place_of(request, number)
    row = round_to_continue(request.actor, number)  # type: ignore[attr-defined]
    return HttpResponseRedirect(place.to("round", row.id) if row else place.to("round_new"))


@page(Permission.SETTLEMENTS_EDIT)
@form_page
def edit_round(request: HttpRequest, number: str, round_id: UUID) -> HttpResponse:
    """The panel of a round with what is known of it."""
    place, row = place_of(request, number), _round(request, number, round_id)
    words = page_words(request, number)
    shown = _row_of(words, round_id)
    own = PayerRow(payer_key(row.coverage_id, row.party_id), Counterparty.from_json(row.counterparty))
    form = _form(request, number, words, draft_of(row), own=own, version=row.version)

    def save() -> tuple[str, str]:
        change_round(
            request.actor,  # type: ignore[attr-defined]
            round_id,
            form.draft(),
            version=form.cleaned_data["version"] or 0,
            today=business_time.today(),
        )
        way = way_on(place, Kind.ROUND, round_id, then=request.POST.get("then", ""))
        return "Round updated.", way

    def current() -> tuple[dict[str, str], int]:
        fresh = _round(request, number, round_id)
        return texts_of(draft_of(fresh)), fresh.version

    panel = _panel(place, words, form, "Edit negotiation", "Update", place.to("round", round_id))
    panel.words.update({"shown": shown, **offer_context(request, number, row.plaintiff_id, row.offer)})
    panel.words["settled_elsewhere"] = _settled_for(words, shown) if shown.differs else None
    noted = _noted(request, form, panel, round_id)
    return noted or answered(request, form, save, panel, current=current)


@page(Permission.SETTLEMENTS_EDIT)
@form_page
def remove_round(request: HttpRequest, number: str, round_id: UUID) -> HttpResponse:
    """Asks before a round is deleted; one with a linked settlement says what to delete first."""
    place = place_of(request, number)
    _round(request, number, round_id)
    words = page_words(request, number)
    shown = _row_of(words, round_id)
    linked = shown.settlement_id

    def delete(version: int) -> str:
        delete_round(request.actor, round_id, version=version)  # type: ignore[attr-defined]
        return "Round deleted."

    return confirmed(
        request,
        delete,
        words={
            **words,
            "title": "Delete this round?",
            "consequence": f"The round of {text_of(shown.held_on)} with"
            f" {shown.counterparty.name or 'nobody named'} leaves the table. This cannot be undone.",
            "obstacle": "A settlement is linked to this round; delete the settlement first."
            if linked
            else "",
            "obstacle_href": place.to("settlement_delete", linked) if linked else None,
            "obstacle_verb": "Delete the settlement",
            "verb": "Delete round",
            "version": shown.version,
            "action": place.to("round_delete", round_id),
            "close_href": place.page,
        },
    )


@page(Permission.SETTLEMENTS_VIEW)
@require_safe
def paper(request: HttpRequest, number: str, round_id: UUID) -> HttpResponse:
    """One round on a page of its own that prints."""
    place, case = place_of(request, number), opened_case(request, number, seen="Negotiation round, print")
    _round(request, number, round_id)
    row = round_row(request.actor, round_id)  # type: ignore[attr-defined]
    words = {
        **frame(request, case, "settlement"),
        "row": row,
        "with_lines": payer_lines(row.counterparty),
        "close_href": place.page,
    }
    return render(request, "settlement/rounds/paper.jinja", words)


@page(Permission.SETTLEMENTS_VIEW)
@require_safe
def firm_options(request: HttpRequest, number: str) -> HttpResponse:
    """The opposing law firms whose names hold the words `q`."""
    found = opposing_firms(request.actor, number, request.GET.get("q", ""))  # type: ignore[attr-defined]
    options = [{"value": str(id_), "label": name} for id_, name in found]
    return render(request, "search/options.jinja", {"options": options})


def _round(request: HttpRequest, number: str, round_id: UUID) -> Round:
    """The round, which has to be one of that case."""
    row = read_round(request.actor, round_id)  # type: ignore[attr-defined]
    if row.case.number != number:
        raise NotFound()
    return row


def _row_of(words: dict[str, Any], round_id: UUID) -> RoundRow:
    rows: list[RoundRow] = words["round_rows"]
    return next(row for row in rows if row.id == round_id)


def _settled_for(words: dict[str, Any], shown: RoundRow) -> Money:
    """What the settlement table says for the plaintiff of a round."""
    rows = words["settlement_rows"].rows
    return total(row.gross for row in rows if row.plaintiff_id == shown.plaintiff_id)


def _form(
    request: HttpRequest,
    number: str,
    words: dict[str, Any],
    draft: RoundDraft,
    *,
    own: PayerRow | None,
    version: int | None = None,
) -> RoundForm:
    actor = request.actor  # type: ignore[attr-defined]
    return RoundForm(
        request.POST or None,
        auto_id="f-%s",
        initial={**texts_of(draft), "key": new_key(), "version": version},
        actor=actor,
        case_number=number,
        payers=payer_rows(actor, number, named_payers(words), own),
        plaintiffs=[(str(id_), name) for id_, name in words["plaintiffs"]],
        staff=[(str(id_), name) for id_, name in staff_choices(actor)],
    )


def _panel(place: Place, words: dict[str, Any], form: RoundForm, title: str, verb: str, action: str) -> Panel:
    own_words = {
        "payers": form.payers,
        "firms_href": place.to("firms"),
        "second_buttons": second_buttons(verb),
        "shown": None,
        "settled_elsewhere": None,
        "offer_sum": None,
    }
    return Panel(
        template="settlement/rounds/panel.jinja",
        title=title,
        verb=verb,
        action=action,
        close_href=place.page,
        words={**words, **own_words},
    )


def _noted(
    request: HttpRequest, form: RoundForm, panel: Panel, round_id: UUID | None = None
) -> HttpResponse | None:
    """The panel again with the chosen template's wording in the note; None when another button was used."""
    if request.POST.get("then") != "note":
        return None
    note = with_template(
        request.actor,  # type: ignore[attr-defined]
        form.case_number,
        request.POST.get("note", ""),
        request.POST.get("note_template", ""),
        round_id=round_id,
    )
    fresh = request.POST.copy()
    fresh["note"], fresh["note_template"] = note, ""
    form.initial = {**form.initial, **fresh.dict()}
    form.is_bound, form.data = False, {}
    return render(request, panel.template, {**panel.words, "panel": panel, "form": form})
