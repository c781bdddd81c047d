"""Candidates for a write-off: which cases are at risk, why, and what to do about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from openlien.identity.actor import Actor
from openlien.kit.money import Money, share_percents
from openlien.kit.rounding import round_to_decimal

from ..policies.at_risk import AtRiskCategory, is_at_risk_wide
from .book import DAY, Book, open_book
from .filters import EVERYTHING, Filters
from .groups import CaseGroup, group_sql
from .kept_sums import kept_stages
from .lines import case_page, line_of, part_of
from .paging import Order
from .risk_sql import WIDE_STAGES, category_sql, is_old_sql
from .shapes import NOTHING, CaseLine, Part


@dataclass(frozen=True, slots=True)
class AtRiskGroup:
    """The cases of one category; `category` knows its label and recommended actions."""

    category: AtRiskCategory
    open: Money
    cases: int
    bills: int
    percentage: Decimal
    average_age_days: Decimal | None


@dataclass(frozen=True, slots=True)
class AtRiskCase:
    """One case at risk and the reason."""

    case: CaseLine
    category: AtRiskCategory


@dataclass(frozen=True, slots=True)
class AtRisk:
    """The cases at risk.

    *Shapes*: totals and groups are over all cases of the filter, a group for every category; `total`
    counts those of the list, `items` is one page of it, the largest open balance first.
    """

    as_of: date
    unknown_cases: int
    totals: Part
    average_age_days: Decimal | None
    watch: Part
    wide: Part
    groups: tuple[AtRiskGroup, ...]
    items: tuple[AtRiskCase, ...]
    total: int
    next_cursor: str | None


def at_risk(
    actor: Actor,
    as_of: date,
    filters: Filters = EVERYTHING,
    *,
    category: AtRiskCategory | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> AtRisk:
    """Return the cases at risk on a day; `category` restricts the list only.

    *Raises*: Forbidden; HistoryUnknown; BadCursor; LimitOutOfBounds.
    """
    book = open_book(actor, as_of, filters)
    rows = _rows(book)
    listed = group_sql(CaseGroup.AT_RISK)
    if category is not None:
        book.params["category"] = category.value
        listed = f"matter.open_bills > 0 AND {category_sql(DAY)} = %(category)s"
    page, next_cursor = case_page(book, listed, Order.LARGEST, limit=limit, cursor=cursor)
    groups = _groups(rows)
    at_risk_rows = [row for row in rows if row.category]
    return AtRisk(
        as_of=as_of,
        unknown_cases=book.unknown_cases,
        totals=_part(at_risk_rows),
        average_age_days=_average_age(at_risk_rows),
        watch=_part(row for row in rows if row.category is None),
        wide=_part(row for row in rows if is_at_risk_wide(row.stage)),
        groups=groups,
        items=tuple(AtRiskCase(line_of(book, row), AtRiskCategory(row.category)) for row in page),
        total=sum(group.cases for group in groups if category in (None, group.category)),
        next_cursor=next_cursor,
    )


def _rows(book: Book) -> list[Any]:
    if book.is_whole_and_present:
        return [row for row in kept_stages(book) if row.category or is_at_risk_wide(row.stage)]
    # Cases that are neither in a wide stage nor old are not read, so that a row without category is watched.
    book.params["wide_stages"] = WIDE_STAGES
    return book.fetch_all("at_risk", category=category_sql(DAY), is_old=is_old_sql(DAY))


def _groups(rows: list[Any]) -> tuple[AtRiskGroup, ...]:
    of_category = [[row for row in rows if row.category == category] for category in AtRiskCategory]
    parts = [_part(its_rows) for its_rows in of_category]
    shares = share_percents([part.open for part in parts])
    return tuple(
        AtRiskGroup(category, part.open, part.cases, part.bills, share, _average_age(its_rows))
        for category, part, share, its_rows in zip(AtRiskCategory, parts, shares, of_category, strict=True)
    )


def _part(rows: Iterable[Any]) -> Part:
    return sum(map(part_of, rows), start=NOTHING)


def _average_age(rows: list[Any]) -> Decimal | None:
    cases = sum(row.cases for row in rows)
    return round_to_decimal(Fraction(sum(int(row.age_days) for row in rows), cases), 1) if cases else None
