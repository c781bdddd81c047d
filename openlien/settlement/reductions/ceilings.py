"""Ceilings of the law, and sharing what lies under one. A ceiling is "not above", so it rounds down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openlien.kit.amounts import not_below_zero, refuse_negative
from openlien.kit.money import Money, Rate, Rounding, allocate, total
from openlien.kit.working import Step, Worked, step


@dataclass(frozen=True)
class SharedFund(Worked):
    """A fund and what each claim gets of it, in the order of the claims.

    *Units*: `fund` is the most that may be paid, `paid` what is paid; no share is above its claim.
    """

    fund: Money
    shares: tuple[Money, ...]

    @property
    def paid(self) -> Money:
        """All shares together."""
        return total(self.shares)


def ceiling(base: Money, share: Rate) -> Money:
    """Return the share of the base, rounded down; 0.00 of a base below zero."""
    return not_below_zero(base).times(share, Rounding.DOWN)


def share_fund(*, fund: Money, claims: Sequence[Money]) -> SharedFund:
    """Return the claims in full when the fund covers them, else pro rata by largest remainder.

    *Raises*: NegativeAmount.
    *Source*: docs/formulas/pro-rata.md
    """
    refuse_negative(fund=fund, **{f"claim_{place}": claim for place, claim in enumerate(claims, start=1)})
    claimed = total(claims)
    if claimed <= fund:
        shares = tuple(claims)
        said = "all claims are paid in full"
    else:
        shares = tuple(allocate(fund, claims, claims=claims))
        said = "fund × claim ÷ all claims, whole cents by largest remainder"
    return SharedFund(fund, shares, working=(_sharing(said, fund, claimed, shares),))


def _sharing(said: str, fund: Money, claimed: Money, shares: tuple[Money, ...]) -> Step:
    return step("Shares", said, shares, fund=fund, all_claims=claimed)
