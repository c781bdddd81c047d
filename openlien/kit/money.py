"""Exact dollars, exact rates, and the ways to split and compare them; a float never comes in.

See `docs/formulas/rounding-and-allocation.md` and `docs/formulas/shares.md`.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Context, Decimal, Inexact, InvalidOperation
from fractions import Fraction
from functools import total_ordering
from typing import ClassVar, Self

from openlien.kit.allocation import AllocationError, allocate_cents
from openlien.kit.errors import DomainError
from openlien.kit.rounding import (
    Rounding,
    decimal_from_units,
    round_to_decimal,
    round_to_whole,
)

__all__ = [
    "AllocationError",
    "Money",
    "MoneyError",
    "Rate",
    "Rounding",
    "allocate",
    "share_percent",
    "share_percents",
    "total",
]

CENTS_LIMIT = 10**14
SAID_LETTERS_MAX = 40
PLAIN_DECIMAL = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{0,40})?", re.ASCII)
PLAIN_FRACTION = re.compile(r"[+-]?[0-9]{1,40}/[0-9]{1,40}", re.ASCII)
CENT = Decimal("0.01")
EXACT_CENTS = Context(prec=40, traps=[Inexact, InvalidOperation])


class MoneyError(DomainError, ValueError):
    """ "{value}" is not an amount of money."""

    def __init__(self, *, value: object) -> None:
        said = str(value)
        super().__init__(value=said if len(said) <= SAID_LETTERS_MAX else f"{said[:SAID_LETTERS_MAX]}…")


class ThirdDecimal(MoneyError):
    """{value} has more than two decimals: an amount of money ends at the cent."""


class AmountOutOfBounds(MoneyError):
    """{value} is too large: amounts stay below 1,000,000,000,000.00."""


class RateError(DomainError, ValueError):
    """ "{value}" is not a rate."""


@total_ordering
class Money:
    """Exact US dollars, immutable and hashable; adds to and compares with Money only.

    *Units*: USD, exact to the cent, smaller than 1e12 in size.
    *Raises*: MoneyError for a third decimal, for text that is no plain number and for what is not
    finite or too large; TypeError for a float.
    """

    __slots__ = ("cents",)
    cents: int
    zero: ClassVar["Money"]

    def __init__(self, amount: str | int | Decimal) -> None:
        # Every amount out of the database comes this way, a hundred and more for a page of a list.
        is_decimal = isinstance(amount, Decimal)
        cents = _cents_of_decimal(amount) if is_decimal else _cents_within_bounds(_cents_of(amount), amount)
        object.__setattr__(self, "cents", cents)

    @classmethod
    def from_cents(cls, cents: int) -> Self:
        """Return the amount of so many whole cents."""
        if isinstance(cents, bool) or not isinstance(cents, int):
            raise TypeError(f"Cents are whole numbers, not {type(cents).__name__}.")
        made = cls.__new__(cls)
        object.__setattr__(made, "cents", _cents_within_bounds(cents, cents))
        return made

    @property
    def amount(self) -> Decimal:
        """Return the dollars as a decimal with exactly two places."""
        return decimal_from_units(self.cents, 2)

    @property
    def spoken(self) -> str:
        """Return the dollars as sentences say them: with thousands apart, as 1,234.50."""
        return f"{self.amount:,}"

    def times(self, rate: "Rate", rounding: Rounding = Rounding.HALF_UP) -> "Money":
        """Return the rate's share of this amount, rounded once to the cent in the named way."""
        return Money.from_cents(round_to_whole(self.cents * _required_rate(rate).value, rounding))

    def ratio_to(self, other: "Money") -> "Rate | None":
        """Return this amount as an exact share of the other; None when the other is zero."""
        return Rate(Fraction(self.cents, other.cents)) if other.cents else None

    def __add__(self, other: object) -> "Money":
        return Money.from_cents(self.cents + other.cents) if isinstance(other, Money) else NotImplemented

    def __sub__(self, other: object) -> "Money":
        return Money.from_cents(self.cents - other.cents) if isinstance(other, Money) else NotImplemented

    def __neg__(self) -> "Money":
        return Money.from_cents(-self.cents)

    def __abs__(self) -> "Money":
        return Money.from_cents(abs(self.cents))

    def __bool__(self) -> bool:
        return self.cents != 0

    def __eq__(self, other: object) -> bool:
        return self.cents == other.cents if isinstance(other, Money) else NotImplemented

    def __lt__(self, other: object) -> bool:
        return self.cents < other.cents if isinstance(other, Money) else NotImplemented

    def __hash__(self) -> int:
        return hash((Money, self.cents))

    def __str__(self) -> str:
        return f"{self.amount:f}"

    def __repr__(self) -> str:
        return f"Money('{self}')"

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("Money does not change; make another one.")

    def __reduce__(self) -> tuple[object, ...]:
        return Money, (str(self),)


