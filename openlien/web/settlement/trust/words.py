"""What the pages of trust accounts share: frame, tabs, tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from openlien.identity.permissions import Permission
from openlien.kit.money import Money, total
from openlien.settlement.check_rules import CheckStatus, CheckType
from openlien.settlement.trust.queries import AccountHead, AccountRow, Book
from openlien.settlement.trust.three_way import Client, Entry

from ...jinja import url
from ...ledger.places import ledger_tabs
from ...sheets import Head, Line, Sheet, Sign

ACCOUNT_HEADS = (
    Head("Account"),
    Head("Bank"),
    Head("Book balance, $", "money"),
    Head("Cleared, $", "money"),
    Head("In transit, $", "money"),
    Head("Outstanding, $", "money"),
    Head("Clients", "count"),
    Head("Open bank lines", "count"),
    Head("Reconciled until"),
)
ENTRY_HEADS = (
    Head("Date", "date"),
    Head("Check"),
    Head("Payer or payee"),
    Head("Case"),
    Head("Plaintiff"),
    Head("Kind"),
    Head("In, $", "money"),
    Head("Out, $", "money"),
    Head("Balance, $", "money"),
    Head("State"),
)
ITEM_HEADS = (
    Head("Date", "date"),
    Head("Check"),
    Head("Payer or payee"),
    Head("Case"),
    Head("Plaintiff"),
    Head("Days", "count"),
    Head("Amount, $", "money"),
)
CLIENT_HEADS = (
    Head("Case"),
    Head("Plaintiff"),
    Head("Balance, $", "money"),
    Head("Of it cleared, $", "money"),
)
VIEWS = (
    ("ledger", "Ledger"),
    ("clients", "Client ledgers"),
    ("outstanding", "Outstanding"),
    ("bank", "Bank lines"),
    ("months", "Reconciliations"),
)


def books_tabs(request: HttpRequest) -> list[dict[str, Any]]:
    """The tabs of the books, where the reader has more than this one."""
    tabs = ledger_tabs(request)
    return tabs if len(tabs) > 1 else []


def frame(request: HttpRequest, account: AccountHead, view: str) -> dict[str, Any]:
    """What every page of an account shows: the account, its views, what the reader may do."""
    actor = request.actor  # type: ignore[attr-defined]
    return {
        "account": account,
        "views": [
            {"label": label, "href": url(f"trust:{name}", account.id), "current": name == view}
            for name, label in VIEWS
        ],
        "may_import": actor.may(Permission.TRUST_IMPORT),
        "may_reconcile": actor.may(Permission.TRUST_RECONCILE),
    }


def accounts_sheet(rows: Iterable[AccountRow]) -> Sheet:
    """Every account with what it holds."""
    return Sheet("Trust accounts", ACCOUNT_HEADS, [_account_line(row) for row in rows])


def entries_sheet(entries: Iterable[Entry], caption: str = "Ledger") -> Sheet:
    """Checks in the book with the balance after each."""
    return Sheet(caption, ENTRY_HEADS, [_entry_line(each) for each in entries])


def case_entries_sheet(entries: Iterable[Entry]) -> Sheet:
    """The checks of one case with the balance of the case after each."""
    heads = tuple(head for place, head in enumerate(ENTRY_HEADS) if place not in _OF_OTHER_CASES)
    lines = [
        Line(
            tuple(cell for place, cell in enumerate(_entry_line(each).cells) if place not in _OF_OTHER_CASES)
        )
        for each in entries
    ]
    return Sheet("Checks of the case", heads, lines)


# The case, which the page says above its table.
_OF_OTHER_CASES = (3,)


def items_sheet(entries: Iterable[Entry], caption: str, as_of: date) -> Sheet:
    """Checks that the bank does not have yet, with how long it takes."""
    lines = [
        Line(
            (
                each.entered_on,
                each.number,
                each.name,
                each.case_number,
                each.plaintiff,
                (as_of - each.entered_on).days,
                abs_amount(each),
            )
        )
        for each in entries
    ]
    return Sheet(caption, ITEM_HEADS, lines)


def clients_sheet(account_id: UUID, clients: Iterable[Client]) -> Sheet:
    """Client ledgers that hold money."""
    lines = [
        Line(
            (each.case_number, each.plaintiff, each.balance, each.cleared),
            href=url("trust:client", account_id, each.case_number),
        )
        for each in clients
    ]
    return Sheet("Client ledgers", CLIENT_HEADS, lines)


def abs_amount(each: Entry) -> Money:
    """The amount of a check without its direction."""
    return each.amount if each.amount > Money.zero else -each.amount


def sum_of(entries: Iterable[Entry]) -> Money:
    """The amounts of checks together, without their direction."""
    return total(abs_amount(each) for each in entries)


def book_words(book: Book) -> dict[str, Any]:
    """The figures above the ledger."""
    return {
        "book": book,
        "in_transit": sum_of(book.in_transit),
        "outstanding": sum_of(book.outstanding),
        "cleared": book.balance - sum_of(book.in_transit) + sum_of(book.outstanding),
    }


def _account_line(row: AccountRow) -> Line:
    until = f"{row.reconciled_until:%B %Y}" if row.reconciled_until else "not yet"
    name = row.account.name if row.account.is_active else f"{row.account.name} (closed)"
    figures = (row.book, row.cleared, row.in_transit, row.outstanding, row.clients, row.open_lines)
    return Line((name, row.account.words, *figures, until), href=url("trust:ledger", row.account.id))


def _entry_line(each: Entry) -> Line:
    came_in = each.amount > Money.zero
    return Line(
        (
            each.entered_on,
            each.number,
            each.name,
            each.case_number,
            each.plaintiff,
            CheckType(each.type).label,
            each.amount if came_in else None,
            None if came_in else -each.amount,
            each.balance,
            _state(each),
        )
    )


def _state(each: Entry) -> Sign:
    if each.bank_on is not None:
        return Sign("On statement", "settled")
    if each.status == CheckStatus.CLEARED:
        return Sign("Cleared", "settled")
    return Sign(CheckStatus(each.status).label, "pending")
