"""Straight ramps from 0 to 100 and weighted averages of them: what every score is made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from openlien.kit.rounding import round_to_decimal

Number = int | Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Component:
    """One part of a score.

    *Units*: weight in points of 100; value from 0 to 100, exact, None when it is not known.
    """

    name: str
    weight: Fraction
    value: Fraction | None

    @property
    def shown(self) -> Decimal | None:
        """The value with two decimals, as printed; None when it is not known."""
        return None if self.value is None else round_to_decimal(self.value, 2)


def ramp(figure: Number, *, zero_at: int, full_at: int) -> Fraction:
    """Return 0 at one end, 100 at the other and a straight line between, never beyond."""
    risen = Fraction(figure) - zero_at
    return clamp(risen / (full_at - zero_at) * 100)


def clamp(figure: Number) -> Fraction:
    """Return the figure, not below 0 and not above 100."""
    return min(Fraction(100), max(Fraction(0), Fraction(figure)))


def weighted_score(components: Iterable[Component]) -> Decimal | None:
    """Return the weighted average of the known components, one decimal, half-up; None when none counts.

    A component that is not known drops out and the others carry its weight: unknown is never 0.
    """
    known = [part for part in components if part.value is not None]
    weight = sum(part.weight for part in known)
    if not weight:
        return None
    return round_to_decimal(sum(part.weight * part.value for part in known) / weight, 1)
