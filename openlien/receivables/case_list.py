"""The list of cases: searched, filtered, sorted, a page at a time, with totals over all of it.

A provider, and everybody who filters by a provider group, gets the sums over that group's bills alone; age
and stage are those of the whole case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from openlien.cases.search import prefix_query
from openlien.cases.stages import Stage
from openlien.identity.actor import Actor, Scope
from openlien.identity.permissions import Permission
from openlien.kit.money import Money
from openlien.kit.sql import fetch_one, fetch_tuples, load

from .queries.paging import BadCursor

PAGE_CASES = 50
EXPORT_STEP_CASES = 2_000


class CaseSort(StrEnum):
    """What the list can be sorted by."""

    NUMBER = "number"
    OPEN = "open"
    AGE = "age"
    SINCE = "since"


@dataclass(frozen=True, slots=True)
class CaseOrder:
    """A column to sort by and the direction; equal rows follow their numbers."""

    sort: CaseSort = CaseSort.NUMBER
    descending: bool = True


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases: an empty field restricts nothing. *Units*: days in the present stage, at least."""

    words: str = ""
    stages: tuple[Stage, ...] = ()
    law_firm_id: UUID | None = None
    state: str = ""
    provider_group_id: UUID | None = None
    stage_days_min: int | None = None


class ListedCase(NamedTuple):
    """One case of the list; the stage began on `stage_on`, or was first seen then (`stage_is_sighting`)."""

    number: str
    patient: str
    law_firm: str
    state: str
    stage: Stage
    stage_on: date | None
    stage_is_sighting: bool
    billed: Money
    collected: Money
    open: Money
    age_days: int
    last_activity_on: date | None


