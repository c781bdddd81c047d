"""What bills, cases and a firm's cases cost us and return, for any number of them in one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from openlien.cases.models import Case
from openlien.cases.scope import visible_cases
from openlien.identity.actor import Actor
from openlien.identity.permissions import Permission
from openlien.kit.errors import NotFound
from openlien.kit.money import Money, share_percent, total
from openlien.kit.sql import fetch_all, load
from openlien.ledger.position import Position

from ..calculations.annualised import Outlay, YearlyReturn, yearly_return
from ..calculations.returns import PortfolioReturn, multiple, portfolio_return, rate_of_return
from ..calculations.time_out import CareLevel, CaseTime, average_months_out, months_out
from ..care import care_levels


@dataclass(frozen=True)
class Cost:
    """What was spent up to a day: site cost and interest are kept apart (ruling A11).

    *Units*: USD; interest is what was accrued by then, so that it ties to the books.
    """

    site_cost: Money
    interest: Money

    @property
    def allocated(self) -> Money:
        """Site cost and interest: the cost of the requirement (ruling A5)."""
        return self.site_cost + self.interest

    def rate_of_return(self, returned: Money) -> Decimal | None:
        """The return on cost with interest, in percent; None (n/a) when nothing was spent.

        *Source*: rulings A4, A5; docs/formulas/returns.md
        """
        return rate_of_return(returned=returned, cost=self.allocated)

    def rate_of_return_ex_interest(self, returned: Money) -> Decimal | None:
        """The return on site cost alone, in percent; None (n/a) when nothing was spent."""
        return rate_of_return(returned=returned, cost=self.site_cost)

    def percent_of_cost(self, amount: Money) -> Decimal | None:
        """An offer or a payment in percent of cost with interest; None without cost."""
        return share_percent(amount, self.allocated)

    def percent_of_site_cost(self, amount: Money) -> Decimal | None:
        """An offer or a payment in percent of site cost alone; None without it."""
        return share_percent(amount, self.site_cost)

    def multiple(self, returned: Money) -> Decimal | None:
        """Returned over cost with interest (MOIC); None without cost."""
        return multiple(returned=returned, cost=self.allocated)


@dataclass(frozen=True)
class BillCost(Cost):
    """The cost of one bill; `financed` is what lines have lent on it and not got back."""

    bill_id: UUID
    financed: Money
    first_paid_on: date | None


@dataclass(frozen=True)
class CaseCost(Cost):
    """The cost of one case with what came in for it; `levels` are the kinds of care that were billed."""

    case_id: UUID
    collected: Money
    first_paid_on: date | None
    last_cash_on: date | None
    levels: tuple[CareLevel, ...]

    @property
    def returned(self) -> Money:
        """What came in beyond what was spent; below zero when less."""
        return self.collected - self.allocated

    @property
    def ror(self) -> Decimal | None:
        """The return on cost with interest, in percent; None when nothing was spent."""
        return self.rate_of_return(self.collected)

    @property
    def ror_ex_interest(self) -> Decimal | None:
        """The return on site cost alone, in percent; None when nothing was spent."""
        return self.rate_of_return_ex_interest(self.collected)

    def months_out(self, as_of: date) -> Decimal | None:
        """Months from the first payment to a provider to the last cash; None when none was paid."""
        if self.first_paid_on is None:
            return None
        return months_out(began_on=self.first_paid_on, last_cash_on=self.last_cash_on, as_of=as_of)

    def outlay(self, as_of: date) -> Outlay:
        """What was spent, from the first payment to the last cash, or to the day of the view."""
        return Outlay(self.allocated, self.first_paid_on, self.last_cash_on or as_of)

    def yearly(self, as_of: date) -> YearlyReturn:
        """The return as a yearly rate, or the sentence why there is none.

        *Source*: docs/formulas/returns.md
        """
        return yearly_return([self.outlay(as_of)], returned=self.collected, as_of=as_of)


@dataclass(frozen=True)
class PortfolioCost(Cost):
    """The cost of many cases together, their returns, and the average months out by level of care."""

    cases: int
    collected: Money
    returns: PortfolioReturn
    yearly: YearlyReturn
    months_out: dict[CareLevel, Decimal]

    @property
    def returned(self) -> Money:
        """What came in beyond what was spent."""
        return self.collected - self.allocated


def costs_of_bills(actor: Actor, bill_ids: Sequence[UUID], *, as_of: date) -> dict[UUID, BillCost]:
    """The cost of each of these bills up to a day, in one query.

    *Raises*: Forbidden: a provider and a law firm do not see what bills cost us.
    """
    actor.require(Permission.FUNDING_VIEW)
    rows = fetch_all(load("openlien.funding", "costs_of_bills"), {"bills": list(bill_ids), "as_of": as_of})
    return {
        row.bill_id: BillCost(
            site_cost=Money(row.site_cost),
            interest=Money(row.interest),
            bill_id=row.bill_id,
            financed=Money(row.financed),
            first_paid_on=row.first_paid_on,
        )
        for row in rows
    }


def costs_of_cases(actor: Actor, case_ids: Sequence[UUID], *, as_of: date) -> dict[UUID, CaseCost]:
    """The cost of each of these cases up to a day with what came in by then, in one query.

    *Raises*: Forbidden.
    """
    actor.require(Permission.FUNDING_VIEW)
    rows = fetch_all(load("openlien.funding", "costs_of_cases"), {"cases": list(case_ids), "as_of": as_of})
    return {
        row.case_id: CaseCost(
            site_cost=Money(row.site_cost),
            interest=Money(row.interest),
            case_id=row.case_id,
            collected=Position(payments=Money(row.payments), refund_due=Money(row.refund_due)).applied,
            first_paid_on=row.first_paid_on,
            last_cash_on=row.last_cash_on,
            levels=care_levels(row.codes),
        )
        for row in rows
    }


def cost_of_case(actor: Actor, case_number: str, *, as_of: date) -> CaseCost:
    """The cost of one case up to a day with what came in by then.

    *Raises*: Forbidden, NotFound.
    """
    case = visible_cases(actor, Permission.FUNDING_VIEW).filter(number=case_number).first()
    if case is None:
        raise NotFound()
    return costs_of_cases(actor, [case.id], as_of=as_of)[case.id]


def cost_of_firm(actor: Actor, law_firm_id: UUID, *, as_of: date) -> PortfolioCost:
    """The cost of all cases of a law firm together: weighted, mean and median return, average time out.

    *Raises*: Forbidden.
    *Source*: rulings A4, A14; docs/formulas/returns.md, docs/formulas/time-out.md
    """
    actor.require(Permission.FUNDING_VIEW)
    case_ids = list(Case.objects.filter(law_firm_id=law_firm_id).values_list("id", flat=True))
    return cost_of_portfolio(list(costs_of_cases(actor, case_ids, as_of=as_of).values()), as_of=as_of)


def cost_of_portfolio(cases: Sequence[CaseCost], *, as_of: date) -> PortfolioCost:
    """Many cases together."""
    times = [
        CaseTime(case.first_paid_on, case.levels, case.last_cash_on) for case in cases if case.first_paid_on
    ]
    collected = total(case.collected for case in cases)
    return PortfolioCost(
        site_cost=total(case.site_cost for case in cases),
        interest=total(case.interest for case in cases),
        cases=len(cases),
        collected=collected,
        yearly=yearly_return([case.outlay(as_of) for case in cases], returned=collected, as_of=as_of),
        returns=portfolio_return([(case.allocated, case.collected) for case in cases]),
        months_out=average_months_out(times, as_of=as_of),
    )
