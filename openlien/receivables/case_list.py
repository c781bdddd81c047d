"""The list of cases: searched, filtered, sorted, a page at a time, with totals over all of it.

A provider, and everybody who filters by a provider group, gets the sums over that group's bills alone; age
and stage are those of the whole case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from openlien.cases.search import prefix_query
from openlien.cases.stages import Stage
from openlien.identity.actor import Actor, Scope
from openlien.identity.permissions import Permission
from openlien.kit.money import Money
from openlien.kit.sql import fetch_all, fetch_one, load

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
    rows = question.rows(limit=PAGE_CASES + 1, beyond=beyond, backwards=backwards)
    if beyond and not rows:
        return case_page(actor, chosen, order, as_of=as_of, time_zone=time_zone)
    is_more, shown = len(rows) > PAGE_CASES, rows[:PAGE_CASES]
    if backwards:
        shown = shown[::-1]
    has_newer = is_more if backwards else bool(after)
    has_older = True if backwards else is_more
    return CasePage(
        rows=tuple(shown),
        totals=question.totals(),
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
        falling = self.descending is not backwards
        conditions, params = list(self.conditions), dict(self.params)
        if beyond:
            conditions.append(f"({self.key}, matter.number) {'<' if falling else '>'} (%(key)s, %(number)s)")
            params |= {"key": self._place(beyond), "number": beyond}
        way = "DESC" if falling else "ASC"
        order = f"{self.key} {way}, matter.number {way}"
        statement = self._written("case_list", conditions, order=order, limit=limit)
        return [self._listed(row) for row in fetch_all(statement, params)]

    def every_row(self) -> Iterator[ListedCase]:
        """All cases in order."""
        last = ""
        while rows := self.rows(limit=EXPORT_STEP_CASES, beyond=last):
            yield from rows
            last = rows[-1].number

    def totals(self) -> CaseTotals:
        """Count and sums over the whole list; the sums over the whole book are kept."""
        is_whole = not self.conditions and not self.bills
        name = "case_list_whole" if is_whole else "case_list_totals"
        row = fetch_one(self._written(name, self.conditions), self.params)
        return CaseTotals(row.cases, Money(row.billed), Money(row.collected), Money(row.open))

    def _place(self, number: str) -> object:
        statement = self._written("case_list_place", self.reach)
        row = fetch_one(statement, {**self.params, "number": number})
        if row is None:
            raise BadCursor()
        return row.key

    def _written(self, name: str, conditions: list[str], *, order: str = "", limit: int = 0) -> str:
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
            order=order,
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

    def _listed(self, row: Any) -> ListedCase:
        return ListedCase(
            number=row.number,
            patient=row.patient,
            law_firm=row.law_firm,
            state=row.state,
            stage=Stage(row.stage),
            stage_on=row.stage_on,
            stage_is_sighting=row.stage_is_sighting,
            billed=Money(row.billed),
            collected=Money(row.collected),
            open=Money(row.open),
            age_days=max(0, (self.as_of - row.originated_on).days),
            last_activity_on=row.last_activity_on,
        )
