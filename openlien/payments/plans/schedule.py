"""The instalments of a payment plan: how much on which day. Pure.

See docs/formulas/payment-plans.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from openlien.kit.dates import add_months, month_end
from openlien.kit.errors import DomainError
from openlien.kit.money import Money, allocate

INSTALMENTS_MAX = 120


class TooManyInstalments(DomainError):
    """Not saved. A plan has 1 to {count_max} instalments, this one would have {count}."""


class InstalmentTooSmall(DomainError):
    """Not saved. ${amount} cannot be split into {count} instalments of at least $0.01 each."""


class InstalmentNotPositive(DomainError):
    """Not saved. Each instalment must be more than 0.00."""


class Interval(Enum):
    """How far apart the instalments are; the value is its name in the database and in JSON."""

    WEEKLY = "weekly"
    BIWEEKLY = "biweekly"
    MONTHLY = "monthly"

    @property
    def label(self) -> str:
        """The words of the interval."""
        return {"weekly": "Every week", "biweekly": "Every two weeks", "monthly": "Every month"}[self.value]


@dataclass(frozen=True, slots=True)
class Promised:
    """One instalment: its number from 1 on, the day it is due, and how much.

    *Units*: USD.
    """

    number: int
    due_on: date
    amount: Money


def scheduled(
    total: Money,
    first_due_on: date,
    interval: Interval,
    *,
    count: int | None = None,
    each: Money | None = None,
    number_from: int = 1,
) -> list[Promised]:
    """The instalments of the total, by their number (`count`) or their amount (`each`); they sum to it.

    *Raises*: TooManyInstalments, InstalmentTooSmall, InstalmentNotPositive.
    """
    amounts = equal_parts(total, count) if count is not None else parts_of_each(total, each or Money.zero)
    days = due_days(first_due_on, interval.value, len(amounts))
    return [
        Promised(number, day, amount)
        for number, (day, amount) in enumerate(zip(days, amounts, strict=True), start=number_from)
    ]


def equal_parts(total: Money, count: int) -> list[Money]:
    """The total in so many parts that differ by a cent at most, the larger ones first.

    *Raises*: TooManyInstalments, InstalmentTooSmall.
    """
    _check_count(count)
    if total.cents < count:
        raise InstalmentTooSmall(amount=total, count=count)
    return allocate(total, [1] * count)


def parts_of_each(total: Money, each: Money) -> list[Money]:
    """Parts of that amount, and what is left as the last one.

    *Raises*: InstalmentNotPositive, TooManyInstalments.
    """
    if each <= Money.zero or total <= Money.zero:
        raise InstalmentNotPositive()
    whole, rest = divmod(total.cents, each.cents)
    _check_count(whole + bool(rest))
    return [each] * whole + ([Money.from_cents(rest)] if rest else [])


def due_days(first_due_on: date, interval: str, count: int) -> list[date]:
    """The days of so many instalments.

    Months keep the day where they can; a plan that begins on the last day of a month stays on last days.
    """
    if interval == Interval.MONTHLY.value:
        months = [add_months(first_due_on, step) for step in range(count)]
        return [month_end(day) for day in months] if first_due_on == month_end(first_due_on) else months
    weeks = 1 if interval == Interval.WEEKLY.value else 2
    return [first_due_on + timedelta(weeks=weeks * step) for step in range(count)]


def _check_count(count: int) -> None:
    if not 1 <= count <= INSTALMENTS_MAX:
        raise TooManyInstalments(count=count, count_max=INSTALMENTS_MAX)
