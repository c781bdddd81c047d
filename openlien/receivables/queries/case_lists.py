"""The cases behind a figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openlien.cases.stages import Stage
from openlien.identity.actor import Actor

from .book import open_book
from .filters import EVERYTHING, Filters
from .groups import CaseGroup, group_sql, stage_sql
from .lines import case_page, case_totals, line_of, search_sql
from .paging import Order
from .shapes import CaseLine, Part

__all__ = ["CaseGroup", "CaseList", "cases_in_group", "cases_in_stage"]


@dataclass(frozen=True, slots=True)
class CaseList:
    """One page of cases, the largest open balance first; totals and `total` are over the whole list."""

    as_of: date
    unknown_cases: int
    totals: Part
    items: tuple[CaseLine, ...]
    total: int
    next_cursor: str | None


def cases_in_stage(
    actor: Actor,
    as_of: date,
    stage: Stage,
    filters: Filters = EVERYTHING,
    *,
    search: str = "",
    limit: int = 50,
    cursor: str | None = None,
) -> CaseList:
    """Return the cases of a stage with an open balance; `search` finds by number, patient and firm.

    *Raises*: Forbidden; HistoryUnknown; BadCursor; LimitOutOfBounds.
    """
    return _case_list(actor, as_of, stage_sql([stage]), filters, search=search, limit=limit, cursor=cursor)


def cases_in_group(
    actor: Actor,
    as_of: date,
    group: CaseGroup,
    filters: Filters = EVERYTHING,
    *,
    search: str = "",
    limit: int = 50,
    cursor: str | None = None,
) -> CaseList:
    """Return the cases that stand behind a figure; `search` finds by number, patient and firm.

    *Raises*: Forbidden; HistoryUnknown; BadCursor; LimitOutOfBounds.
    """
    return _case_list(actor, as_of, group_sql(group), filters, search=search, limit=limit, cursor=cursor)


def _case_list(
    actor: Actor, as_of: date, group: str, filters: Filters, *, search: str, limit: int, cursor: str | None
) -> CaseList:
    book = open_book(actor, as_of, filters)
    group = f"{group} AND {search_sql(book, search)}"
    totals = case_totals(book, group)
    page, next_cursor = case_page(book, group, Order.LARGEST, limit=limit, cursor=cursor)
    return CaseList(
        as_of=as_of,
        unknown_cases=book.unknown_cases,
        totals=totals,
        items=tuple(line_of(book, row) for row in page),
        total=totals.cases,
        next_cursor=next_cursor,
    )
