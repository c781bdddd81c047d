"""What a law firm's cases come to: billed, collected, allocated, returned, and how long money is out.

Collected is what bills were paid, less what has to go back; it is the figure of the case list and, where the
books agree, of the case accounts. What bills cost is read only for those who may see it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from openlien.cases.models import Party
from openlien.cases.search import numbers_meant, prefix_query, search_words
from openlien.cases.stages import Stage
from openlien.funding.calculations.time_out import CareLevel
from openlien.funding.queries.costs import CaseCost, PortfolioCost, cost_of_portfolio, costs_of_cases
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.date_words import day_text
from openlien.kit.errors import NotFound
from openlien.kit.money import Money, total
from openlien.kit.sql import fetch_all, load

PACKAGE = "openlien.receivables"


@dataclass(frozen=True)
class FirmCase:
    """One case of a firm; `cost` is None for a reader who may not see what bills cost.

    *Shapes*: `accounts` is the number of its bills (ruling A13), `service_days` each day once.
    """

    case_id: UUID
    number: str
    patient_id: UUID
    patient: str
    accident_type: str
    date_of_loss: date | None
    stage: Stage
    accounts: int
    service_days: tuple[date, ...]
    billed: Money
    collected: Money
    open: Money
    cost: CaseCost | None
    months_out: Decimal | None

    @property
    def dates(self) -> int:
        """The number of its dates of service."""
        return len(self.service_days)

    @property
    def description(self) -> str:
        """What happened to whom, as `Zoe Marlow, motor vehicle, May 12, 2024`."""
        loss = day_text(self.date_of_loss) if self.date_of_loss else ""
        return ", ".join(filter(None, [self.patient, self.accident_type, loss]))


@dataclass(frozen=True)
class FirmTotals:
    """Many cases together; `cost` is None for a reader who may not see what bills cost.

    *Shapes*: `dates` counts a day of service of a patient once (ruling A12); `without_cost` is how many cases
    nothing was spent on, `cases_by_level` how many stand behind each average time out.
    """

    cases: int
    dates: int
    accounts: int
    billed: Money
    collected: Money
    open: Money
    cost: PortfolioCost | None
    without_cost: int
    cases_by_level: dict[CareLevel, int]

    @property
    def returned(self) -> Money | None:
        """Collected less allocated."""
        return None if self.cost is None else self.cost.returned


@dataclass(frozen=True)
class FirmStanding:
    """A law firm with all its cases as of a day."""

    id: UUID
    name: str
    as_of: date
    cases: tuple[FirmCase, ...]

    @cached_property
    def totals(self) -> FirmTotals:
        """All its cases together."""
        return totals_of(self.cases, as_of=self.as_of)


@dataclass(frozen=True, slots=True)
class ListedFirm:
    """One law firm of the list."""

    id: UUID
    name: str
    cases: int
    open_cases: int
    billed: Money
    collected: Money
    open: Money


@dataclass(frozen=True, slots=True)
class MonthCollected:
    """What came in for a firm's cases in a month; below zero when more was taken back."""

    month: date
    collected: Money


def firm_standing(actor: Actor, firm_id: UUID, *, as_of: date) -> FirmStanding:
    """The law firm with every case of it, in three queries however many cases.

    *Raises*: Forbidden, NotFound.
    *Source*: requirement 1, rulings A4, A5, A11 to A14; docs/formulas/returns.md, docs/formulas/time-out.md
    """
    actor.require(Permission.FIRMS_VIEW)
    name = Party.objects.filter(kind=Party.Kind.LAW_FIRM, id=firm_id).values_list("name", flat=True).first()
    if name is None:
        raise NotFound()
    rows = fetch_all(load(PACKAGE, "firm_cases"), {"firm": firm_id})
    costs: dict[UUID, CaseCost] = {}
    if actor.may(Permission.FUNDING_VIEW) and rows:
        costs = costs_of_cases(actor, [row.case_id for row in rows], as_of=as_of)
    cases = tuple(_case(row, costs.get(row.case_id), as_of) for row in rows)
    return FirmStanding(firm_id, name, as_of, cases)


