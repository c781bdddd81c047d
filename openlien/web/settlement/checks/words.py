"""What the open settlement shows: its release track, and its checks with their running balance."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.kit.money import Money
from openlien.settlement.check_rules import CheckStatus
from openlien.settlement.queries.tables import CheckRow, check_table, read_settlement, settlement_row

from ... import business_time
from ...jinja import amount, url
from ..place import Place
from ..settlements.track import release_track

COLUMNS = (
    {"key": "pick", "label": "Choose"},
    {"key": "direction", "label": "In or out"},
    {"key": "drawn_on", "label": "Date", "kind": "date"},
    {"key": "amount", "label": "Amount, $", "kind": "money"},
    {"key": "balance", "label": "Balance, $", "kind": "money"},
    {"key": "status", "label": "Status"},
    {"key": "number", "label": "Check #"},
    {"key": "payee", "label": "Payee"},
    {"key": "custom_payee", "label": "Custom payee"},
    {"key": "debit", "label": "Debit (in), $", "kind": "money"},
    {"key": "credit", "label": "Credit (out), $", "kind": "money"},
    {"key": "type", "label": "Type"},
    {"key": "mailed_on", "label": "Mailed", "kind": "date"},
    {"key": "expires_on", "label": "Expiration", "kind": "date"},
    {"key": "received_on", "label": "Received", "kind": "date"},
    {"key": "comments", "label": "Comments"},
    {"key": "action", "label": "Action", "kind": "actions"},
)
FAMILIES = {
    CheckStatus.HOLD: "pending",
    CheckStatus.REVIEW: "pending",
    CheckStatus.PRINT: "active",
    CheckStatus.ISSUE: "active",
    CheckStatus.PENDING: "early",
    CheckStatus.PRINTED: "active",
    CheckStatus.DEPOSITED: "active",
    CheckStatus.CLEARED: "settled",
    CheckStatus.VOID: "neutral",
}


def opened_words(actor: Actor, place: Place, opened: UUID | None, *, may_edit: bool) -> dict[str, Any]:
    """The checks of the settlement that is open; nothing where none is."""
    if opened is None:
        return {"opened": None}
    settlement, row, table = (
        read_settlement(actor, opened),
        settlement_row(actor, opened),
        check_table(actor, opened),
    )
    here = place.opening(str(opened))
    columns = [column for column in COLUMNS if may_edit or column["key"] not in ("pick", "action")]
    return {
        "opened": {
            "row": row,
            "table": table,
            "columns": columns,
            "checks": [_line(here, each, may_edit=may_edit) for each in table.rows],
            "sums": {
                columns[0]["key"]: "Total",
                "balance": table.balance,
                "debit": table.debit,
                "credit": table.credit,
            },
            "track": release_track(settlement, row.received, today=business_time.today()),
            "expires_on": settlement.expires_on,
            "statuses": _statuses(table.rows),
            "statuses_href": here.to("check_statuses", opened),
            "new_href": here.to("check_new"),
            "distribution_href": here.to("check_distribution"),
            "fee_href": here.to("fee_new", opened),
            "files": {form: here.to("checks_file", opened, form) for form in ("csv", "xlsx")},
            "has_account": settlement.escrow_account_id is not None,
            "edit_href": here.to("settlement", opened),
            "calculation_href": url("calculation:page", place.number, query={"settlement": opened}),
        }
    }


def _line(place: Place, row: CheckRow, *, may_edit: bool) -> dict[str, Any]:
    menu = [
        {"label": "Edit", "symbol": "edit", "href": place.to("check", row.id)},
        {"label": "Delete", "symbol": "trash", "href": place.to("check_delete", row.id)},
    ]
    return {
        "row": row,
        "is_in": row.debit is not None,
        "family": FAMILIES[row.status],
        "is_expired": is_expired(row, business_time.today()),
        "href": place.to("check", row.id) if may_edit else None,
        "name": _name(row),
        "lines": [(name, amount(Money(part))) for name, part in row.lines],
        "menu": menu if may_edit else [],
    }


def is_expired(row: CheckRow, today: date) -> bool:
    """Whether the day passed until which a check is good, and it neither cleared nor was voided."""
    is_over = row.status in (CheckStatus.CLEARED, CheckStatus.VOID)
    return row.expires_on is not None and row.expires_on < today and not is_over


def _name(row: CheckRow) -> str:
    """What a screen reader hears of a row when it is chosen."""
    number = f"check {row.number}" if row.number else "check without a number"
    return f"{number} for {row.amount.amount:,}, {row.status.label.lower()}"


def _statuses(rows: tuple[CheckRow, ...]) -> list[tuple[str, str]]:
    """The statuses that any of the checks may get next, in their order."""
    wanted = {status for row in rows for status in row.next_statuses}
    return [(each.value, each.label) for each in CheckStatus if each in wanted]
