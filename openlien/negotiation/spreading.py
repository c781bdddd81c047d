"""One amount shared among bills by what they retail for, to the cent; no bill gets more than its retail."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from openlien.kit.money import Money, allocate, total

from .errors import AmountNegative, TotalAboveRetail


def shared_by_retail(amount: Money, retails: Mapping[UUID, Money]) -> dict[UUID, Money]:
    """The share of each bill that retails for something; the shares sum to the amount.

    *Shapes*: `retails` by bill.
    *Raises*: AmountNegative, TotalAboveRetail.
    """
    known = {bill_id: retails[bill_id] for bill_id in sorted(retails) if retails[bill_id]}
    whole = total(known.values())
    if amount < Money.zero:
        raise AmountNegative(field="An offer")
    if amount > whole:
        raise TotalAboveRetail(retail=whole, amount=amount)
    if not known:
        return {}
    shares = allocate(amount, list(known.values()), claims=list(known.values()))
    return dict(zip(known, shares, strict=True))