@dataclass(frozen=True, slots=True)
class CaseTotals:
    """How many cases the whole list has, and their sums."""

    cases: int
    billed: Money
    collected: Money
    open: Money


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of the list. `newer` and `older` are the numbers to ask for the pages around it with."""

    rows: tuple[ListedCase, ...]
    totals: CaseTotals
    newer: str | None
    older: str | None

    def __hash__(self) -> int:
        """Return a number that other pages hardly share; to take all rows into it would be slower."""
        return hash((self.totals, len(self.rows), self.newer, self.older))


def case_page(
    actor: Actor,
    chosen: CaseFilter,
    order: CaseOrder,
    *,
    as_of: date,
    time_zone: str,
    after: str = "",
    before: str = "",
) -> CasePage:
    """The page that follows the case `after`, or precedes the case `before`; the first one without either.

    Raises: Forbidden; BadCursor when the case named is not one that the actor sees.
    """
    question = _Question(actor, chosen, order, as_of=as_of, time_zone=time_zone)
    backwards = bool(before) and not after
    beyond = before if backwards else after
    rows, totals = question.page(limit=PAGE_CASES + 1, beyond=beyond, backwards=backwards)
    if beyond and not rows:
        return case_page(actor, chosen, order, as_of=as_of, time_zone=time_zone)
    is_more, shown = len(rows) > PAGE_CASES, rows[:PAGE_CASES]
    if backwards:
        shown = shown[::-1]
    has_newer = is_more if backwards else bool(after)
    has_older = True if backwards else is_more
    return CasePage(
        rows=tuple(shown),
        totals=totals,
        newer=shown[0].number if shown and has_newer else None,
        older=shown[-1].number if shown and has_older else None,
    )


def all_cases(
    actor: Actor, chosen: CaseFilter, order: CaseOrder, *, as_of: date, time_zone: str
) -> Iterator[ListedCase]:
    """Every case of the list in its order, read a few thousand at a time.

    Raises: Forbidden.
    """
    actor.require(Permission.PORTFOLIO_EXPORT)
    question = _Question(actor, chosen, order, as_of=as_of, time_zone=time_zone)
    return question.every_row()


def case_totals(actor: Actor, chosen: CaseFilter, *, as_of: date) -> CaseTotals:
    """How many cases the filter leaves, and their sums.

    Raises: Forbidden.
    """
    return _Question(actor, chosen, CaseOrder(), as_of=as_of, time_zone="UTC").totals()


def neighbours(
    actor: Actor, number: str, chosen: CaseFilter, order: CaseOrder, *, as_of: date
) -> tuple[str | None, str | None]:
    """The numbers of the cases before and after this one in the list; None at its ends.

    Raises: Forbidden; BadCursor when the actor does not see the case.
    """
    question = _Question(actor, chosen, order, as_of=as_of, time_zone="UTC")
    before = question.rows(limit=1, beyond=number, backwards=True)
    after = question.rows(limit=1, beyond=number)
    return (before[0].number if before else None, after[0].number if after else None)


_KEYS = {
    CaseSort.NUMBER: "matter.number",
    CaseSort.OPEN: "{amounts}.open",
    CaseSort.AGE: "summary.originated_on",
    CaseSort.SINCE: "coalesce(summary.stage_on, '-infinity')",
}
# The oldest case is the one that originated first.
_OPPOSED = frozenset({CaseSort.AGE})

_MATCHING = """matching AS MATERIALIZED (
    SELECT id
    FROM cases_case
    WHERE search @@ %(words)s::tsquery
),
"""


# One statement gives a page and the sums over the whole list, which stand in its first row alone.
_SUMS = ("cases", "billed", "collected", "open")
_SUM_COLUMNS = "".join(
    f",\n    CASE WHEN listed.place = 1 THEN whole.{name} END AS all_{name}" for name in _SUMS
)
_ROW_COLUMNS = 12
KEPT_CASES = 4096


class _Question:
    """One list put into SQL: the parts of the statement and its parameters."""

    def __init__(
        self, actor: Actor, chosen: CaseFilter, order: CaseOrder, *, as_of: date, time_zone: str
    ) -> None:
        actor.require(Permission.CASES_VIEW)
        scope = actor.scope_of(Permission.CASES_VIEW)
        self.as_of = as_of
        self.params: dict[str, Any] = {"time_zone": time_zone}
        self.bills = self._bill_conditions(scope, chosen.provider_group_id)
        self.amounts = "own_bills" if self.bills else "summary"
        self.reach = self._reach(scope)
        self.conditions = [*self.reach, *self._conditions(chosen)]
        self.matching = _MATCHING if "words" in self.params else ""
        self.key = _KEYS[order.sort].format(amounts=self.amounts)
        self.descending = order.descending is not (order.sort in _OPPOSED)

    def rows(self, *, limit: int, beyond: str = "", backwards: bool = False) -> list[ListedCase]:
        """So many cases beyond the one of that number, nearest first."""
        return self._listed(self._read(limit=limit, beyond=beyond, backwards=backwards))

    def page(self, *, limit: int, beyond: str, backwards: bool) -> tuple[list[ListedCase], CaseTotals]:
        """The same, and the sums over the whole list."""
        rows = self._read(limit=limit, beyond=beyond, backwards=backwards, with_totals=True)
        if not rows:
            return [], self.totals()
        return self._listed(rows), _totals(*rows[0][_ROW_COLUMNS:])

    def _read(
        self, *, limit: int, beyond: str = "", backwards: bool = False, with_totals: bool = False
    ) -> list[tuple[Any, ...]]:
        falling = self.descending is not backwards
        conditions, params = list(self.conditions), dict(self.params)
        if beyond:
            conditions.append(f"({self.key}, matter.number) {'<' if falling else '>'} (%(key)s, %(number)s)")
            params |= {"key": self._place(beyond), "number": beyond}
        way = "DESC" if falling else "ASC"
        order = f"{self.key} {way}, matter.number {way}"
        sums, totals = (
            (_SUM_COLUMNS, f"CROSS JOIN (\n{self._totals_text()}) AS whole") if with_totals else ("", "")
        )
        statement = self._written("case_list", conditions, order=order, limit=limit, sums=sums, totals=totals)
        return fetch_tuples(statement, params)

    def every_row(self) -> Iterator[ListedCase]:
        """All cases in order."""
        last = ""
        while rows := self.rows(limit=EXPORT_STEP_CASES, beyond=last):
            yield from rows
            last = rows[-1].number

    def totals(self) -> CaseTotals:
        """Count and sums over the whole list; the sums over the whole book are kept."""
        return _totals(*fetch_one(self._totals_text(), self.params))

    def _totals_text(self) -> str:
        is_whole = not self.conditions and not self.bills
        return self._written("case_list_whole" if is_whole else "case_list_totals", self.conditions)

    def _place(self, number: str) -> object:
        statement = self._written("case_list_place", self.reach)
        row = fetch_one(statement, {**self.params, "number": number})
        if row is None:
            raise BadCursor()
        return row.key

    def _written(self, name: str, conditions: list[str], *, limit: int = 0, **parts: str) -> str:
        join = load("openlien.receivables", "case_list_bills").format(bills=self.bills) if self.bills else ""
        return load("openlien.receivables", name).format(
            amounts=self.amounts,
            conditions="\n        AND ".join(conditions or ["true"]),
            join=join,
            key=self.key,
            # As a number in the text, so that the server may keep one plan: for an unknown number it makes a
            # new one each time, which takes as long as to read the page.
            limit=limit,
            matching=self.matching,
            **parts,
        )

    def _reach(self, scope: Scope) -> list[str]:
        # Who is limited to provider groups sees a case through the bills that are joined.
        if scope.everything or scope.provider_group_ids:
            return []
        self.params["firms"] = sorted(scope.law_firm_ids)
        return ["matter.law_firm_id = ANY(%(firms)s::uuid[])"]

    def _bill_conditions(self, scope: Scope, group: UUID | None) -> str:
        conditions = []
        if scope.provider_group_ids and not scope.everything:
            self.params |= {"groups": sorted(scope.provider_group_ids), "firms": sorted(scope.law_firm_ids)}
            conditions.append(
                "(balance.provider_group_id = ANY(%(groups)s::uuid[]) OR balance.case_id IN"
                " (SELECT id FROM cases_case WHERE law_firm_id = ANY(%(firms)s::uuid[])))"
            )
        if group:
            self.params["group"] = group
            conditions.append("balance.provider_group_id = %(group)s::uuid")
        return " AND ".join(conditions)

    def _conditions(self, chosen: CaseFilter) -> Iterator[str]:
        if words := prefix_query(chosen.words, with_firm=True):
            self.params["words"] = words
            yield "matter.id IN (SELECT id FROM matching)"
        elif chosen.words.strip():
            yield "false"
        if chosen.stages:
            self.params["stages"] = [stage.value for stage in chosen.stages]
            yield "summary.stage = ANY(%(stages)s::text[])"
        if chosen.law_firm_id:
            self.params["firm"] = chosen.law_firm_id
            yield "matter.law_firm_id = %(firm)s::uuid"
        if chosen.state:
            self.params["state"] = chosen.state
            yield "matter.state = %(state)s"
        if chosen.stage_days_min is not None:
            self.params["stage_until"] = self.as_of - timedelta(days=chosen.stage_days_min)
            yield "summary.stage_on <= %(stage_until)s::date"

    def _listed(self, rows: list[tuple[Any, ...]]) -> list[ListedCase]:
        return [_case_of(self.as_of, *row[:_ROW_COLUMNS]) for row in rows]


def _totals(cases: int, billed: Decimal, collected: Decimal, still_open: Decimal) -> CaseTotals:
    return CaseTotals(cases, Money(billed), Money(collected), Money(still_open))


# The same rows are read again and again while people walk through a list; each is put together once.
@lru_cache(maxsize=KEPT_CASES)
def _case_of(
    as_of: date,
    number: str,
    patient: str,
    law_firm: str,
    state: str,
    stage: str,
    stage_on: date | None,
    stage_is_sighting: bool,
    originated_on: date,
    billed: Decimal,
    collected: Decimal,
    still_open: Decimal,
    last_activity_on: date | None,
) -> ListedCase:
    return ListedCase(
        number=number,
        patient=patient,
        law_firm=law_firm,
        state=state,
        stage=Stage(stage),
        stage_on=stage_on,
        stage_is_sighting=stage_is_sighting,
        billed=Money(billed),
        collected=Money(collected),
        open=Money(still_open),
        age_days=max(0, (as_of - originated_on).days),
        last_activity_on=last_activity_on,
    )
