"""The lines behind an account's balance: a page at a time with a running balance, over any span of days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from openlien.identity.actor import Actor
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, fetch_one, load

from ..vocabulary import Side
from .chart import ChartAccount, chart_account

PAGE_LINES = 50
LIMIT_MAX = 200
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
_CURSOR = re.compile(r"(\d{4}-\d\d-\d\d)_([0-9a-f-]{36})_(\d{1,9})", re.ASCII)


@dataclass(frozen=True)
class AccountLine:
    """One line of an account; `balance` is what stood on the account after it, on its normal side."""

    posting_on: date
    posting_id: UUID
    line_number: int
    journal_number: str
    type: str
    description: str
    reference: str
    case_number: str | None
    cost_center: str
    department: str
    debit: Money
    credit: Money
    balance: Money


@dataclass(frozen=True)
class AccountLines:
    """One page of an account's lines, the newest first, with what the whole span moved."""

    account: ChartAccount
    since: date | None
    until: date | None
    opening: Money
    debits: Money
    credits: Money
    closing: Money
    total: int
    items: list[AccountLine]
    next_cursor: str | None


def lines_of_account(
    actor: Actor,
    number: str,
    *,
    today: date,
    since: date | None = None,
    until: date | None = None,
    cursor: str = "",
    limit: int = PAGE_LINES,
) -> AccountLines:
    """The lines that make the account's balance, the newest first; the span is inclusive.

    *Raises*: Forbidden, UnknownChartAccount.
    """
    account = chart_account(actor, number, as_of=today)
    span = {"number": number, "since": since or FIRST_DAY, "until": until or LAST_DAY}
    moved: Any = fetch_one(load("openlien.ledger", "account_turnover"), span)
    place = _place(cursor)
    rows = fetch_all(load("openlien.ledger", "lines_of_account"), {**span, **place, "limit": limit + 1})
    closing = moved.before_cents + moved.debit_cents - moved.credit_cents
    start = closing - _moved_after(span, place) if place["after_day"] else closing
    sign = 1 if account.fields.normal_side is Side.DEBIT else -1
    items = list(_lines(rows[:limit], start, sign))
    return AccountLines(
        account=account,
        since=since,
        until=until,
        opening=Money.from_cents(sign * moved.before_cents),
        debits=Money.from_cents(moved.debit_cents),
        credits=Money.from_cents(moved.credit_cents),
        closing=Money.from_cents(sign * closing),
        total=moved.lines,
        items=items,
        next_cursor=_cursor(items[-1]) if len(rows) > limit else None,
    )


def every_line_of_account(
    actor: Actor, number: str, *, today: date, since: date | None = None, until: date | None = None
) -> Iterator[AccountLine]:
    """All lines of the span, page by page, for an export.

    *Raises*: Forbidden, UnknownChartAccount.
    """
    cursor: str | None = ""
    while cursor is not None:
        page = lines_of_account(
            actor, number, today=today, since=since, until=until, cursor=cursor, limit=2_000
        )
        yield from page.items
        cursor = page.next_cursor


def _lines(rows: Sequence[Any], balance: int, sign: int) -> Iterator[AccountLine]:
    for row in rows:
        yield AccountLine(
            posting_on=row.posting_on,
            posting_id=row.posting_id,
            line_number=row.line_number,
            journal_number=row.journal_number,
            type=row.type,
            description=row.description,
            reference=row.reference,
            case_number=row.case_number,
            cost_center=row.cost_center,
            department=row.department,
            debit=Money.from_cents(row.debit_cents),
            credit=Money.from_cents(row.credit_cents),
            balance=Money.from_cents(sign * balance),
        )
        balance -= row.debit_cents - row.credit_cents


def _moved_after(span: dict[str, Any], place: dict[str, Any]) -> int:
    values = {**{name: span[name] for name in ("number", "until")}, **place}
    moved: Any = fetch_one(load("openlien.ledger", "account_moved_after"), values)
    return int(moved.moved_cents)


def _place(cursor: str) -> dict[str, Any]:
    match = _CURSOR.fullmatch(cursor)
    try:
        day = date.fromisoformat(match[1]) if match else None
        posting = UUID(match[2]) if match else None
    except ValueError:
        day = posting = None
    return {"after_day": day, "after_id": posting, "after_line": int(match[3]) if match and day else None}


def _cursor(line: AccountLine) -> str:
    return f"{line.posting_on}_{line.posting_id}_{line.line_number}"
