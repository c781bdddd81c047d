"""Case expenses: what the client bears, the interest on financed ones, shares by plaintiff.

See docs/formulas/case-expenses.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openlien.funding.calculations.day_counts import DayCount
from openlien.funding.calculations.interest import simple_interest
from openlien.kit.amounts import refuse_negative
from openlien.kit.money import Money, Rate, allocate, total
from openlien.kit.working import Worked, step


@dataclass(frozen=True, slots=True)
class Expense:
    """One expense of a case; `financed_on` is the day from which it bears interest, if it does."""

    name: str
    amount: Money
    is_recoverable: bool = True
    is_waived: bool = False
    financed_on: date | None = None


@dataclass(frozen=True)
class ExpenseTotals(Worked):
    """Totals of expenses; the client bears what is recoverable and not waived."""

    total: Money
    recoverable: Money
    non_recoverable: Money
    waived: Money
    interest: Money

    @property
    def charged(self) -> Money:
        """What comes out of the settlement: recoverable, not waived, with interest."""
        return self.recoverable - self.waived + self.interest


@dataclass(frozen=True)
class SharesByPlaintiff(Worked):
    """Shares in the order of the weights; they sum to the amount."""

    shares: tuple[Money, ...]


def expense_totals(
    expenses: Sequence[Expense],
    *,
    settled_on: date,
    rate: Rate = Rate.zero,
    convention: DayCount = DayCount.ACT_365,
) -> ExpenseTotals:
    """Return what expenses come to, with interest on the financed ones that the client bears.

    *Units*: `waived` counts recoverable expenses that were waived; interest is rounded for each expense.
    *Raises*: NegativeAmount, DaysBackwards.
    *Source*: docs/formulas/case-expenses.md
    """
    refuse_negative(**{f"expense_{place}": each.amount for place, each in enumerate(expenses, 1)})
    recoverable = [each for each in expenses if each.is_recoverable]
    borne = [each for each in recoverable if not each.is_waived]
    interest = total(
        expense_interest(
            amount=each.amount, rate=rate, start=each.financed_on, end=settled_on, convention=convention
        )
        for each in borne
        if each.financed_on is not None
    )
    totals = ExpenseTotals(
        total(each.amount for each in expenses),
        total(each.amount for each in recoverable),
        total(each.amount for each in expenses if not each.is_recoverable),
        total(each.amount for each in recoverable if each.is_waived),
        interest,
    )
    said = step(
        "Charged",
        "recoverable − waived + interest",
        totals.charged,
        recoverable=totals.recoverable,
        waived=totals.waived,
        interest=interest,
    )
    return ExpenseTotals(
        totals.total,
        totals.recoverable,
        totals.non_recoverable,
        totals.waived,
        interest,
        working=(said,),
    )


def expense_interest(
    *, amount: Money, rate: Rate, start: date, end: date, convention: DayCount = DayCount.ACT_365
) -> Money:
    """Return the simple interest on a financed expense from the day it was paid to the settlement.

    *Raises*: NegativeAmount, DaysBackwards.
    *Source*: docs/formulas/case-expenses.md
    """
    return simple_interest(principal=amount, rate=rate, start=start, end=end, convention=convention)


def shares_by_plaintiff(*, amount: Money, weights: Sequence[Rate]) -> SharesByPlaintiff:
    """Return each plaintiff's share of an amount by disbursement weight.

    *Raises*: AllocationError when no weight is above zero.
    *Source*: docs/formulas/case-expenses.md
    """
    shares = tuple(allocate(amount, weights))
    formula = "amount × weight ÷ all weights, whole cents by largest remainder"
    return SharesByPlaintiff(shares, working=(step("Shares", formula, shares, amount=amount),))
