"""Records that need somebody's attention, with the reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from openlien.cases.stages import Stage
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.money import Money

from .book import Book
from .filters import EVERYTHING
from .groups import CaseGroup, group_sql
from .paging import AMOUNT, BadCursor, Place, checked_limit, read_place, write_cursor


class Doubt(StrEnum):
    """Why a record needs attention."""

    DOES_NOT_TIE = "does_not_tie"
    OVERPAID = "overpaid"
    OVERADJUSTED = "overadjusted"
    SETTLEMENT_DATE_UNKNOWN = "settlement_date_unknown"
    STAGE_BLANK = "stage_blank"
    CLOSED_WITH_BALANCE = "closed_with_balance"
    NAMES_MERGED = "names_merged"

    @property
    def label(self) -> str:
        """The name people read."""
        return LABELS[self]


LABELS = {
    Doubt.DOES_NOT_TIE: "Open balance does not tie",
    Doubt.OVERPAID: "Paid more than owed",
    Doubt.OVERADJUSTED: "Adjusted beyond the balance",
    Doubt.SETTLEMENT_DATE_UNKNOWN: "Settlement date unknown",
    Doubt.STAGE_BLANK: "Stage blank",
    Doubt.CLOSED_WITH_BALANCE: "Closed with an open balance",
    Doubt.NAMES_MERGED: "Law-firm names merged",
}


@dataclass(frozen=True, slots=True)
class DoubtCount:
    """How many records have one doubt, and the amount in question (None where it is not about money)."""

    doubt: Doubt
    count: int
    amount: Money | None


@dataclass(frozen=True, slots=True)
class DoubtfulRecord:
    """One record and the reason in words; `case_id` is None for a law firm, `bill` is blank for a case."""

    case_id: UUID | None
    case_number: str
    bill: str
    name: str
    amount: Money | None
    reason: str


@dataclass(frozen=True, slots=True)
class DoubtfulList:
    """One page of the records with one doubt; `total` counts them all."""

    doubt: Doubt
    items: tuple[DoubtfulRecord, ...]
    total: int
    next_cursor: str | None


def data_quality(actor: Actor) -> tuple[DoubtCount, ...]:
    """Return every doubt with the number of records and the amount in question.

    *Raises*: Forbidden.
    """
    book = _present_book(actor)
    counts = {row.doubt: row for row in book.fetch_all("data_quality", **_relations(book))}
    return tuple(_doubt_count(doubt, counts[doubt]) for doubt in Doubt)


def doubtful_records(
    actor: Actor, doubt: Doubt, *, limit: int = 50, cursor: str | None = None
) -> DoubtfulList:
    """Return the records with one doubt, a page at a time.

    *Raises*: Forbidden; BadCursor; LimitOutOfBounds.
    """
    book = _present_book(actor)
    relation = _relations(book)[doubt]
    book.params["rows"] = checked_limit(limit) + 1
    rows = book.fetch_all(
        "doubtful_records",
        doubtful=relation,
        beyond=_beyond(book, doubt, cursor),
        key=_KEY.format("doubtful"),
        page_key=_KEY.format("page"),
    )
    shown = rows[:limit]
    total = book.fetch_one("doubt_total", doubtful=relation).count
    more = len(rows) > limit
    return DoubtfulList(
        doubt=doubt,
        items=tuple(_record(doubt, row) for row in shown),
        total=total,
        next_cursor=write_cursor(doubt.value, Place(shown[-1].key, shown[-1].id)) if more else None,
    )


def _present_book(actor: Actor) -> Book:
    # Doubts are about the records as they are now, not about a day.
    return Book(actor, date.max, EVERYTHING, permission=Permission.DATA_QUALITY_VIEW, is_past=False)


def _relations(book: Book) -> dict[str, str]:
    relations = {doubt.value: book.written(f"doubt_{doubt}") for doubt in _OF_BILLS}
    for doubt, group in _OF_CASES.items():
        relations[doubt.value] = book.written("doubt_cases", group=group)
    return {**relations, Doubt.NAMES_MERGED.value: book.written("doubt_names_merged")}


def _beyond(book: Book, doubt: Doubt, cursor: str | None) -> str:
    if cursor is None:
        return "true"
    place = read_place(doubt.value, cursor)
    if not AMOUNT.fullmatch(place.key):
        raise BadCursor()
    book.params |= {"after": place.key, "after_id": place.id}
    return f"({_KEY.format('doubtful')}, doubtful.id) > (%(after)s::numeric, %(after_id)s::uuid)"


def _doubt_count(doubt: Doubt, row: Any) -> DoubtCount:
    is_money = doubt is not Doubt.NAMES_MERGED
    return DoubtCount(doubt, row.count, Money(row.amount or 0) if is_money else None)


def _record(doubt: Doubt, row: Any) -> DoubtfulRecord:
    return DoubtfulRecord(
        case_id=row.case_id,
        case_number=row.case_number,
        bill=row.bill,
        name=row.name,
        amount=None if row.amount is None else Money(row.amount),
        reason=_reason(doubt, row),
    )


def _reason(doubt: Doubt, row: Any) -> str:
    match doubt:
        case Doubt.DOES_NOT_TIE:
            stated, ours = _dollars(row.stated), _dollars(row.ours)
            return f"The export states {stated} open; the bill's figures leave {ours}."
        case Doubt.OVERPAID:
            return f"{_dollars(row.stated)} came in on a bill that comes to {_dollars(row.ours)}."
        case Doubt.OVERADJUSTED:
            return f"{_dollars(row.stated)} was given up where {_dollars(row.ours)} was left."
        case Doubt.SETTLEMENT_DATE_UNKNOWN:
            return "The case is settled and no open bill says since when."
        case Doubt.STAGE_BLANK:
            return "No litigation stage is recorded."
        case Doubt.CLOSED_WITH_BALANCE:
            return f"The case is closed and {_dollars(row.amount)} is still open."
        case Doubt.NAMES_MERGED:
            # A spelling may end with a full stop of its own, as L.L.P. does.
            return f"Met as {', '.join(row.spellings).removesuffix('.')}."


def _dollars(amount: Decimal) -> str:
    return f"${amount:,.2f}"


# The largest amount first; a law firm counts with its number of spellings.
_KEY = "(-coalesce(abs({0}.amount), {0}.names))::numeric(14, 2)"
_OF_BILLS = (Doubt.DOES_NOT_TIE, Doubt.OVERPAID, Doubt.OVERADJUSTED)
_OF_CASES = {
    Doubt.SETTLEMENT_DATE_UNKNOWN: f"{group_sql(CaseGroup.SETTLED_PENDING)} AND matter.settled_on IS NULL",
    Doubt.STAGE_BLANK: f"matter.stage = '{Stage.UNKNOWN}'",
    Doubt.CLOSED_WITH_BALANCE: group_sql(CaseGroup.CLOSED_WITH_BALANCE),
}
