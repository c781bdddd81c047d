"""Functions for worked rows whose subject in the code is a method."""

from openlien.kit.money import Money, Rate, Rounding


def times(amount: Money, rate: Rate) -> Money:
    """Return the amount times the rate, half-up."""
    return amount.times(rate)


def times_down(amount: Money, rate: Rate) -> Money:
    """Return the amount times the rate, rounded down as a ceiling."""
    return amount.times(rate, Rounding.DOWN)
