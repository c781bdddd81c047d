"""Checks and roundings that every formula on money shares."""

from __future__ import annotations

from fractions import Fraction

from openlien.kit.errors import InvalidInput
from openlien.kit.money import Money, Rate
from openlien.kit.rounding import Rounding, round_to_whole


class NegativeAmount(InvalidInput):
    """{field} may not be below 0.00; it is {amount}."""

    def __init__(self, field: str, amount: Money) -> None:
        super().__init__(field, "", amount=amount)


class ShareOutOfRange(InvalidInput):
    """{field} is a share from 0 to 1, such as 0.3333 or 1/3; it is {share}."""

    def __init__(self, field: str, share: Rate) -> None:
        super().__init__(field, "", share=share)


def refuse_negative(**amounts: Money) -> None:
    """Let only amounts from 0.00 up pass.

    *Raises*: NegativeAmount, which names the first that is below.
    """
    for name, amount in amounts.items():
        if amount < Money.zero:
            raise NegativeAmount(name.replace("_", " "), amount)


def refuse_beyond_one(**shares: Rate) -> None:
    """Let only shares from 0 to 1 pass.

    *Raises*: ShareOutOfRange, which names the first that is outside.
    """
    for name, share in shares.items():
        if not Rate.zero <= share <= Rate.whole:
            raise ShareOutOfRange(name.replace("_", " "), share)


def money_of_cents(cents: Fraction | int, rounding: Rounding = Rounding.HALF_UP) -> Money:
    """Return an exact number of cents as money, rounded once in the named way."""
    return Money.from_cents(round_to_whole(Fraction(cents), rounding))


def not_below_zero(amount: Money) -> Money:
    """Return the amount, or 0.00 when it is below."""
    return max(Money.zero, amount)
