"""Interest on a warehouse line and its shares by lien. See docs/formulas/warehouse-interest.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from openlien.kit.amounts import money_of_cents, refuse_negative
from openlien.kit.dates import add_months, month_start
from openlien.kit.errors import InvalidInput
from openlien.kit.money import Money, Rate, allocate
from openlien.kit.rounding import Rounding
from openlien.kit.working import Step, Worked, step

from .day_counts import DayCount, days_a_year, days_between, year_share


class DaysDoNotAgree(InvalidInput):
    """From {start} to {end} there are {counted} days, not {days}."""

    def __init__(self, *, start: date, end: date, counted: int, days: int) -> None:
        super().__init__("days", "", start=start, end=end, counted=counted, days=days)


class NoRateYet(InvalidInput):
    """There is no rate for {day}: the first rate begins on {first}."""

    def __init__(self, *, day: date, first: date) -> None:
        super().__init__("rates", "", day=day, first=first)


@dataclass(frozen=True, slots=True)
class RateReset:
    """The reference rate from a day on, until the next reset."""

    begins_on: date
    reference: Rate


@dataclass(frozen=True, slots=True)
class LineTerms:
    """The terms of a line: reference rate but not below the floor, plus the spread."""

    resets: tuple[RateReset, ...]
    spread: Rate = Rate.zero
    floor: Rate = Rate.zero
    convention: DayCount = DayCount.ACT_360
    capitalises: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days with one balance and one rate; interest is exact, in cents."""

    begins_on: date
    ends_on: date
    principal: Money
    rate: Rate
    exact_cents: Fraction


@dataclass(frozen=True)
class Interest(Worked):
    """Interest with the stretches it was counted over."""

    interest: Money
    periods: tuple[Period, ...]


@dataclass(frozen=True)
class LienCost:
    """What one lien had of the line: an amount for so many days."""

    name: str
    cost: Money
    days: int


def simple_interest(
    *, principal: Money, rate: Rate, start: date, end: date, convention: DayCount = DayCount.ACT_360
) -> Money:
    """Return the interest of one period at one rate, first day in, last day out.

    *Raises*: DaysBackwards, NegativeAmount.
    *Source*: docs/formulas/warehouse-interest.md
    """
    refuse_negative(P=principal)
    return money_of_cents(_exact(principal, rate, start, end, convention))


def interest_for_days(
    *, principal: Money, rate: Rate, days: int, convention: DayCount = DayCount.ACT_360
) -> Money:
    """Return the interest of a number of days; for conventions that count actual days.

    *Raises*: NegativeAmount.
    *Source*: docs/formulas/warehouse-interest.md
    """
    refuse_negative(P=principal)
    return money_of_cents(principal.cents * rate.value * Fraction(days, days_a_year(convention)))


def line_interest(
    *, balances: Sequence[tuple[date, Money]], terms: LineTerms, start: date, end: date
) -> Interest:
    """Return the interest of a line whose balance and reference rate change on the way.

    Each stretch of one balance and one rate is exact, and only their sum is rounded. A line that
    capitalises adds the rounded interest to the balance at each first of the month.
    *Shapes*: `balances` are the balances from their days on, in order of days.
    *Raises*: NoRateYet, DaysBackwards, NegativeAmount.
    *Source*: docs/formulas/warehouse-interest.md
    """
    cuts = _cuts(balances, terms, start, end)
    periods: list[Period] = []
    capitalised = Money.zero
    open_cents = Fraction(0)
    earned = Money.zero
    for begins_on, ends_on in pairwise(cuts):
        principal = _balance_on(balances, begins_on) + capitalised
        refuse_negative(balance=principal)
        rate = rate_on(terms, begins_on)
        exact = _exact(principal, rate, begins_on, ends_on, terms.convention)
        periods.append(Period(begins_on, ends_on, principal, rate, exact))
        open_cents += exact
        if terms.capitalises and ends_on.day == 1:
            month = money_of_cents(open_cents)
            earned, capitalised, open_cents = earned + month, capitalised + month, Fraction(0)
    interest = earned + money_of_cents(open_cents)
    return Interest(interest, tuple(periods), working=(*map(_said, periods), _sum(interest)))


def rate_on(terms: LineTerms, day: date) -> Rate:
    """Return the rate of the line on a day: reference, at least the floor, plus spread.

    *Raises*: NoRateYet.
    """
    begun = [reset for reset in terms.resets if reset.begins_on <= day]
    if not begun:
        raise NoRateYet(day=day, first=min(reset.begins_on for reset in terms.resets))
    return max(max(begun, key=lambda reset: reset.begins_on).reference, terms.floor) + terms.spread


def interest_by_lien(*, interest: Money, liens: Sequence[LienCost]) -> list[Money]:
    """Return each lien's share of the line's interest, by cost × days; the shares sum to the interest.

    *Raises*: AllocationError when no lien had any of the line.
    *Source*: docs/formulas/warehouse-interest.md
    """
    return allocate(interest, [Fraction(lien.cost.cents * lien.days) for lien in liens])


def unused_fee(*, undrawn: Money, rate: Rate, days: int, convention: DayCount = DayCount.ACT_360) -> Money:
    """Return the fee on the part of the commitment that was not drawn.

    *Raises*: NegativeAmount.
    *Source*: docs/formulas/warehouse-interest.md
    """
    refuse_negative(undrawn=undrawn)
    return interest_for_days(principal=undrawn, rate=rate, days=days, convention=convention)


def agreed_days(*, start: date | None, end: date | None, days: int | None) -> int | None:
    """Return the actual days of the period, whichever way they were given; None when they were not.

    *Raises*: DaysDoNotAgree when both ways were used and differ.
    """
    if start is None or end is None:
        return days
    counted = days_between(start, end)
    if days is not None and days != counted:
        raise DaysDoNotAgree(start=start, end=end, counted=counted, days=days)
    return counted


def _exact(principal: Money, rate: Rate, start: date, end: date, convention: DayCount) -> Fraction:
    return principal.cents * rate.value * year_share(start, end, convention)


def _cuts(balances: Sequence[tuple[date, Money]], terms: LineTerms, start: date, end: date) -> list[date]:
    days_between(start, end)
    cuts = {start, end}
    cuts |= {day for day, _ in balances if start < day < end}
    cuts |= {reset.begins_on for reset in terms.resets if start < reset.begins_on < end}
    if terms.capitalises:
        first = add_months(month_start(start), 1)
        while first < end:
            cuts.add(first)
            first = add_months(first, 1)
    return sorted(cuts)


def _balance_on(balances: Sequence[tuple[date, Money]], day: date) -> Money:
    balance = Money.zero
    for begins_on, amount in balances:
        if begins_on <= day:
            balance = amount
    return balance


def _said(period: Period) -> Step:
    return step(
        f"{period.begins_on} to {period.ends_on}",
        "balance × rate × share of the year",
        money_of_cents(period.exact_cents, Rounding.HALF_UP),
        balance=period.principal,
        rate=period.rate,
        days=(period.ends_on - period.begins_on).days,
    )


def _sum(interest: Money) -> Step:
    return step("Interest", "sum of the exact stretches, rounded once", interest)
