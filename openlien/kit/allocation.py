"""Sharing whole cents among parties by largest remainder, on exact fractions.

See `docs/formulas/rounding-and-allocation.md`.
"""

import math
from collections.abc import Sequence
from fractions import Fraction

from openlien.kit.errors import DomainError


class AllocationError(DomainError, ValueError):
    """This amount cannot be shared that way."""


class NothingToShareBy(AllocationError):
    """There is nothing to share {total} by: no party has a weight above zero."""


class NegativeWeight(AllocationError):
    """A weight may not be below zero: the weight in position {position} is {weight}."""


class ClaimsExceeded(AllocationError):
    """{total} is more than all claims together, {claims}, so somebody would get more than they claim."""


class FloorsNotCovered(AllocationError):
    """{total} does not cover what the parties must get at least, {floors}."""


class ClaimBelowFloor(AllocationError):
    """The claim in position {position} is negative or below what that party must get at least."""


class LimitsDoNotMatch(AllocationError):
    """Every weight needs its own limit: there are {weights} weights and {limits} limits."""


def allocate_cents(
    total: int,
    weights: Sequence[Fraction | int],
    *,
    claims: Sequence[int] | None = None,
    floors: Sequence[int] | None = None,
) -> list[int]:
    """Return one whole number of cents a weight, in the same order, that add up to the total.

    Each exact share is rounded down, and the cents left over go to the largest fractions; on a tie to
    the larger weight, then to the earlier position. With claims no share is above its claim, with floors
    none is below its floor: what a limit holds back is shared again among the others. A negative total
    gives the mirror image, so a reversal takes back exactly what was given.
    *Units*: cents; claims and floors are sizes, never negative.
    *Raises*: AllocationError when the rules above cannot be met.
    """
    if total < 0:
        return [-share for share in allocate_cents(-total, weights, claims=claims, floors=floors)]
    _check_weights(total, weights)
    whole_weights = _whole_weights(weights)
    if claims is None and floors is None:
        return _by_largest_remainder(total, whole_weights)
    lows, highs = _checked_limits(total, len(weights), claims, floors)
    return _within_limits(total, whole_weights, lows, highs)


def _check_weights(total: int, weights: Sequence[Fraction | int]) -> None:
    for position, weight in enumerate(weights, start=1):
        if weight < 0:
            raise NegativeWeight(position=position, weight=weight)
    if not weights or (total and not any(weights)):
        raise NothingToShareBy(total=_dollars(total))


def _whole_weights(weights: Sequence[Fraction | int]) -> list[int]:
    """Return integers in the same proportions: integer arithmetic is exact and many times faster."""
    scale = math.lcm(*(weight.denominator for weight in weights))
    return [weight.numerator * (scale // weight.denominator) for weight in weights]


def _by_largest_remainder(total: int, weights: list[int]) -> list[int]:
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    parts = [divmod(total * weight, whole) for weight in weights]
    return _hand_out_rest(total, [cents for cents, _ in parts], [rest for _, rest in parts], weights)


def _within_limits(total: int, weights: list[int], lows: list[int], highs: list[int | None]) -> list[int]:
    level = _level(total, weights, lows, highs)
    exact = [
        _clamp(level * weight, low, high) for weight, low, high in zip(weights, lows, highs, strict=True)
    ]
    floored = [math.floor(share) for share in exact]
    rests = [share - cents for share, cents in zip(exact, floored, strict=True)]
    return _hand_out_rest(total, floored, rests, weights)


def _hand_out_rest(
    total: int, shares: list[int], rests: Sequence[Fraction | int], weights: list[int]
) -> list[int]:
    left = total - sum(shares)
    order = sorted(range(len(shares)), key=lambda i: (-rests[i], -weights[i], i))
    for position in order[:left]:
        shares[position] += 1
    return shares


def _level(total: int, weights: list[int], lows: list[int], highs: list[int | None]) -> Fraction:
    """Return the one price per weight at which the limited shares add up to the total.

    The sum rises with the price in straight pieces; a piece ends where a share leaves its floor or
    reaches its claim, so walking over those points in order finds the price exactly.
    """
    reached, level, slope = Fraction(sum(lows)), Fraction(0), 0
    for point, change in _turning_points(weights, lows, highs):
        next_reached = reached + slope * (point - level)
        if next_reached >= total:
            break
        reached, level, slope = next_reached, point, slope + change
    if slope:
        return level + (total - reached) / slope
    if reached != total:
        raise NothingToShareBy(total=_dollars(total - math.floor(reached)))
    return level


def _turning_points(
    weights: list[int], lows: list[int], highs: list[int | None]
) -> list[tuple[Fraction, int]]:
    points = []
    for weight, low, high in zip(weights, lows, highs, strict=True):
        if not weight:
            continue
        points.append((Fraction(low, weight), weight))
        if high is not None:
            points.append((Fraction(high, weight), -weight))
    return sorted(points)


def _clamp(share: Fraction, low: int, high: int | None) -> Fraction:
    at_least = max(share, Fraction(low))
    return at_least if high is None else min(at_least, Fraction(high))


def _checked_limits(
    total: int, count: int, claims: Sequence[int] | None, floors: Sequence[int] | None
) -> tuple[list[int], list[int | None]]:
    lows = list(floors) if floors is not None else [0] * count
    highs: list[int | None] = list(claims) if claims is not None else [None] * count
    for limits in (lows, highs):
        if len(limits) != count:
            raise LimitsDoNotMatch(weights=count, limits=len(limits))
    for position, (low, high) in enumerate(zip(lows, highs, strict=True), start=1):
        if low < 0 or (high is not None and high < low):
            raise ClaimBelowFloor(position=position)
    if claims is not None and total > sum(claims):
        raise ClaimsExceeded(total=_dollars(total), claims=_dollars(sum(claims)))
    if total < sum(lows):
        raise FloorsNotCovered(total=_dollars(total), floors=_dollars(sum(lows)))
    return lows, highs


def _dollars(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
