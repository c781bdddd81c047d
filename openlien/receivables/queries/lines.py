"""Pages of cases: rows of `sql/case_page.sql` as lines, and the sums over a whole list."""

from __future__ import annotations

from typing import Any

from openlien.cases.search import prefix_query
from openlien.cases.stages import Stage
from openlien.kit.money import Money

from .book import DAY, Book
from .paging import Order, Place, checked_limit, read_cursor, write_cursor
from .risk_sql import category_sql
from .shapes import CaseLine, Part


def case_page(
    book: Book, group: str, order: Order, *, limit: int, cursor: str | None
) -> tuple[list[Any], str | None]:
    """Return the rows of one page of the cases of a group, and the cursor of the next page.

    *Raises*: BadCursor; LimitOutOfBounds.
    """
    book.params["rows"] = checked_limit(limit) + 1
    rows = book.fetch_all(
        "case_page_kept" if book.reads_kept_cases else "case_page",
        category=category_sql(DAY),
        group=group,
        key=order.expression,
        beyond=_beyond(book, order, cursor),
    )
    shown = rows[:limit]
    is_last = len(rows) <= limit
    return shown, None if is_last else write_cursor(order.code, Place(shown[-1].key, shown[-1].case_id))


def case_totals(book: Book, group: str) -> Part:
    """Return the sums over all cases of a group."""
    return part_of(book.fetch_one("case_totals", group=group))


def search_sql(book: Book, search: str) -> str:
    """Return the condition that a case matches the words; blank words match every case."""
    if not search.strip():
        return "true"
    words = prefix_query(search, with_firm=True)
    if not words:
        return "false"
    book.params["words"] = words
    return "matter.case_id IN (SELECT id FROM cases_case WHERE search @@ %(words)s::tsquery)"


def part_of(row: Any) -> Part:
    """Return the open amount, cases and bills of a row."""
    return Part(Money(row.open), int(row.cases), int(row.bills))


def line_of(book: Book, row: Any) -> CaseLine:
    """Return a row of a page as a line."""
    return CaseLine(
        case_id=row.case_id,
        number=row.number,
        patient=row.patient,
        law_firm_id=row.law_firm_id,
        law_firm=row.law_firm,
        state=row.state,
        stage=Stage(row.stage),
        stage_on=row.stage_on,
        days_in_stage=None if row.stage_is_sighting else (book.as_of - row.stage_on).days,
        billed=Money(row.billed),
        collected=Money(row.collected),
        open=Money(row.open),
        bills=int(row.open_bills),
        originated_on=row.originated_on,
        age_days=(book.as_of - row.originated_on).days,
        quiet_days=None if row.moved_on is None else (book.as_of - row.moved_on).days,
    )


def _beyond(book: Book, order: Order, cursor: str | None) -> str:
    if cursor is None:
        return "true"
    place = read_cursor(order, cursor)
    book.params |= {"after": place.key, "after_id": place.id}
    return f"({order.expression}, matter.case_id) > (%(after)s::{order.kind}, %(after_id)s::uuid)"
