"""Functions for worked rows whose subject in the code is a method."""

from decimal import Decimal

from openlien.collections.reports.measures import mean_percent
from openlien.kit.money import Money, Rate, Rounding


def times(amount: Money, rate: Rate) -> Money:
    """Return the amount times the rate, half-up."""
    return amount.times(rate)


def times_down(amount: Money, rate: Rate) -> Money:
    """Return the amount times the rate, rounded down as a ceiling."""
    return amount.times(rate, Rounding.DOWN)


def mean_of_agreements(agreed: list[Money], retail: list[Money]) -> Decimal | None:
    """Return the mean of agreements given as two columns."""
    return mean_percent(list(zip(agreed, retail, strict=True)))
