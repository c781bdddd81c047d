"""Collection rates and tranche multiples; what each is taken over is part of its name.

See `docs/formulas/rates.md`.
"""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from openlien.kit.money import Money, Rate, share_percent, total

TRANCHE_FLOOR = Rate("1.1")
TRANCHE_TARGET = Rate("1.5")
LARGEST_FIRMS = 3


class TrancheStanding(StrEnum):
    """Where a tranche stands against its two thresholds."""

    BELOW_FLOOR = "below_floor"
    BETWEEN = "between"
    ON_TARGET = "on_target"
    UNKNOWN = "unknown"


def portfolio_rate(*, collected: Money, billed: Money) -> Rate | None:
    """Return collected / billed over all bills by invoice date; None when nothing was billed.

    *Units*: the sums of the same bills, open ones included, so that slow bills cannot hide.
    *Source*: docs/formulas/rates.md
    """
    return collected.ratio_to(billed)


def realised_rate(*, concluded_collected: Money, concluded_billed: Money) -> Rate | None:
    """Return collected / billed over the concluded bills; None when none is concluded.

    *Units*: the sums of bills with nothing left open.
    *Source*: docs/formulas/rates.md
    """
    return concluded_collected.ratio_to(concluded_billed)


def tranche_multiple(*, collected: Money, advanced: Money) -> Rate | None:
    """Return collected / advanced, 1.1 being ten percent over; None when nothing was advanced."""
    return collected.ratio_to(advanced)


def tranche_standing(
    multiple: Rate | None, *, floor: Rate = TRANCHE_FLOOR, target: Rate = TRANCHE_TARGET
) -> TrancheStanding:
    """Return where the tranche stands; to reach a threshold exactly is to meet it."""
    if multiple is None:
        return TrancheStanding.UNKNOWN
    if multiple < floor:
        return TrancheStanding.BELOW_FLOOR
    return TrancheStanding.ON_TARGET if multiple >= target else TrancheStanding.BETWEEN


def concentration(open_by_firm: Sequence[Money], *, largest: int = LARGEST_FIRMS) -> Decimal | None:
    """Return the share of the largest firms in the open balance, in percent; None when nothing is open."""
    by_size = sorted(open_by_firm, reverse=True)
    return share_percent(total(by_size[:largest]), total(by_size))
