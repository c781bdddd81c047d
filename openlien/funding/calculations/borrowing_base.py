"""What a lender lets a line draw. See docs/formulas/borrowing-base.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openlien.kit.amounts import not_below_zero, refuse_beyond_one, refuse_negative
from openlien.kit.money import Money, Rate, Rounding, total
from openlien.kit.working import Worked, step


@dataclass(frozen=True)
class BorrowingBase(Worked):
    """The base, what can still be drawn, and what is drawn beyond it."""

    base: Money
    available: Money
    over_advance: Money


@dataclass(frozen=True, slots=True)
class Receivable:
    """One receivable as the lender looks at it; `debtor` is who has to pay, such as a law firm."""

    debtor: str
    amount: Money
    age_days: int


@dataclass(frozen=True)
class Eligible(Worked):
    """The eligible amount, and what age and concentration took out."""

    eligible: Money
    too_old: Money
    over_concentration: Money


def borrowing_base(*, eligible: Money, advance: Rate, drawn: Money, commitment: Money) -> BorrowingBase:
    """Return the base and what is available: the lower of commitment and base, less what is drawn.

    The base is a limit, so it rounds down.
    *Raises*: NegativeAmount, ShareOutOfRange.
    *Source*: docs/formulas/borrowing-base.md
    """
    refuse_negative(eligible=eligible, drawn=drawn, commitment=commitment)
    refuse_beyond_one(advance=advance)
    base = eligible.times(advance, Rounding.DOWN)
    limit = min(commitment, base)
    left = limit - drawn
    return BorrowingBase(
        base,
        not_below_zero(left),
        not_below_zero(-left),
        working=(
            step(
                "Base", "eligible × advance rate, rounded down", base, eligible=eligible, advance_rate=advance
            ),
            step("Limit", "the lower of commitment and base", limit, commitment=commitment, base=base),
            step("Available", "limit − drawn", left, limit=limit, drawn=drawn),
        ),
    )


def eligible_receivables(
    *, receivables: Sequence[Receivable], age_days_max: int, debtor_share_max: Rate = Rate.whole
) -> Eligible:
    """Return what counts: nothing too old, and of one debtor no more than its share of the rest.

    *Raises*: NegativeAmount, ShareOutOfRange.
    *Source*: docs/formulas/borrowing-base.md
    """
    refuse_beyond_one(debtor_share_max=debtor_share_max)
    refuse_negative(**{f"amount_{place}": each.amount for place, each in enumerate(receivables, 1)})
    young = [each for each in receivables if each.age_days <= age_days_max]
    aged, fresh = total(each.amount for each in receivables), total(each.amount for each in young)
    most = fresh.times(debtor_share_max, Rounding.DOWN)
    by_debtor: dict[str, Money] = {}
    for each in young:
        by_debtor[each.debtor] = by_debtor.get(each.debtor, Money.zero) + each.amount
    eligible = total(min(amount, most) for amount in by_debtor.values())
    return Eligible(
        eligible,
        aged - fresh,
        fresh - eligible,
        working=(
            step("Not too old", "sum up to the age limit", fresh, age_limit_in_days=age_days_max),
            step("Ceiling of a debtor", "sum × share, rounded down", most, sum=fresh, share=debtor_share_max),
            step("Eligible", "sum of each debtor up to the ceiling", eligible),
        ),
    )