@total_ordering
class Rate:
    """An exact share such as 0.0935 or 1/3, immutable and hashable; money times a rate is money.

    *Units*: a share, 1 being the whole.
    *Raises*: RateError for what is no plain number or fraction; TypeError for a float.
    """

    __slots__ = ("value",)
    value: Fraction
    zero: ClassVar["Rate"]
    whole: ClassVar["Rate"]

    def __init__(self, share: "str | int | Decimal | Fraction") -> None:
        object.__setattr__(self, "value", _fraction_of(share))

    @classmethod
    def percent(cls, percentage: str | int | Decimal | Fraction) -> Self:
        """Return the rate of a percentage: Rate.percent("33.33") is 0.3333."""
        return cls(_fraction_of(percentage) / 100)

    @classmethod
    def fraction(cls, numerator: int, denominator: int) -> Self:
        """Return the exact fraction, such as the third that 33.33 percent is not."""
        return cls(f"{numerator}/{denominator}")

    @classmethod
    def of(cls, part: "Money | int | Fraction", whole: "Money | int | Fraction") -> "Rate | None":
        """Return the part as an exact share of the whole; None when the whole is zero."""
        share_of = _weight(whole)
        return cls(_weight(part) / share_of) if share_of else None

    def as_percent(self, places: int = 2) -> Decimal:
        """Return the rate in percent, rounded half-up for display."""
        return round_to_decimal(self.value * 100, places)

    def __add__(self, other: object) -> "Rate":
        return Rate(self.value + other.value) if isinstance(other, Rate) else NotImplemented

    def __sub__(self, other: object) -> "Rate":
        return Rate(self.value - other.value) if isinstance(other, Rate) else NotImplemented

    def __mul__(self, other: object) -> "Rate":
        return Rate(self.value * other.value) if isinstance(other, Rate) else NotImplemented

    def __bool__(self) -> bool:
        return self.value != 0

    def __eq__(self, other: object) -> bool:
        return self.value == other.value if isinstance(other, Rate) else NotImplemented

    def __lt__(self, other: object) -> bool:
        return self.value < other.value if isinstance(other, Rate) else NotImplemented

    def __hash__(self) -> int:
        return hash((Rate, self.value))

    def __str__(self) -> str:
        return str(self.value)

    def __repr__(self) -> str:
        return f"Rate('{self}')"

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("A rate does not change; make another one.")

    def __reduce__(self) -> tuple[object, ...]:
        return Rate, (self.value,)


Weight = Money | Rate | Decimal | Fraction | int


def total(amounts: Iterable[Money]) -> Money:
    """Return the sum of the amounts; zero when there are none."""
    return sum(amounts, start=Money.zero)


def allocate(
    total: Money,
    weights: Sequence[Weight],
    *,
    claims: Sequence[Money] | None = None,
    floors: Sequence[Money] | None = None,
) -> list[Money]:
    """Return one share a weight, in the same order, that add up to the total to the cent.

    Shares follow the weights by largest remainder; no share is above its claim or below its floor.
    *Raises*: AllocationError when no weight is above zero or the total does not fit the limits.
    *Source*: docs/formulas/rounding-and-allocation.md
    """
    shares = allocate_cents(
        total.cents,
        [_weight(weight) for weight in weights],
        claims=None if claims is None else [claim.cents for claim in claims],
        floors=None if floors is None else [floor.cents for floor in floors],
    )
    return [Money.from_cents(share) for share in shares]


def share_percent(part: Weight, whole: Weight, places: int = 2) -> Decimal | None:
    """Return the part in percent of the whole, rounded half-up; None when the whole is zero."""
    share = Rate.of(part, whole)
    return None if share is None else share.as_percent(places)


def share_percents(parts: Sequence[Weight], places: int = 2) -> list[Decimal]:
    """Return the percentages of the parts so that the printed figures add up to exactly 100.

    All zero gives all zero.
    *Raises*: AllocationError for a part below zero.
    *Source*: docs/formulas/shares.md
    """
    weights = [_weight(part) for part in parts]
    if not any(weights):
        return [decimal_from_units(0, places) for _ in weights]
    units = allocate_cents(100 * 10**places, weights)
    return [decimal_from_units(unit, places) for unit in units]


def _cents_of(amount: object) -> int:
    if isinstance(amount, bool) or not isinstance(amount, (str, int)):
        raise TypeError(f"Money takes text, whole numbers or decimals, not {type(amount).__name__}.")
    if isinstance(amount, int):
        return amount * 100
    if isinstance(amount, str) and not PLAIN_DECIMAL.fullmatch(amount):
        raise MoneyError(value=amount)
    return _cents_of_decimal(Decimal(amount))


def _cents_of_decimal(amount: Decimal) -> int:
    if not amount.is_finite():
        raise MoneyError(value=amount)
    if amount and amount.adjusted() >= 12:
        raise AmountOutOfBounds(value=amount)
    try:
        return int(amount.quantize(CENT, context=EXACT_CENTS).scaleb(2, EXACT_CENTS))
    except Inexact:
        raise ThirdDecimal(value=amount) from None


def _cents_within_bounds(cents: int, amount: object) -> int:
    if abs(cents) >= CENTS_LIMIT:
        raise AmountOutOfBounds(value=amount)
    return cents


def _fraction_of(share: object) -> Fraction:
    if isinstance(share, bool) or not isinstance(share, (str, int, Decimal, Fraction)):
        raise TypeError(
            f"A rate takes text, whole numbers, decimals or fractions, not {type(share).__name__}."
        )
    if isinstance(share, str) and not (PLAIN_DECIMAL.fullmatch(share) or PLAIN_FRACTION.fullmatch(share)):
        raise RateError(value=share)
    if isinstance(share, Decimal) and not (share.is_finite() and abs(share.adjusted()) <= 40):
        raise RateError(value=share)
    try:
        return Fraction(share)
    except ZeroDivisionError:
        raise RateError(value=share) from None


def _required_rate(rate: object) -> Rate:
    if not isinstance(rate, Rate):
        raise TypeError(f"Money is multiplied by a Rate, not by {type(rate).__name__}.")
    return rate


def _weight(weight: object) -> Fraction:
    if isinstance(weight, Money):
        return Fraction(weight.cents)
    if isinstance(weight, Rate):
        return weight.value
    return _fraction_of(weight)


# Values of their own classes can only be made once everything above is defined.
Money.zero = Money(0)
Rate.zero = Rate(0)
Rate.whole = Rate(1)
