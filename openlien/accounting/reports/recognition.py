"""How the money of a month becomes revenue under a posting pack. Pure.

See docs/formulas/revenue-recognition.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openlien.kit.money import Money


@dataclass(frozen=True)
class Month:
    """What a month's journals did to cost and revenue.

    *Units*: USD; `collected` is cash of collections, `cost_recovered` and `revenue_collected` what it
    paid for; `expense_charged` is medical expense without collections, `expense` with them.
    """

    first_day: date
    collected: Money = Money.zero
    cost_recovered: Money = Money.zero
    revenue_collected: Money = Money.zero
    revenue_refunded: Money = Money.zero
    revenue_adjusted: Money = Money.zero
    expense_charged: Money = Money.zero
    revenue: Money = Money.zero
    expense: Money = Money.zero
    written_off: Money = Money.zero
    interest: Money = Money.zero
    fees: Money = Money.zero

    @property
    def result(self) -> Money:
        """What the liens added to the result: revenue less every expense of theirs."""
        return self.revenue - self.expense - self.written_off - self.interest - self.fees


@dataclass(frozen=True)
class Split:
    """One collection under cost recovery: the part that recovers cost, and the part that is revenue."""

    cost_recovered: Money
    revenue: Money


def split_collection(collected: Money, *, contracted: Money, collected_before: Money) -> Split:
    """Return how much of a collection recovers the case's cost; the rest is revenue.

    *Units*: USD; `contracted` is the case's cost so far, `collected_before` what had come in earlier.
    *Source*: docs/formulas/revenue-recognition.md, domain rules 1.8.
    """
    still_open = max(Money.zero, contracted - collected_before)
    recovered = min(collected, still_open)
    return Split(cost_recovered=recovered, revenue=collected - recovered)
