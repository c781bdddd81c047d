"""What a case earned: returned, rate of return, and what of it the books show already. Pure.

See docs/formulas/case-profitability.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from openlien.kit.money import Money, Rate, total
from openlien.kit.rounding import round_to_decimal


@dataclass(frozen=True)
class Profit:
    """The money side of one case, or of many together.

    *Units*: USD; `collected` is what came in and was kept; `fees` are those we bore ourselves.
    """

    collected: Money = Money.zero
    cost: Money = Money.zero
    interest: Money = Money.zero
    fees: Money = Money.zero
    open_cost: Money = Money.zero
    written_off: Money = Money.zero

    @property
    def allocated(self) -> Money:
        """What was put into the case."""
        return self.cost + self.interest + self.fees

    @property
    def profit(self) -> Money:
        """What came back above what was put in (domain rules: returned)."""
        return self.collected - self.allocated

    @property
    def rate_of_return(self) -> Rate | None:
        """Profit for each dollar put in; None when nothing was, never zero or infinity (ruling A4)."""
        return self.profit.ratio_to(self.allocated)

    @property
    def rate_before_interest(self) -> Rate | None:
        """The same without interest and fees, on cost alone (ruling A5)."""
        return (self.collected - self.cost).ratio_to(self.cost)

    @property
    def recognised(self) -> Money:
        """The part of the profit that the books show: cost still to be recovered is an asset, not a loss."""
        return self.profit + self.open_cost

    def __add__(self, other: Profit) -> Profit:
        return Profit(
            collected=self.collected + other.collected,
            cost=self.cost + other.cost,
            interest=self.interest + other.interest,
            fees=self.fees + other.fees,
            open_cost=self.open_cost + other.open_cost,
            written_off=self.written_off + other.written_off,
        )


def together(profits: Sequence[Profit]) -> Profit:
    """Return the sums of many cases; their rate of return is the weighted one."""
    return Profit(
        collected=total(each.collected for each in profits),
        cost=total(each.cost for each in profits),
        interest=total(each.interest for each in profits),
        fees=total(each.fees for each in profits),
        open_cost=total(each.open_cost for each in profits),
        written_off=total(each.written_off for each in profits),
    )


def points(rate: Rate | None) -> Decimal | None:
    """Return the rate in percent points with two decimals, half-up; None stays None."""
    return None if rate is None else rate.as_percent(2)


def simple_mean(profits: Sequence[Profit]) -> Decimal | None:
    """Return the mean of the cases' own rates in percent points, half-up, of those that have one."""
    rates = [each.rate_of_return.value for each in profits if each.rate_of_return is not None]
    return round_to_decimal(sum(rates) / len(rates) * 100, 2) if rates else None


def middle(profits: Sequence[Profit]) -> Decimal | None:
    """Return the median of the cases' own rates in percent points, half-up."""
    rates = [each.rate_of_return.value for each in profits if each.rate_of_return is not None]
    return round_to_decimal(median(rates) * 100, 2) if rates else None
