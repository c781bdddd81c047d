"""Money that is won and has not come in: settled cases with an open balance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from openlien.cases.codes import PayoffStatus
from openlien.identity.actor import Actor
from openlien.kit.money import Money, share_percents
from openlien.kit.rounding import round_to_decimal

from ..policies.settlement_delay import DelayBand, DelaySummary, delay_band, delay_days
from .book import Book, open_book
from .filters import EVERYTHING, Filters
from .groups import CaseGroup, group_sql
from .lines import case_page, line_of, part_of
from .paging import Order
from .shapes import NOTHING, CaseLine, Part

MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class PayoffCard:
    """The settled cases whose open bills have one payoff status; `status` is a payoff code or `mixed`."""

    status: str
    label: str
    open: Money
    cases: int
    bills: int
    percentage: Decimal
    delay: DelaySummary


@dataclass(frozen=True, slots=True)
class SettledCase:
    """One settled case that awaits its money; `days` since settlement, None when the day is unknown."""

    case: CaseLine
    settled_on: date | None
    days: int | None
    band: DelayBand
    payoff_status: str
    payoff_label: str


@dataclass(frozen=True, slots=True)
class SettledPending:
    """The settled cases with an open balance.

    *Shapes*: totals, delay and cards are over all cases of the filter; `total` counts those of the list,
    `items` is one page of it: oldest known settlement first, unknown ones last.
    """

    as_of: date
    unknown_cases: int
    totals: Part
    delay: DelaySummary
    by_payoff_status: tuple[PayoffCard, ...]
    items: tuple[SettledCase, ...]
    total: int
    next_cursor: str | None


def settled_pending(
    actor: Actor,
    as_of: date,
    filters: Filters = EVERYTHING,
    *,
    payoff_status: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> SettledPending:
    """Return settled cases that await their money on a day; `payoff_status` restricts the list only.

    *Raises*: Forbidden; HistoryUnknown; BadCursor; LimitOutOfBounds.
    """
    book = open_book(actor, as_of, filters)
    rows = book.fetch_all("settled_pending")
    cards = _cards(rows)
    page, next_cursor = case_page(
        book, _settled_sql(book, payoff_status), Order.OLDEST_SETTLEMENT, limit=limit, cursor=cursor
    )
    return SettledPending(
        as_of=as_of,
        unknown_cases=book.unknown_cases,
        totals=sum(map(part_of, rows), start=NOTHING),
        delay=_delay(rows),
        by_payoff_status=cards,
        items=tuple(_settled_case(book, row) for row in page),
        total=sum(card.cases for card in cards if payoff_status in (None, card.status)),
        next_cursor=next_cursor,
    )


def payoff_label(status: str) -> str:
    """Return the name people read of a payoff status or of `mixed`."""
    return "Mixed" if status == MIXED else PayoffStatus(status).label


def _settled_sql(book: Book, payoff_status: str | None) -> str:
    settled = group_sql(CaseGroup.SETTLED_PENDING)
    if payoff_status is None:
        return settled
    book.params["payoff_status"] = payoff_status
    return f"{settled} AND matter.payoff_status = %(payoff_status)s"


def _cards(rows: list[Any]) -> tuple[PayoffCard, ...]:
    order = [status.value for status in PayoffStatus if status is not PayoffStatus.UNKNOWN]
    order += [MIXED, PayoffStatus.UNKNOWN.value]
    rows = sorted(rows, key=lambda row: order.index(row.payoff_status))
    shares = share_percents([Money(row.open) for row in rows])
    return tuple(
        PayoffCard(
            status=row.payoff_status,
            label=payoff_label(row.payoff_status),
            open=Money(row.open),
            cases=row.cases,
            bills=int(row.bills),
            percentage=share,
            delay=_delay([row]),
        )
        for row, share in zip(rows, shares, strict=True)
    )


def _delay(rows: list[Any]) -> DelaySummary:
    known = sum(row.known for row in rows)
    days = sum(int(row.days) for row in rows)
    return DelaySummary(
        average=round_to_decimal(Fraction(days, known), 1) if known else None,
        least=min((row.least for row in rows if row.known), default=None),
        most=max((row.most for row in rows if row.known), default=None),
        known=known,
        unknown=sum(row.cases for row in rows) - known,
    )


def _settled_case(book: Book, row: Any) -> SettledCase:
    days = delay_days(row.settled_on, as_of=book.as_of)
    return SettledCase(
        case=line_of(book, row),
        settled_on=row.settled_on,
        days=days,
        band=delay_band(days),
        payoff_status=row.payoff_status,
        payoff_label=payoff_label(row.payoff_status),
    )
