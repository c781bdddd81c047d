"""Exact scales: values of any exact kind become rounded coordinates, printed as text.

Across, a chart is measured in percent of its own width, so that it fills any page without its letters growing
or shrinking; down, it is measured in pixels. Everything between the value and the printed coordinate is a
Fraction, so a chart never shows money that went through a float.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from openlien.kit.rounding import round_to_decimal

_WRONG_KIND = "A chart takes int, Decimal, Fraction, Money or Rate, not {kind}."


def exact(value: object) -> Fraction:
    """The value as a Fraction.

    Shapes: int, Decimal, Fraction, or anything with an exact `amount` (Money) or `value` (Rate).
    Raises: TypeError for a float, a bool or a word; ValueError for a Decimal that is no finite number.
    """
    if isinstance(value, (bool, float, str)):
        raise TypeError(_WRONG_KIND.format(kind=type(value).__name__))
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError("A chart takes finite numbers only.")
    if isinstance(value, (int, Decimal, Fraction)):
        return Fraction(value)
    for attribute in ("amount", "value"):
        inner = getattr(value, attribute, None)
        if isinstance(inner, (Decimal, Fraction)):
            return exact(inner)
    raise TypeError(_WRONG_KIND.format(kind=type(value).__name__))


def coordinate(value: Fraction | int) -> str:
    """The value as SVG text with at most two digits and no trailing zeros."""
    text = f"{round_to_decimal(Fraction(value), 2):.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def percent(value: Fraction | int) -> str:
    """A part of one as an SVG length in percent, for example 1/3 -> "33.33%"."""
    return f"{coordinate(Fraction(value) * 100)}%"


def edges(parts: Iterable[Fraction]) -> list[Decimal]:
    """Where parts of one start and end, in percent, rounded as running totals so that widths add up."""
    running = Fraction(0)
    found = [Decimal("0.00")]
    for part in parts:
        running += part
        found.append(round_to_decimal(running * 100, 2))
    return found


@dataclass(frozen=True)
class Scale:
    """A straight line from values [low, high] to places [start, end]."""

    low: Fraction
    high: Fraction
    start: Fraction
    end: Fraction

    def at(self, value: Fraction) -> Fraction:
        """The place of the value; the middle when the scale has no length."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def within(self, value: Fraction) -> Fraction:
        """The place of the value, kept inside the scale."""
        return self.at(min(max(value, self.low), self.high))


def nice_ticks(low: Fraction, high: Fraction, *, about: int = 4, whole: bool = False) -> tuple[Fraction, ...]:
    """Round numbers that cover [low, high], about `about` steps of 1, 2, 2.5 or 5 times a power of ten.

    Shapes: at least two ticks, rising, zero among them when the range touches or spans zero.
    Units: those of the values; `whole` keeps the steps on whole numbers (cases, invoices).
    """
    if low > high:
        low, high = high, low
    if low == high:
        low, high = min(low, Fraction(0)), max(high, Fraction(0))
    if low == high:
        high = Fraction(1)
    step = _nice_step((high - low) / about, whole=whole)
    first, last = math.floor(low / step), math.ceil(high / step)
    return tuple(step * n for n in range(first, last + 1))


def _nice_step(rough: Fraction, *, whole: bool) -> Fraction:
    power = Fraction(1)
    while power * 10 <= rough:
        power *= 10
    while power > rough:
        power /= 10
    for multiple in (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5), Fraction(10)):
        step = multiple * power
        if step >= rough and not (whole and step.denominator != 1):
            return step
    return Fraction(1)


def shown_ticks(values: Sequence[Fraction], *, whole: bool = False, about: int = 4) -> tuple[Fraction, ...]:
    """Ticks for bars or columns, which always start at zero."""
    return nice_ticks(min([Fraction(0), *values]), max([Fraction(0), *values]), about=about, whole=whole)
