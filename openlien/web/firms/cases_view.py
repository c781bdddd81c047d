"""The cases table of a firm as its address asks for it: words, order, page and how many rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from openlien.funding.queries.costs import CaseCost
from openlien.receivables.firm_standing import FirmCase, cases_with_words

SIZES = (5, 10, 25, 50)
SIZE = 10
ALL = "all"
WORDS_LETTERS_MAX = 200
SORT = "-number"


def _of_cost(read: Any) -> Any:
    return lambda case: None if case.cost is None else read(case.cost)


def _ror(cost: CaseCost) -> Decimal | None:
    return cost.ror


SORTS: dict[str, Any] = {
    "number": lambda case: case.number,
    "dates": lambda case: case.dates,
    "accounts": lambda case: case.accounts,
    "billed": lambda case: case.billed,
    "collected": lambda case: case.collected,
    "allocated": _of_cost(lambda cost: cost.allocated),
    "returned": _of_cost(lambda cost: cost.returned),
    "ror": _of_cost(_ror),
    "months": lambda case: case.months_out,
}


@dataclass(frozen=True, slots=True)
class CasesView:
    """What of a firm's cases is shown; `size` is 0 for every row, `sort` begins with - when it falls."""

    words: str = ""
    sort: str = SORT
    size: int = SIZE
    page: int = 1

    @property
    def key(self) -> str:
        """The column that is sorted by."""
        return self.sort.removeprefix("-")

    @property
    def is_falling(self) -> bool:
        """Whether the largest comes first."""
        return self.sort.startswith("-")

    def query(self, **changed: Any) -> dict[str, str]:
        """The view as parts of an address, with these changes; what is as usual is left out."""
        view = replace(self, **changed)
        parts = {
            "q": view.words,
            "sort": "" if view.sort == SORT else view.sort,
            "rows": "" if view.size == SIZE else (str(view.size) if view.size else ALL),
            "page": "" if view.page == 1 else str(view.page),
        }
        return {name: value for name, value in parts.items() if value}

    def turned(self, key: str) -> str:
        """The order that a press on the head of a column asks for; figures begin with the largest."""
        if key == self.key:
            return key if self.is_falling else f"-{key}"
        return f"-{key}"

    def found(self, cases: Sequence[FirmCase]) -> list[FirmCase]:
        """The cases that the words leave, in order; a case without the figure comes last either way."""
        left = cases_with_words(cases, self.words)
        read = SORTS[self.key]
        known = [case for case in left if read(case) is not None]
        known.sort(key=lambda case: case.number)
        known.sort(key=read, reverse=self.is_falling)
        return [*known, *(case for case in left if read(case) is None)]

    def cut(self, cases: Sequence[FirmCase]) -> tuple[CasesView, Sequence[FirmCase]]:
        """The view on a page that exists, and the cases of that page."""
        if not self.size:
            return self, cases
        last = max(1, -(-len(cases) // self.size))
        view = replace(self, page=min(self.page, last))
        return view, cases[(view.page - 1) * self.size : view.page * self.size]


def view_of(query: Mapping[str, str]) -> CasesView:
    """The view that an address asks for; what it says wrongly is left as usual."""
    words = query.get("q", "")[:WORDS_LETTERS_MAX].replace("\x00", "").strip()
    sort = query.get("sort", SORT)
    rows, page = query.get("rows", ""), query.get("page", "")
    size = 0 if rows == ALL else int(rows) if rows in map(str, SIZES) else SIZE
    return CasesView(
        words=words,
        sort=sort if sort.removeprefix("-") in SORTS else SORT,
        size=size,
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 and int(page) else 1,
    )
