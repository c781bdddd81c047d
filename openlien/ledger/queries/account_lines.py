"""What stands on one case account: its T-account, its posted lines, its transactions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Generic, NamedTuple, TypeVar

from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money, total
from openlien.kit.sql import fetch_all, load

from ..vocabulary import EntryType, Side
from .account_filter import BadCursor, LimitOutOfBounds
from .account_read import CaseAccountRecord

Row = TypeVar("Row")

PAGE_LINES = 50
LIMIT_MAX = 200
SERIAL_DIGITS_MAX = 18


class SideLine(NamedTuple):
    """One amount on one side of a T-account: the sum of all lines of a type of entry."""

    type: EntryType
    amount: Money


@dataclass(frozen=True, slots=True)
class TAccount:
    """One account of the chart as this case account has moved it: debits left, credits right."""

    number: str
    name: str
    normal_side: Side
    debits: tuple[SideLine, ...]
    credits: tuple[SideLine, ...]
    lines: int

    @property
    def debit(self) -> Money:
        """The sum of the left side."""
        return total(line.amount for line in self.debits)

    @property
    def credit(self) -> Money:
        """The sum of the right side."""
        return total(line.amount for line in self.credits)

    @property
    def balance(self) -> Money:
        """Debits less credits."""
        return self.debit - self.credit


@dataclass(frozen=True, slots=True)
class PostedLine:
    """One line of the books on this case account; `balance` is that of its own account of the chart after it.

    *Units*: USD; a balance is debits less credits.
    """

    number: str
    line_number: int
    posting_on: date
    entry_on: date
    type: EntryType
    description: str
    reference: str
    account: str
    account_name: str
    debit: Money
    credit: Money
    balance: Money
    is_reversal: bool
    is_reversed: bool


@dataclass(frozen=True, slots=True)
class Transaction:
    """What one event did to the case account; without `number` it is a memo, which moves no account."""

    id: int
    occurred_on: date
    event: str
    description: str
    retail: Money
    contracted: Money
    reduction: Money
    payment: Money
    refund_due: Money
    refund_paid: Money
    cost_written_off: Money
    lien_written_off: Money
    is_cost_unknown: bool
    recorded_at: datetime
    recorded_by: str
    number: str | None
    cost_balance: Money
    lien_balance: Money

    @property
    def what(self) -> str:
        """The event in words: PaymentReceived is "Payment received"."""
        words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in self.event)
        return words.strip().capitalize()


@dataclass(frozen=True, slots=True)
class LinePage(Generic[Row]):
    """One page of rows, newest first, how many there are in all, and what to ask for the next page with."""

    rows: tuple[Row, ...]
    total: int
    next_cursor: str | None


def t_accounts(actor: Actor, account: CaseAccountRecord) -> list[TAccount]:
    """One T-account for each account of the chart that the case account has moved, by number.

    *Raises*: Forbidden.
    """
    actor.require(Permission.LEDGER_VIEW)
    rows = fetch_all(load("openlien.ledger", "account_sides"), {"account": account.id})
    return [_t_account(list(group)) for _, group in groupby(rows, key=lambda row: row.number)]


def posted_lines(
    actor: Actor,
    account: CaseAccountRecord,
    *,
    gl_account: str = "",
    after: str = "",
    limit: int = PAGE_LINES,
) -> LinePage[PostedLine]:
    """The posted lines of the case account, of one account of the chart when it is named.

    *Raises*: Forbidden, LimitOutOfBounds, BadCursor.
    """
    params = {"gl_account": gl_account, "after": after}
    rows = _page(actor, account, "account_entries", params, limit=limit, after=after)
    return _answer([_line(row) for row in rows], rows, limit, lambda row: f"{row.number}.{row.line_number}")


def transactions(
    actor: Actor, account: CaseAccountRecord, *, after: str = "", limit: int = PAGE_LINES
) -> LinePage[Transaction]:
    """The transactions of the case account with the balances after each.

    *Raises*: Forbidden, LimitOutOfBounds, BadCursor.
    """
    if after and not (after.isascii() and after.isdigit() and len(after) <= SERIAL_DIGITS_MAX):
        raise BadCursor()
    rows = _page(actor, account, "account_transactions", {"after": int(after or 0)}, limit=limit, after=after)
    return _answer([_transaction(row) for row in rows], rows, limit, lambda row: str(row.id))


def _page(
    actor: Actor, account: CaseAccountRecord, name: str, params: dict[str, Any], *, limit: int, after: str
) -> list[Any]:
    actor.require(Permission.LEDGER_VIEW)
    if not 1 <= limit <= LIMIT_MAX:
        raise LimitOutOfBounds(limit=limit)
    if "\x00" in after or "\x00" in str(params.get("gl_account", "")):
        raise BadCursor()
    statement = load("openlien.ledger", name)
    rows = fetch_all(statement, {"account": account.id, "limit": limit + 1, **params})
    # A cursor is given only where more rows follow.
    if after and not rows:
        raise BadCursor()
    return rows


def _answer(read: list[Any], rows: list[Any], limit: int, cursor_of: Any) -> LinePage[Any]:
    return LinePage(
        rows=tuple(read[:limit]),
        total=rows[0].total if rows else 0,
        next_cursor=cursor_of(rows[limit - 1]) if len(rows) > limit else None,
    )


def _t_account(rows: list[Any]) -> TAccount:
    def side(name: str) -> tuple[SideLine, ...]:
        amounts = [SideLine(EntryType(row.type), Money(getattr(row, name))) for row in rows]
        return tuple(line for line in amounts if line.amount)

    return TAccount(
        number=rows[0].number,
        name=rows[0].name,
        normal_side=Side(rows[0].normal_side),
        debits=side("debit"),
        credits=side("credit"),
        lines=sum(row.lines for row in rows),
    )


def _line(row: Any) -> PostedLine:
    return PostedLine(
        number=row.number,
        line_number=row.line_number,
        posting_on=row.posting_on,
        entry_on=row.entry_on,
        type=EntryType(row.type),
        description=row.line_description or row.description,
        reference=row.reference,
        account=row.account,
        account_name=row.account_name,
        debit=Money(row.debit),
        credit=Money(row.credit),
        balance=Money(row.balance),
        is_reversal=row.is_reversal,
        is_reversed=row.is_reversed,
    )


_AMOUNTS = (
    "retail",
    "contracted",
    "reduction",
    "payment",
    "refund_due",
    "refund_paid",
    "cost_written_off",
    "lien_written_off",
    "cost_balance",
    "lien_balance",
)


def _transaction(row: Any) -> Transaction:
    return Transaction(
        id=row.id,
        occurred_on=row.occurred_on,
        event=row.event,
        description=row.description,
        is_cost_unknown=row.is_cost_unknown,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        number=row.number,
        **{name: Money(getattr(row, name)) for name in _AMOUNTS},
    )
