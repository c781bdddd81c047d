"""What came in of a payment plan: money pays the oldest instalment first. Pure.

See docs/formulas/payment-plans.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from itertools import groupby

from openlien.kit.money import Money, share_percent, total

from .schedule import Promised


class InstalmentState(Enum):
    """How one instalment stands: the code, its words, and the family of its colour."""

    PAID = ("paid", "Paid", "settled")
    LATE = ("late", "Late", "risk")
    PARTLY = ("partly", "Partly paid", "early")
    DUE = ("due", "Due", "neutral")

    def __init__(self, code: str, label: str, family: str) -> None:
        self.code, self.label, self.family = code, label, family


@dataclass(frozen=True, slots=True)
class Deposit:
    """Money that came in on a day for a plan; negative where it was taken back."""

    on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Standing:
    """One instalment with what came in of it; `paid_on` is the day from which on all of it was there."""

    number: int
    due_on: date
    amount: Money
    paid: Money
    paid_on: date | None
    state: InstalmentState

    @property
    def open(self) -> Money:
        """What is still to come of it."""
        return self.amount - self.paid

    @property
    def is_on_time(self) -> bool:
        """Whether all of it came in by the day it was due."""
        return self.paid_on is not None and self.paid_on <= self.due_on


@dataclass(frozen=True, slots=True)
class Compliance:
    """How many of the instalments that fell due were paid on time, and how much of their money.

    *Units*: numbers, USD.
    """

    due: int
    on_time: int
    late: int
    due_amount: Money
    on_time_amount: Money

    @property
    def percent(self) -> Decimal | None:
        """Paid on time of what fell due, in percent; None while nothing has."""
        return compliance_percent(self.on_time, self.due)


def standings(promised: Sequence[Promised], deposits: Iterable[Deposit], *, as_of: date) -> list[Standing]:
    """Each instalment with what came in of it by the day."""
    known = sorted((each for each in deposits if each.on <= as_of), key=lambda each: each.on)
    received = total(each.amount for each in known)
    paid = covered_parts([one.amount for one in promised], received)
    days = _covering_days([one.amount for one in promised], known)
    return [
        Standing(one.number, one.due_on, one.amount, part, day, _state(one, part, as_of))
        for one, part, day in zip(promised, paid, days, strict=True)
    ]


def covered_parts(amounts: Sequence[Money], received: Money) -> list[Money]:
    """What the money received pays of each amount, the first one first; never more than the amounts."""
    left = max(Money.zero, received)
    parts = []
    for amount in amounts:
        part = min(amount, left)
        parts.append(part)
        left -= part
    return parts


def compliance(found: Iterable[Standing], *, as_of: date) -> Compliance:
    """What was paid on time of the instalments that fell due by the day."""
    due = [one for one in found if one.due_on <= as_of and not _may_still_come(one, as_of)]
    on_time = [one for one in due if one.is_on_time]
    return Compliance(
        due=len(due),
        on_time=len(on_time),
        late=sum(1 for one in due if one.state is InstalmentState.LATE),
        due_amount=total(one.amount for one in due),
        on_time_amount=total(one.amount for one in on_time),
    )


def compliance_percent(on_time: int, due: int) -> Decimal | None:
    """Instalments paid on time of those that fell due, in percent; None without any."""
    return share_percent(on_time, due)


def _may_still_come(one: Standing, as_of: date) -> bool:
    """An instalment of today counts as soon as it is paid, or tomorrow."""
    return one.due_on == as_of and one.paid_on is None


def _covering_days(amounts: Sequence[Money], deposits: Sequence[Deposit]) -> list[date | None]:
    """The day after which each amount, with all before it, was never short again; None while it is."""
    heights: list[tuple[date, Money]] = []
    height = Money.zero
    for day, same_day in groupby(deposits, key=lambda each: each.on):
        height += total(each.amount for each in same_day)
        heights.append((day, height))
    days, needed = [], Money.zero
    for amount in amounts:
        needed += amount
        days.append(_reached_for_good(heights, needed))
    return days


def _reached_for_good(heights: Sequence[tuple[date, Money]], needed: Money) -> date | None:
    reached: date | None = None
    for day, height in heights:
        if height < needed:
            reached = None
        elif reached is None:
            reached = day
    return reached


def _state(one: Promised, paid: Money, as_of: date) -> InstalmentState:
    if paid == one.amount:
        return InstalmentState.PAID
    if one.due_on < as_of:
        return InstalmentState.LATE
    return InstalmentState.PARTLY if paid else InstalmentState.DUE
