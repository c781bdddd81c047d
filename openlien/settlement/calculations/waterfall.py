"""The order of distribution, down to what the client gets. See docs/formulas/waterfall.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from openlien.kit.amounts import refuse_negative
from openlien.kit.money import Money, total
from openlien.kit.working import Step, Worked, step


class Tier(IntEnum):
    """Who is paid when, first to last; the client gets what is left."""

    ATTORNEY_FEE = 2
    CASE_EXPENSE = 3
    STATUTORY_LIEN = 4
    CONTRACTUAL_LIEN = 5
    PROVIDER_BALANCE = 6
    HOLD_BACK = 7

    @property
    def label(self) -> str:
        """The tier as people read it."""
        return self.name.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Deduction:
    """One amount that comes out of the settlement before the client; `order` ranks within its tier."""

    name: str
    amount: Money
    tier: Tier
    order: int = 0
    is_paid_at_settlement: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A deduction in its place, with what is left after it; left may be below zero."""

    deduction: Deduction
    left: Money


@dataclass(frozen=True)
class Distribution(Worked):
    """A settlement divided: the lines in order, and the client's net, which is never moved up to zero."""

    gross: Money
    lines: tuple[Line, ...]
    not_paid: tuple[Deduction, ...]
    client: Money

    @property
    def deducted(self) -> Money:
        """All lines together; with the client's net they are the gross, to the cent."""
        return total(line.deduction.amount for line in self.lines)

    @property
    def is_blocked(self) -> bool:
        """Whether the settlement cannot be finalised, because the client's net is below zero."""
        return self.client < Money.zero

    def of_tier(self, tier: Tier) -> Money:
        """What a tier takes."""
        return total(line.deduction.amount for line in self.lines if line.deduction.tier is tier)


def distribute(*, gross: Money, deductions: Sequence[Deduction]) -> Distribution:
    """Return the settlement in the order of the tiers; what is not paid at settlement stands beside it.

    *Raises*: NegativeAmount.
    *Source*: domain rules 1.1; docs/formulas/waterfall.md
    """
    refuse_negative(
        S=gross, **{f"{each.name} ({place})": each.amount for place, each in enumerate(deductions)}
    )
    ordered = sorted(deductions, key=lambda each: (each.tier, each.order))
    paid = [each for each in ordered if each.is_paid_at_settlement]
    left, lines, working = gross, [], []
    for each in paid:
        before, left = left, left - each.amount
        lines.append(Line(each, left))
        working.append(_said(each, before, left))
    not_paid = tuple(each for each in ordered if not each.is_paid_at_settlement)
    said = step("Client", "gross − all deductions", left, gross=gross, deductions=gross - left)
    return Distribution(gross, tuple(lines), not_paid, left, working=(*working, said))


def _said(each: Deduction, before: Money, left: Money) -> Step:
    return step(f"After {each.name}", "left before − amount", left, left_before=before, amount=each.amount)
