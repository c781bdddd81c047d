"""Rounding of exact fractions to decimals: the only two ways in use, each with a name."""

from decimal import Context, Decimal, Inexact, InvalidOperation
from enum import Enum
from fractions import Fraction

# Wide enough that moving the decimal point never rounds; anything wider is refused, not cut.
ROOMY = Context(prec=100, traps=[Inexact, InvalidOperation])


class Rounding(Enum):
    """How an exact value becomes a printed one; both act on the size of the number, so signs mirror."""

    HALF_UP = "half_up"
    DOWN = "down"


def round_to_whole(value: Fraction, rounding: Rounding = Rounding.HALF_UP) -> int:
    """Return the whole number the value rounds to; a half moves away from zero."""
    whole, rest = divmod(abs(value.numerator), value.denominator)
    if rounding is Rounding.HALF_UP and 2 * rest >= value.denominator:
        whole += 1
    return whole if value >= 0 else -whole


def round_to_decimal(value: Fraction, places: int, rounding: Rounding = Rounding.HALF_UP) -> Decimal:
    """Return the value as a decimal with exactly so many places, rounded once."""
    return decimal_from_units(round_to_whole(value * 10**places, rounding), places)


def decimal_from_units(units: int, places: int) -> Decimal:
    """Return `units` of the last place as a decimal, whatever the context's precision: (1234, 2) is 12.34."""
    return Decimal(units).scaleb(-places, ROOMY)
