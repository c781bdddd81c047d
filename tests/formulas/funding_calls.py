"""Functions for worked rows of funding and negotiation pages whose subject takes objects or enumerations."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from openlien.funding.calculations.borrowing_base import Eligible, Receivable, eligible_receivables
from openlien.funding.calculations.day_counts import DayCount, days_between, year_share
from openlien.funding.calculations.interest import (
    Interest,
    LienCost,
    LineTerms,
    RateReset,
    interest_by_lien,
    interest_for_days,
    line_interest,
    simple_interest,
)
from openlien.funding.calculations.returns import (
    PortfolioReturn,
    internal_rate_of_return,
    portfolio_return,
)
from openlien.funding.calculations.time_out import CareLevel, CaseTime, average_months_out
from openlien.kit.money import Money, Rate
from openlien.negotiation.calculations.fairness import FairOffer, OutsideBill, Variant, fair_offer


def days(start: date, end: date, convention: str) -> int:
    """Return the days by a convention."""
    return days_between(start, end, DayCount(convention))


def years(start: date, end: date, convention: str) -> object:
    """Return the share of a year by a convention."""
    return year_share(start, end, DayCount(convention))


def interest(principal: Money, rate: Rate, start: date, end: date, convention: str) -> Money:
    """Return the interest of a period by a convention."""
    return simple_interest(
        principal=principal, rate=rate, start=start, end=end, convention=DayCount(convention)
    )


def interest_of_days(principal: Money, rate: Rate, days: int, convention: str) -> Money:
    """Return the interest of a number of days by a convention."""
    return interest_for_days(principal=principal, rate=rate, days=days, convention=DayCount(convention))


def line(
    balance_days: list[date],
    balances: list[Money],
    rate_days: list[date],
    rates: list[Decimal],
    end: date,
    capitalises: bool,
) -> Interest:
    """Return the interest of a line; reference rates in percent, a spread of 5 % and a floor of 1 %."""
    resets = [RateReset(day, Rate.percent(rate)) for day, rate in zip(rate_days, rates, strict=True)]
    terms = LineTerms(tuple(resets), Rate("0.05"), Rate("0.01"), capitalises=capitalises)
    stated = list(zip(balance_days, balances, strict=True))
    return line_interest(balances=stated, terms=terms, start=balance_days[0], end=end)


def by_lien(interest: Money, costs: list[Money], days: list[int]) -> list[Money]:
    """Return the shares of liens in a line's interest."""
    liens = [LienCost(str(place), *pair) for place, pair in enumerate(zip(costs, days, strict=True))]
    return interest_by_lien(interest=interest, liens=liens)


def eligible(
    debtors: list[str], amounts: list[Money], ages: list[int], age_days_max: int, debtor_share_max: Rate
) -> Eligible:
    """Return what is eligible of these receivables."""
    stated = [Receivable(*each) for each in zip(debtors, amounts, ages, strict=True)]
    return eligible_receivables(
        receivables=stated, age_days_max=age_days_max, debtor_share_max=debtor_share_max
    )


def portfolio(allocated: list[Money], collected: list[Money]) -> PortfolioReturn:
    """Return the averages of cases."""
    return portfolio_return(list(zip(allocated, collected, strict=True)))


def irr(days: list[date], amounts: list[Money]) -> Decimal:
    """Return the internal rate of return of flows."""
    return internal_rate_of_return(list(zip(days, amounts, strict=True)))


def average_out(
    began: list[date], levels: list[str], cash: list[date | None], as_of: date, level: str
) -> Decimal:
    """Return the average months out of one level; the levels of a case are joined by a plus sign."""
    cases = [
        CaseTime(first, tuple(CareLevel[name.upper()] for name in named.split("+")), last)
        for first, named, last in zip(began, levels, cash, strict=True)
    ]
    return average_months_out(cases, as_of=as_of)[CareLevel[level.upper()]]


def fair(
    bills: list[Money],
    promises: list[Money],
    own_retail: Money,
    offer: Money | None,
    variant: str,
    fund: Money | None,
    claims: Money | None,
) -> FairOffer:
    """Return the fair offer by a variant."""
    pairs = [OutsideBill(*pair) for pair in zip(bills, promises, strict=True)]
    return fair_offer(
        bills=pairs, own_retail=own_retail, offer=offer, variant=Variant(variant), fund=fund, claims=claims
    )
