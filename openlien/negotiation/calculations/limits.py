"""Beyond which limits somebody else approves an offer. See docs/guide/offers.md."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from openlien.kit.money import Money, Rate

from .fairness import is_below_trigger


class Limit(StrEnum):
    """A limit that an offer can break."""

    SHARE = "share"
    AMOUNT = "amount"


def broken_limits(
    *, amount: Money, retail: Money, percent_below: Decimal, amount_above: Money | None
) -> tuple[Limit, ...]:
    """Return the limits that an offer breaks; exactly at a limit it breaks none.

    *Units*: percent of retail, USD.
    """
    share = Rate.percent(percent_below)
    is_low = is_below_trigger(offer=amount, retail=retail, trigger=share)
    is_high = amount_above is not None and amount > amount_above
    return (*((Limit.SHARE,) if is_low else ()), *((Limit.AMOUNT,) if is_high else ()))
