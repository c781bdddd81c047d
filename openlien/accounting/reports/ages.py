"""Ageing buckets: which one a balance falls into by the age of its oldest unpaid charge. Pure.

See docs/formulas/ageing.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from openlien.kit.money import Money, total


def bucket_labels(limits: Sequence[int]) -> tuple[str, ...]:
    """Return the buckets in words: "Up to 30 days", "31 to 60", …, "Over 120".

    *Units*: `limits` are the last days of all buckets but the oldest, rising.
    """
    between = (f"{low + 1} to {high}" for low, high in pairwise(limits))
    return (f"Up to {limits[0]} days", *between, f"Over {limits[-1]}")


def bucket_of(days: int | None, limits: Sequence[int]) -> int:
    """Return the place of the bucket of a balance whose oldest unpaid charge is so old; the first for none.

    *Units*: days; a limit is the last day of its bucket.
    """
    return 0 if days is None else sum(days > limit for limit in limits)


def spread(amount: Money, days: int | None, limits: Sequence[int]) -> tuple[Money, ...]:
    """Return the amount in its bucket and zero in all others."""
    own = bucket_of(days, limits)
    return tuple(amount if place == own else Money.zero for place in range(len(limits) + 1))


def sums(spreads: Sequence[Sequence[Money]], *, buckets: int) -> tuple[Money, ...]:
    """Return the sum of each bucket."""
    return tuple(total(each[place] for each in spreads) for place in range(buckets))