def totals_of(cases: Sequence[FirmCase], *, as_of: date) -> FirmTotals:
    """These cases together: those of a firm, or those that a search leaves."""
    costs = [case.cost for case in cases if case.cost is not None]
    return FirmTotals(
        cases=len(cases),
        dates=len({(case.patient_id, day) for case in cases for day in case.service_days}),
        accounts=sum(case.accounts for case in cases),
        billed=total(case.billed for case in cases),
        collected=total(case.collected for case in cases),
        open=total(case.open for case in cases),
        cost=cost_of_portfolio(costs, as_of=as_of) if len(costs) == len(cases) and cases else None,
        without_cost=sum(1 for cost in costs if not cost.allocated),
        cases_by_level=Counter(max(cost.levels) for cost in costs if cost.first_paid_on and cost.levels),
    )


def cases_with_words(cases: Sequence[FirmCase], words: str) -> list[FirmCase]:
    """The cases of which each word begins a word of number, patient, accident, day of loss or stage."""
    return [case for case in cases if _fits(case, words)] if words.strip() else list(cases)


def firm_collections(actor: Actor, firm_id: UUID, *, as_of: date, months: int) -> list[MonthCollected]:
    """What came in for the firm's cases in each of the last months, the oldest first; a quiet month is zero.

    *Raises*: Forbidden.
    """
    actor.require(Permission.FIRMS_VIEW)
    wanted = _last_months(as_of, months)
    params = {"firm": firm_id, "since": wanted[0], "as_of": as_of}
    found = {row.month: Money(row.collected) for row in fetch_all(load(PACKAGE, "firm_collections"), params)}
    return [MonthCollected(month, found.get(month, Money.zero)) for month in wanted]


def list_firms(actor: Actor, words: str = "") -> list[ListedFirm]:
    """The law firms with words that begin so, by name; all of them for blank words.

    *Raises*: Forbidden.
    """
    actor.require(Permission.FIRMS_VIEW)
    query = prefix_query(words)
    if not query and words.strip():
        return []
    return [
        ListedFirm(
            id=row.id,
            name=row.name,
            cases=row.cases,
            open_cases=row.open_cases,
            billed=Money(row.billed),
            collected=Money(row.collected),
            open=Money(row.open),
        )
        for row in fetch_all(load(PACKAGE, "firm_list"), {"query": query})
    ]


def _case(row: Any, cost: CaseCost | None, as_of: date) -> FirmCase:
    collected = Money(row.collected) - Money(row.refund_due)
    if cost is not None:
        # One source of cash for the whole page: what the bills say, so that its figures add up.
        cost = replace(cost, collected=collected, last_cash_on=row.last_cash_on)
    return FirmCase(
        case_id=row.case_id,
        number=row.number,
        patient_id=row.patient_id,
        patient=row.patient,
        accident_type=row.accident_type,
        date_of_loss=row.date_of_loss,
        stage=Stage(row.stage),
        accounts=row.bills,
        service_days=tuple(row.service_days),
        billed=Money(row.billed),
        collected=collected,
        open=Money(row.open),
        cost=cost,
        months_out=cost.months_out(as_of) if cost else None,
    )


def _fits(case: FirmCase, words: str) -> bool:
    said = (case.number, case.patient, case.accident_type, str(case.date_of_loss or ""), case.stage.label)
    parts = {part for text in said for part in search_words(text)}
    wanted = search_words(words)
    fits = bool(wanted) and all(any(part.startswith(word) for part in parts) for word in wanted)
    return fits or case.number in numbers_meant(words)


def _last_months(as_of: date, months: int) -> list[date]:
    last = as_of.year * 12 + as_of.month - 1
    return [date(place // 12, place % 12 + 1, 1) for place in range(last - months + 1, last + 1)]
