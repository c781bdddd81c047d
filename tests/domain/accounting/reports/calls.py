"""Functions for the worked rows of the formula pages about profitability and revenue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openlien.accounting.reports.profit import Profit, middle, points, simple_mean, together
from openlien.accounting.reports.recognition import Month
from openlien.kit.money import Money


@dataclass(frozen=True)
class Rates:
    """Rates of return of one case in percent points."""

    rate: Decimal | None
    before_interest: Decimal | None


@dataclass(frozen=True)
class PortfolioRates:
    """The weighted rate of many cases, with the mean and the median of their own."""

    weighted: Decimal | None
    mean: Decimal | None
    median: Decimal | None


def rates(collected: Money, cost: Money, interest: Money) -> Rates:
    """The rates of one case."""
    case = Profit(collected=collected, cost=cost, interest=interest)
    return Rates(rate=points(case.rate_of_return), before_interest=points(case.rate_before_interest))


def portfolio(allocated: list[Money], collected: list[Money]) -> PortfolioRates:
    """The rates of cases that were given so much and brought so much."""
    cases = [Profit(cost=put_in, collected=came) for put_in, came in zip(allocated, collected, strict=True)]
    return PortfolioRates(
        weighted=points(together(cases).rate_of_return), mean=simple_mean(cases), median=middle(cases)
    )


def month(revenue: Money, expense: Money, written_off: Money, interest: Money, fees: Money) -> Month:
    """A month of the revenue report."""
    amounts = {"revenue": revenue, "expense": expense, "written_off": written_off}
    return Month(date(2026, 10, 1), **amounts, interest=interest, fees=fees)
