"""The answers to edits: which rows are new, what to say, what was refused and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string

from openlien.cases.queries import CaseHead
from openlien.kit.errors import DomainError, StaleVersion
from openlien.kit.money import Money
from openlien.negotiation.actions import BillEdit, Outcome
from openlien.negotiation.errors import EditsRefused
from openlien.payments.queries.bills_grid import GridLine

from ...jinja import amount, money, percent, plural
from .desk_page import Desk, read_again
from .tiles import tiles_of


def saved(request: HttpRequest, case: CaseHead, outcome: Outcome) -> JsonResponse:
    """What an edit changed: its rows, the tiles, one sentence, whether it can be taken back."""
    desk = read_again(request, case)
    touched = {row.bill_id for row in outcome.rows}
    return JsonResponse(
        {
            **shown(request, desk, touched),
            "said": _said(outcome, desk),
            "undo": bool(outcome.changed),
        }
    )


def undone(request: HttpRequest, case: CaseHead, bill_ids: Iterable[UUID]) -> JsonResponse:
    """What was set back."""
    touched = set(bill_ids)
    said = f"Undone. {plural(len(touched), 'offer')} set back."
    return JsonResponse({**shown(request, read_again(request, case), touched), "said": said, "undo": False})


def refused(request: HttpRequest, case: CaseHead, edits: list[BillEdit], reason: DomainError) -> JsonResponse:
    """Why nothing was saved, by bill, with the rows as they are now."""
    desk = read_again(request, case)
    by_bill = {line.bill_id: line for line in desk.grid.lines}
    entries = {edit.bill_id: edit.entry for edit in edits}
    problems = [
        _problem(by_bill[bill_id], entries[bill_id], sentence, is_stale=is_stale)
        for bill_id, sentence, is_stale in _refusals(edits, reason)
        if bill_id in by_bill
    ]
    answer = {
        **shown(request, desk, {UUID(problem["bill"]) for problem in problems}),
        "said": with_not_saved(reason.sentence),
        "problems": problems,
    }
    return JsonResponse(answer, status=reason.status)


def shown(request: HttpRequest, desk: Desk, bill_ids: set[UUID]) -> dict[str, Any]:
    """The rows of these bills and the tiles, as markup."""
    tiles = render_to_string("negotiation/desk/tiles.jinja", tiles_context(desk), request)
    rows = {
        str(line.bill_id): desk.writer.row(line, None) for line in desk.grid.lines if line.bill_id in bill_ids
    }
    return {"rows": rows, "tiles": tiles}


def tiles_context(desk: Desk) -> dict[str, Any]:
    """What the tiles show in an answer; the firm's average does not change with an offer, so it stays."""
    return {"tiles": tiles_of(desk.grid, shows_cost=desk.shows_cost), "firm_ror": None}


def with_not_saved(sentence: str) -> str:
    """The sentence of a refusal, which begins by saying that nothing was saved."""
    return sentence if sentence.startswith(("Not ", "Nothing ")) else f"Not saved. {sentence}"


def _refusals(edits: list[BillEdit], reason: DomainError) -> list[tuple[UUID, str, bool]]:
    if isinstance(reason, EditsRefused):
        return [
            (row["billId"], row["sentence"], row["code"] == "bill_offer_stale")
            for row in reason.fields.get("rows", [])
        ]
    return [(edit.bill_id, reason.sentence, isinstance(reason, StaleVersion)) for edit in edits]


def _problem(line: GridLine, entry: str, sentence: str, *, is_stale: bool) -> dict[str, Any]:
    if is_stale:
        who = line.offer_set_by or "Somebody"
        typed = f"You typed {entry}." if entry else "You cleared it."
        did = "cleared this" if line.offer is None else f"set this to {amount(line.offer)}"
        sentence = f"{who} {did} while you were editing. {typed}"
    else:
        sentence = with_not_saved(sentence)
    return {
        "bill": str(line.bill_id),
        "sentence": sentence,
        "entry": entry,
        "stale": is_stale,
        "theirs": amount(line.offer),
    }


def _said(outcome: Outcome, desk: Desk) -> str:
    if len(outcome.rows) > 1:
        return _said_of_many(outcome)
    (row,) = outcome.rows
    line = next(line for line in desk.grid.lines if line.bill_id == row.bill_id)
    name = line.facility or line.number
    if not outcome.changed:
        return f"Offer on {name} is {money(row.after)} already" if row.after else f"{name} has no offer"
    return (
        f"Offer on {name} set to {money(row.after)}" if row.after is not None else f"Offer on {name} cleared"
    )


def _said_of_many(outcome: Outcome) -> str:
    if not outcome.changed:
        return "Nothing to change: the offers are what you asked for."
    return f"{plural(outcome.changed, 'offer')} set: {money(outcome.before)} to {money(outcome.after)}"


def preview_words(outcome: Outcome) -> str:
    """What a bulk edit would do, in one line: bills, offers before and after, the return of the case."""
    before, after = (_sum(row.before for row in outcome.rows), _sum(row.after for row in outcome.rows))
    words = f"{plural(len(outcome.rows), 'bill')}: {amount(before)} to {amount(after)}"
    if outcome.ror_after is not None:
        words += f", ROR {percent(outcome.ror_after)}"
    return words


def _sum(amounts: Iterable[Money | None]) -> Money:
    return Money.from_cents(sum(each.cents for each in amounts if each is not None))
