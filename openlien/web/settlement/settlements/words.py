"""What the settlement table shows: its rows with their menus, its sums, and which row is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from openlien.settlement.queries.tables import MULTIPLE_DATES, Dated, SettlementRow, SettlementTable

from ...jinja import date_iso
from ..payers import payer_lines
from ..place import NONE_OPEN, Place
from ..ways import Kind, menu_of

COLUMNS = (
    {"key": "open", "label": "Checks"},
    {"key": "settled_on", "label": "Date", "kind": "date"},
    {"key": "plaintiff", "label": "Plaintiff"},
    {"key": "settled_by", "label": "Settled by"},
    {"key": "with", "label": "Settlement with"},
    {"key": "gross", "label": "Settlement, $", "kind": "money"},
    {"key": "received", "label": "Amount received, $", "kind": "money"},
    {"key": "type", "label": "Type"},
    {"key": "firm_fee", "label": "Firm fee, $", "kind": "money"},
    {"key": "fee_recorded", "label": "Fee recorded, $", "kind": "money"},
    {"key": "distributed", "label": "Amount distributed, $", "kind": "money"},
    {"key": "escrow_account", "label": "Escrow account"},
    {"key": "comments", "label": "Comments"},
    {"key": "action", "label": "Action", "kind": "actions"},
)
SUMS = ("gross", "received", "firm_fee", "fee_recorded", "distributed")


def settlements_words(
    place: Place, table: SettlementTable, opened: UUID | None, *, may_edit: bool
) -> dict[str, Any]:
    """The settlements of a case by date, of whatever plaintiff, with the sums over all of them."""
    return {
        "settlement_columns": COLUMNS,
        "settlements": [_line(place, row, opened, may_edit=may_edit) for row in table.rows],
        "settlements_files": {form: place.to("settlements_file", form) for form in ("csv", "xlsx")},
        "settlement_sums": {name: getattr(table, name) for name in SUMS},
    }


def day_words(part: Dated, written: Callable[[date], str] = date_iso) -> str:
    """The one day of an amount, or that there are several; blank where nothing came."""
    if part.is_multiple:
        return MULTIPLE_DATES
    return written(part.on) if part.on else ""


def _line(place: Place, row: SettlementRow, opened: UUID | None, *, may_edit: bool) -> dict[str, Any]:
    is_open = row.id == opened
    return {
        "row": row,
        "is_open": is_open,
        "toggle_href": place.opening(NONE_OPEN if is_open else str(row.id)).page,
        "href": place.to("settlement", row.id) if may_edit else None,
        "with": row.counterparty.name,
        "with_lines": payer_lines(row.counterparty),
        "received_on": day_words(row.received),
        "fee_recorded_on": day_words(row.fee_recorded),
        "distributed_on": day_words(row.distributed),
        "menu": menu_of(place, Kind.SETTLEMENT, row.id, may_edit=may_edit),
    }
