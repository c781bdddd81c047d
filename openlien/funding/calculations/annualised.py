"""The yearly rate of a return, or the sentence why there is none. See docs/formulas/returns.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from openlien.kit.dates import age_days
from openlien.kit.money import Money, total
from openlien.kit.rounding import round_to_decimal

from .returns import annualised_return

# A gain of some days, carried to a year, says nothing: a tenth in a week would be more than 14,000 percent.
DAYS_MIN = 30


@dataclass(frozen=True, slots=True)
class Outlay:
    """What was spent, from the first payment of it to the last cash or the day of the view."""

    cost: Money
    began_on: date | None
    ended_on: date


@dataclass(frozen=True, slots=True)
class YearlyReturn:
    """The annualised return as of a day, in percent; `note` says why it is None, else over how long it is."""

    rate: Decimal | None
    days: int | None
    as_of: date
    note: str


def yearly_return(outlays: Sequence[Outlay], *, returned: Money, as_of: date) -> YearlyReturn:
    """Return the yearly rate at which what was spent grew to what came back, over its mean days out.

    Each outlay counts by its cost.
    *Units*: percent with one decimal, whole days.
    *Source*: docs/formulas/returns.md
    """
    spent = [each for each in outlays if each.cost]
    cost = total(each.cost for each in spent)
    if not spent:
        return _none(as_of, "Nothing was spent yet, so there is no yearly rate.")
    if any(each.began_on is None for each in spent):
        return _none(as_of, "Part of the cost is not paid to its provider yet, so its time is not known.")
    days = _mean_days(spent, cost)
    if days < DAYS_MIN:
        return _none(as_of, f"The money is out for less than {DAYS_MIN} days, too short for a yearly rate.")
    if returned <= Money.zero:
        return _none(as_of, "Nothing came back yet, so there is no yearly rate.")
    rate = annualised_return(cost=cost, returned=returned, days=days)
    return YearlyReturn(rate, days, as_of, f"Over {days:,} days, the mean time out by cost.")


def _none(as_of: date, note: str) -> YearlyReturn:
    return YearlyReturn(None, None, as_of, note)


def _mean_days(spent: Sequence[Outlay], cost: Money) -> int:
    weighed = sum(
        each.cost.cents * max(0, age_days(each.began_on, each.ended_on))
        for each in spent
        if each.began_on is not None
    )
    return int(round_to_decimal(Fraction(weighed, cost.cents), 0))
