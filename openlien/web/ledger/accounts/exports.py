"""Downloads of what the pages of the case accounts show."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.ledger.queries.account_lines import LIMIT_MAX, PostedLine, posted_lines
from openlien.ledger.queries.account_read import CaseAccountRecord, read_account
from openlien.ledger.queries.accounts import account_totals, all_accounts

from ... import business_time
from ...access import page
from ...seen import shows
from ...sheets import Head, Line, Sheet, exported
from .columns import NUMBER_HEAD, chosen_columns
from .list_state import ListState, read_state

ENTRY_HEADS = (
    Head("Posted", "date"),
    Head("Journal"),
    Head("Account"),
    Head("Account name"),
    Head("Type"),
    Head("Description"),
    Head("Reference"),
    Head("Debit, $", "money"),
    Head("Credit, $", "money"),
    Head("Balance, debits less credits, $", "money"),
)


@page(Permission.LEDGER_VIEW)
def accounts_csv(request: HttpRequest) -> HttpResponseBase:
    """Every case account of the list as CSV, in its order and with its columns."""
    return _accounts(request, "csv")


@page(Permission.LEDGER_VIEW)
def accounts_xlsx(request: HttpRequest) -> HttpResponseBase:
    """Every case account of the list as a workbook, in its order and with its columns."""
    return _accounts(request, "xlsx")


@page(Permission.LEDGER_VIEW)
def entries_csv(request: HttpRequest, number: str) -> HttpResponseBase:
    """Every posted line of one case account as CSV."""
    actor = request.actor  # type: ignore[attr-defined]
    account = read_account(actor, number, as_of=business_time.today())
    lines = list(_every_line(actor, account))
    shows(request, "Case account entries export", case_number=account.case_number, rows=max(1, len(lines)))
    rows = (Line(_entry(line)) for line in lines)
    return exported(Sheet("Entries", ENTRY_HEADS, rows), "csv", name=f"{number}-entries")


def _accounts(request: HttpRequest, form: str) -> HttpResponseBase:
    actor, today = request.actor, business_time.today()  # type: ignore[attr-defined]
    state = read_state(request.GET)
    shows(request, "Case accounts export", rows=account_totals(actor, state.filter, as_of=today).accounts)
    columns = chosen_columns(state.columns)
    heads = (NUMBER_HEAD, *(column.head for column in columns))
    sheet = Sheet("Case accounts", heads, _lines(actor, state))
    return exported(sheet, form, name=f"case-accounts-{today:%Y-%m-%d}")


def _lines(actor: Actor, state: ListState) -> Iterator[Line]:
    columns = chosen_columns(state.columns)
    for row in all_accounts(actor, state.filter, state.order, as_of=business_time.today()):
        yield Line((row.number, *(column.value(row) for column in columns)))


def _every_line(actor: Actor, account: CaseAccountRecord) -> Iterator[PostedLine]:
    cursor: str | None = ""
    while cursor is not None:
        found = posted_lines(actor, account, after=cursor, limit=LIMIT_MAX)
        yield from found.rows
        cursor = found.next_cursor


def _entry(line: PostedLine) -> tuple[object, ...]:
    return (
        line.posting_on,
        line.number,
        line.account,
        line.account_name,
        line.type.label,
        line.description,
        line.reference,
        line.debit,
        line.credit,
        line.balance,
    )
