"""Rounds, settlements, checks and liens as files: the columns of their tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from openlien.identity.permissions import Permission
from openlien.negotiation.rounds.queries import RoundRow, round_table
from openlien.settlement.queries.counterparties import Counterparty
from openlien.settlement.queries.reductions import lien_rows, list_reductions
from openlien.settlement.queries.tables import (
    MULTIPLE_DATES,
    CheckRow,
    Dated,
    SettlementRow,
    check_table,
    settlement_table,
)

from ..access import page
from ..cases.frame import opened_case
from ..seen import shows
from ..sheets import Head, Line, Sheet, Value, exported
from .checks.words import COLUMNS as CHECK_COLUMNS
from .liens.queue_views import ROWS_MAX, shown_status
from .liens.words import lien_sheet, queue_sheet
from .payers import payer_lines
from .place import place_of
from .rounds.words import COLUMNS as ROUND_COLUMNS
from .rounds.words import concerns
from .settlements.views import settlement_of
from .settlements.words import COLUMNS as SETTLEMENT_COLUMNS

# What only a page has: the box that ticks a row, the sign that opens it, its menu.
_OF_THE_PAGE = ("open", "pick", "action")
_DETAILS = Head("Details")


@page(Permission.SETTLEMENTS_VIEW)
@require_safe
def rounds_file(request: HttpRequest, number: str, form: str) -> HttpResponseBase:
    """The rounds of the plaintiff that is shown, the latest first."""
    opened_case(request, number, seen="Negotiation rounds, export")
    place = place_of(request, number)
    rows = [
        row
        for row in round_table(request.actor, number)  # type: ignore[attr-defined]
        if place.plaintiff_id is None or concerns(row, place)
    ]
    return exported(rounds_sheet(reversed(rows)), form, name=f"negotiations-{number.lower()}")


@page(Permission.SETTLEMENTS_VIEW)
@require_safe
def settlements_file(request: HttpRequest, number: str, form: str) -> HttpResponseBase:
    """The settlements of a case."""
    opened_case(request, number, seen="Settlements, export")
    rows = settlement_table(request.actor, number).rows  # type: ignore[attr-defined]
    return exported(settlements_sheet(rows), form, name=f"settlements-{number.lower()}")


@page(Permission.SETTLEMENTS_VIEW)
@require_safe
def checks_file(request: HttpRequest, number: str, settlement_id: UUID, form: str) -> HttpResponseBase:
    """The checks of a settlement with their running balance."""
    settlement_of(request, number, settlement_id)
    opened_case(request, number, seen="Checks of a settlement, export")
    rows = check_table(request.actor, settlement_id).rows  # type: ignore[attr-defined]
    return exported(checks_sheet(rows), form, name=f"checks-{number.lower()}")


@page(Permission.SETTLEMENTS_VIEW)
@require_safe
def liens_file(request: HttpRequest, number: str, form: str) -> HttpResponseBase:
    """The liens of a case with everything that is known of them."""
    opened_case(request, number, seen="Liens of a case, export")
    rows = lien_rows(request.actor, number)  # type: ignore[attr-defined]
    return exported(lien_sheet(rows), form, name=f"liens-{number.lower()}")


@page(Permission.SETTLEMENTS_VIEW)
@require_safe
def reductions_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The reductions that the queue shows."""
    status = shown_status(request)
    rows, _ = list_reductions(request.actor, status=status, rows_max=ROWS_MAX)  # type: ignore[attr-defined]
    shows(request, "Reductions of liens, export", rows=len(rows))
    return exported(queue_sheet(rows), form, name="reductions")


def rounds_sheet(rows: Iterable[RoundRow]) -> Sheet:
    """Return the negotiation table as its export holds it."""
    return _sheet("Negotiations", ROUND_COLUMNS, [_round_cells(row) for row in rows])


def settlements_sheet(rows: Iterable[SettlementRow]) -> Sheet:
    """Return the settlement table as its export holds it; the day of an amount has a column of its own."""
    return _sheet("Settlements", SETTLEMENT_COLUMNS, [_settlement_cells(row) for row in rows])


def checks_sheet(rows: Iterable[CheckRow]) -> Sheet:
    """Return the checks of a settlement as their export holds them."""
    return _sheet("Checks", CHECK_COLUMNS, [_check_cells(row) for row in rows])


_AFTER: dict[str, tuple[Head, ...]] = {
    "with": (_DETAILS,),
    "received": (Head("Received on"),),
    "fee_recorded": (Head("Fee recorded on"),),
    "distributed": (Head("Distributed on"),),
}


def _sheet(
    caption: str, columns: Sequence[Mapping[str, str]], rows: Iterable[dict[str, tuple[Value, ...]]]
) -> Sheet:
    """The table of a page without what only the page has; a column may bring others with it."""
    kept = [column for column in columns if column["key"] not in _OF_THE_PAGE]
    heads = tuple(
        head
        for column in kept
        for head in (Head(column["label"], column.get("kind", "text")), *_AFTER.get(column["key"], ()))
    )
    lines = [Line(tuple(cell for column in kept for cell in row[column["key"]])) for row in rows]
    return Sheet(caption, heads, lines)


def _round_cells(row: RoundRow) -> dict[str, tuple[Value, ...]]:
    copied = ("held_on", "plaintiff", "negotiated_by", "demand", "offer", "authorized", "settlement", "note")
    return {**{name: (getattr(row, name),) for name in copied}, "with": _with(row.counterparty)}


def _settlement_cells(row: SettlementRow) -> dict[str, tuple[Value, ...]]:
    copied = ("settled_on", "plaintiff", "settled_by", "gross", "type", "escrow_account", "comments")
    return {
        **{name: (getattr(row, name),) for name in copied},
        "with": _with(row.counterparty),
        "firm_fee": (row.firm_fee_shown,),
        "received": _dated(row.received),
        "fee_recorded": _dated(row.fee_recorded),
        "distributed": _dated(row.distributed),
    }


def _check_cells(row: CheckRow) -> dict[str, tuple[Value, ...]]:
    copied = (
        *("drawn_on", "amount", "balance", "number", "payee", "custom_payee", "debit", "credit"),
        *("mailed_on", "expires_on", "received_on", "comments"),
    )
    words = {"direction": (row.direction.label,), "status": (row.status.label,), "type": (row.type.label,)}
    return {**{name: (getattr(row, name),) for name in copied}, **words}


def _with(who: Counterparty) -> tuple[Value, ...]:
    return who.name, "; ".join(payer_lines(who))


def _dated(part: Dated) -> tuple[Value, ...]:
    if part.is_multiple:
        return part.amount, MULTIPLE_DATES
    return part.amount, part.on.isoformat() if part.on else ""
