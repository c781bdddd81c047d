"""What money came back for what was spent: ROR, MOIC, IRR. See docs/formulas/returns.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from statistics import median

from openlien.kit.errors import InvalidInput
from openlien.kit.money import Money, share_percent, total
from openlien.kit.rounding import round_to_decimal
from openlien.kit.working import Worked, step

DAYS_A_YEAR = 365
DIGITS = 50
RATE_MIN = Decimal("-0.999999")
RATE_MAX = Decimal("1000000")
HALVINGS = 220


class NoReturnToFind(InvalidInput):
    """Money has to go out and to come back for a rate of return."""

    def __init__(self) -> None:
        super().__init__("flows", "")


@dataclass(frozen=True)
class PortfolioReturn(Worked):
    """Three averages of one portfolio, in percent; None (n/a) where nothing was allocated."""

    weighted: Decimal | None
    simple: Decimal | None
    median: Decimal | None


def rate_of_return(*, returned: Money, cost: Money) -> Decimal | None:
    """Return (returned − cost) ÷ cost in percent; None (n/a) when nothing was spent.

    *Source*: ruling A4, A5; docs/formulas/returns.md
    """
    return share_percent(_signed_weight(returned - cost), _signed_weight(cost))


def multiple(*, returned: Money, cost: Money) -> Decimal | None:
    """Return returned ÷ cost with two decimals (MOIC); None when nothing was spent."""
    return None if not cost else round_to_decimal(Fraction(returned.cents, cost.cents), 2)


def portfolio_return(cases: Sequence[tuple[Money, Money]]) -> PortfolioReturn:
    """Return the weighted, simple and median rate of return of cases (allocated, collected).

    A case to which nothing was allocated has no rate; it counts in the weighted one only.
    *Source*: ruling A4; docs/formulas/returns.md
    """
    allocated, collected = total(each[0] for each in cases), total(each[1] for each in cases)
    rates = [Fraction((got - cost).cents * 100, cost.cents) for cost, got in cases if cost]
    weighted = rate_of_return(returned=collected, cost=allocated)
    simple = round_to_decimal(sum(rates) / len(rates), 2) if rates else None
    middle = round_to_decimal(Fraction(median(rates)), 2) if rates else None
    formula = "(all collected − all allocated) ÷ all allocated"
    return PortfolioReturn(
        weighted,
        simple,
        middle,
        working=(
            step("Weighted", formula, weighted, all_collected=collected, all_allocated=allocated),
            step("Simple average", "sum of the rates of the cases ÷ their number", simple, cases=len(rates)),
            step("Median", "the middle rate of the cases", middle, cases=len(rates)),
        ),
    )


def annualised_return(*, cost: Money, returned: Money, days: int) -> Decimal | None:
    """Return the yearly rate, in percent with one decimal, at which the cost grew to what came back.

    *Units*: days above zero; None when nothing was spent, no time passed or money was lost beyond all.
    *Source*: docs/formulas/returns.md
    """
    if not cost or days <= 0 or returned < Money.zero:
        return None
    if not returned:
        return Decimal("-100.0")
    with localcontext() as context:
        context.prec = DIGITS
        grown = Decimal(returned.cents) / Decimal(cost.cents)
        yearly = grown ** (Decimal(DAYS_A_YEAR) / Decimal(days)) - 1
        return round_to_decimal(Fraction(yearly * 100), 1)


def internal_rate_of_return(flows: Sequence[tuple[date, Money]]) -> Decimal:
    """Return the yearly money-weighted rate in percent, two decimals, of dated flows; money out is negative.

    Found by halving; exact decimals, so that every machine finds the same figure.
    *Raises*: NoReturnToFind.
    *Source*: docs/formulas/returns.md
    """
    signs = {flow > Money.zero for _, flow in flows if flow}
    if signs != {True, False}:
        raise NoReturnToFind()
    first = min(day for day, _ in flows)
    with localcontext() as context:
        context.prec = DIGITS
        terms = [
            (Decimal(flow.cents), Decimal((day - first).days) / DAYS_A_YEAR) for day, flow in flows if flow
        ]
        low, high = RATE_MIN, RATE_MAX
        at_low = _present_value(terms, low)
        if at_low * _present_value(terms, high) > 0:
            raise NoReturnToFind()
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            if high - low < Decimal("1e-12"):
                break
            if at_low * _present_value(terms, middle) > 0:
                low = middle
            else:
                high = middle
        return round_to_decimal(Fraction((low + high) / 2 * 100), 2)


def _present_value(terms: list[tuple[Decimal, Decimal]], rate: Decimal) -> Decimal:
    growth = (1 + rate).ln()
    return sum((flow * (-growth * years).exp() for flow, years in terms), start=Decimal(0))


def _signed_weight(amount: Money) -> Fraction:
    return Fraction(amount.cents)
