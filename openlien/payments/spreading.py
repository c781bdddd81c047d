"""How money that names no bill is spread over a case's bills."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from openlien.kit.money import Money, allocate, total

from .queries import BillPosition


def spread_over_bills(amount: Money, positions: Sequence[BillPosition]) -> dict[UUID, Money]:
    """The amount divided by what is open on each bill; what exceeds all of it lands on the largest bill.

    *Shapes*: one share a bill, in the order given; the shares sum to the amount.
    *Source*: docs/formulas/rounding-and-allocation.md.
    """
    open_total = total(position.open for position in positions)
    within = min(amount, open_total)
    shares = (
        allocate(within, [position.open for position in positions])
        if open_total
        else [Money.zero for _ in positions]
    )
    by_bill = {position.bill_id: share for position, share in zip(positions, shares, strict=True)}
    largest = max(positions, key=lambda position: position.billed)
    by_bill[largest.bill_id] += amount - within
    return by_bill
