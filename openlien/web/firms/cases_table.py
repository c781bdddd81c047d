"""The table of a firm's cases: the nine columns of the requirement, on the page and in its files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from openlien.receivables.firm_standing import FirmCase, FirmTotals

from ..jinja import url
from ..sheets import Head, Line, Sheet
from .cases_view import ALL, SIZES, CasesView

# Key, head, whether it is of what bills cost.
COLUMNS: tuple[tuple[str, Head, bool], ...] = (
    ("number", Head("Case"), False),
    ("dates", Head("Dates of service", "count"), False),
    ("accounts", Head("Case accounts", "count"), False),
    ("billed", Head("Billed charges, $", "money"), False),
    ("collected", Head("Collected, $", "money"), False),
    ("allocated", Head("Site cost allocated, $", "money"), True),
    ("returned", Head("Returned, $", "money"), True),
    ("ror", Head("Rate of return, %", "percent"), True),
    ("months", Head("Time out, months", "number"), True),
)


def columns_of(firm_id: UUID, view: CasesView, *, shows_cost: bool) -> list[dict[str, Any]]:
    """The heads of the table, each a way to sort by it."""
    made = []
    for key, head, is_cost in COLUMNS:
        if is_cost and not shows_cost:
            continue
        turned = view.query(sort=view.turned(key), page=1)
        direction = "descending" if view.is_falling else "ascending"
        made.append(
            {
                "key": key,
                "label": head.label,
                "kind": head.shown_kind,
                "sort_href": f"{url('firms:firm', firm_id, query=turned)}#firm-cases",
                "sort": direction if key == view.key else None,
            }
        )
    return made


def sheet_of(cases: Sequence[FirmCase], sums: FirmTotals, *, shows_cost: bool) -> Sheet:
    """The cases as their files hold them: the columns of the page, with the description beside the number."""
    shown = [head for key, head, is_cost in COLUMNS if shows_cost or not is_cost]
    heads = (shown[0], Head("Description"), Head("Stage"), *shown[1:])
    lines = [
        Line((case.number, case.description, case.stage.label, *figures_of(case, shows_cost=shows_cost)))
        for case in cases
    ]
    totals = (None, None, None, *totals_cells(sums, shows_cost=shows_cost))
    return Sheet("Cases of the firm", heads, lines, totals=totals)


def figures_of(case: FirmCase, *, shows_cost: bool) -> tuple[Any, ...]:
    """The cells of a case after its first, in the order of the columns."""
    plain = (case.dates, case.accounts, case.billed, case.collected)
    if not shows_cost:
        return plain
    cost = case.cost
    if cost is None:
        return (*plain, None, None, None, None)
    return (*plain, cost.allocated, cost.returned, cost.ror, case.months_out)


def totals_cells(sums: FirmTotals, *, shows_cost: bool) -> tuple[Any, ...]:
    """The cells of the totals after the first; months are averaged by level of care and not here."""
    plain = (sums.dates, sums.accounts, sums.billed, sums.collected)
    if not shows_cost:
        return plain
    cost = sums.cost
    if cost is None:
        return (*plain, None, None, None, None)
    return (*plain, cost.allocated, cost.returned, cost.returns.weighted, None)


def pages_of(firm_id: UUID, view: CasesView, found: int) -> dict[str, Any]:
    """The ways through the pages: which rows these are, the page before and after, other sizes."""
    first = (view.page - 1) * view.size + 1 if view.size else 1
    last = min(found, first + view.size - 1) if view.size else found
    return {
        "shown": f"{first}–{last}" if found else None,
        "newer": _href(firm_id, view, page=view.page - 1) if view.page > 1 else None,
        "older": _href(firm_id, view, page=view.page + 1) if last < found else None,
        "sizes": [
            {
                "label": str(size or ALL).capitalize(),
                "href": _href(firm_id, view, size=size, page=1),
                "current": size == view.size,
            }
            for size in (*SIZES, 0)
        ],
    }


def _href(firm_id: UUID, view: CasesView, **changed: Any) -> str:
    return f"{url('firms:firm', firm_id, query=view.query(**changed))}#firm-cases"
