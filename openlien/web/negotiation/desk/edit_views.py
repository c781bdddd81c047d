"""Edits of offers in the grid: set one or many, see beforehand what that does, take it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_POST

from openlien.cases.queries import CaseHead, read_case
from openlien.identity.permissions import Permission
from openlien.kit.errors import DomainError, Forbidden, NotFound
from openlien.negotiation.actions import BillEdit, preview_offers, set_offer, set_offers, undo_offers

from ... import business_time
from ...access import page
from ...jinja import plural, url
from ...sent_forms import sent_key
from .answers import preview_words, refused, saved, undone, with_not_saved
from .sent_edits import EditsNotRead, read_edits, spread_of


@page(Permission.OFFERS_MAKE)
@require_POST
def set_bill_offers(request: HttpRequest, number: str) -> HttpResponse:
    """Sets what was typed for one bill or many; the answer holds the new rows, or why nothing was saved."""
    case, edits = _case(request, number), read_edits(request.POST)
    try:
        outcome = _write(request, case, edits)
    except (Forbidden, NotFound, EditsNotRead):
        raise
    except DomainError as reason:
        return refused(request, case, edits, reason)
    return saved(request, case, outcome)


@page(Permission.OFFERS_MAKE)
@require_POST
def preview_bill_offers(request: HttpRequest, number: str) -> HttpResponse:
    """What a bulk edit would do, in one line; nothing is saved."""
    case = _case(request, number)
    try:
        edits = read_edits(request.POST)
        outcome = preview_offers(
            request.actor,  # type: ignore[attr-defined]
            case_number=case.number,
            edits=edits,
            today=business_time.today(),
            spread=spread_of(request.POST, edits),
        )
    except (Forbidden, NotFound):
        raise
    except DomainError as reason:
        return JsonResponse({"wrong": reason.sentence.removeprefix("Not saved. ")}, status=reason.status)
    if outcome.refused:
        first, many = outcome.refused[0], len(outcome.refused)
        where = f"{many} of {len(outcome.rows)} cannot be set. " if len(outcome.rows) > 1 else ""
        sentence = first.refusal.sentence if first.refusal else ""
        return JsonResponse({"wrong": where + sentence.removeprefix("Not saved. ")}, status=422)
    return JsonResponse({"words": preview_words(outcome)})


@page(Permission.OFFERS_MAKE)
@require_POST
def undo_bill_offers(request: HttpRequest, number: str) -> HttpResponse:
    """Takes back what this person did last to the offers of the case."""
    case = _case(request, number)
    try:
        made = undo_offers(request.actor, case_number=number)  # type: ignore[attr-defined]
    except (Forbidden, NotFound):
        raise
    except DomainError as reason:
        return JsonResponse({"said": with_not_saved(reason.sentence), "problems": []}, status=reason.status)
    return undone(request, case, [change.bill_id for change in made.changes.all()])


@page(Permission.OFFERS_MAKE)
@require_POST
def undo_from_message(request: HttpRequest, number: str) -> HttpResponse:
    """The same without a grid that waits for rows: back to the desk, with a message."""
    try:
        made = undo_offers(request.actor, case_number=number)  # type: ignore[attr-defined]
        messages.success(request, f"Undone. {plural(made.changes.count(), 'offer')} set back.")
    except (Forbidden, NotFound):
        raise
    except DomainError as reason:
        messages.error(request, with_not_saved(reason.sentence))
    return HttpResponseRedirect(url("cases:negotiation", number))


def _case(request: HttpRequest, number: str) -> CaseHead:
    """The case; what an edit answers with was on the screen before, and the edit itself leaves its trace."""
    return read_case(request.actor, number)  # type: ignore[attr-defined]


def _write(request: HttpRequest, case: CaseHead, edits: list[BillEdit]):  # type: ignore[no-untyped-def]
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    key = sent_key(request.POST)
    spread = spread_of(request.POST, edits)
    if len(edits) == 1 and spread is None:
        return set_offer(actor, case_number=case.number, edit=edits[0], today=today, idempotency_key=key)
    return set_offers(
        actor, case_number=case.number, edits=edits, today=today, spread=spread, idempotency_key=key
    )
