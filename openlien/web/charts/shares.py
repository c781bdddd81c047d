"""Shares for people: percentages that add up to 100.00 as printed."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from openlien.kit.money import share_percent, share_percents
from openlien.web.charts.scale import exact


def percent_shares(weights: Sequence[object], *, places: int = 2) -> list[Decimal | None]:
    """Each weight's percentage of their sum; the printed numbers add up to 100 exactly.

    Shapes: one share a weight, same order; None for each when the sum is not above zero. Beside a weight
    below zero the shares of the others pass 100, so then each is rounded by itself.
    Units: percent, `places` digits.
    """
    parts = [exact(weight) for weight in weights]
    whole = sum(parts, Fraction(0))
    if whole <= 0:
        return [None] * len(parts)
    if any(part < 0 for part in parts):
        return [share_percent(part, whole, places) for part in parts]
    return list(share_percents(parts, places))


def given_or_computed(shares: Sequence[Decimal | None], weights: Sequence[object]) -> list[Decimal | None]:
    """The shares that came with the rows, or computed ones when no row brought any."""
    if any(share is not None for share in shares):
        return list(shares)
    return percent_shares(weights)
