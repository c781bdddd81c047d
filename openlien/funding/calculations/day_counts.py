"""How many days a lender counts, and of how long a year. See docs/formulas/day-counts.md."""

from __future__ import annotations

import calendar
from datetime import date
from enum import StrEnum
from fractions import Fraction

from openlien.kit.errors import InvalidInput


class DaysBackwards(InvalidInput):
    """The period ends on {end}, before it begins on {start}."""

    def __init__(self, *, start: date, end: date) -> None:
        super().__init__("to", "", start=start, end=end)


class DayCount(StrEnum):
    """The conventions of the market; the first is the default of warehouse lines."""

    ACT_360 = "act360"
    ACT_365 = "act365"
    THIRTY_360_US = "30_360"
    THIRTY_E_360 = "30e_360"
    ACT_ACT = "act_act"

    @property
    def label(self) -> str:
        """The name people read."""
        return LABELS[self]


LABELS = {
    DayCount.ACT_360: "Actual/360",
    DayCount.ACT_365: "Actual/365",
    DayCount.THIRTY_360_US: "30/360 US",
    DayCount.THIRTY_E_360: "30E/360",
    DayCount.ACT_ACT: "Actual/Actual",
}


def days_between(start: date, end: date, convention: DayCount = DayCount.ACT_360) -> int:
    """Return the days from the first to the last, first day in, last day out.

    *Raises*: DaysBackwards.
    *Source*: docs/formulas/day-counts.md
    """
    if end < start:
        raise DaysBackwards(start=start, end=end)
    match convention:
        case DayCount.THIRTY_360_US:
            return _days_30_360_us(start, end)
        case DayCount.THIRTY_E_360:
            return _days_360(start, end, min(start.day, 30), min(end.day, 30))
        case _:
            return (end - start).days


def year_share(start: date, end: date, convention: DayCount = DayCount.ACT_360) -> Fraction:
    """Return the period as an exact share of a year.

    *Raises*: DaysBackwards.
    *Source*: docs/formulas/day-counts.md
    """
    days = days_between(start, end, convention)
    if convention is DayCount.ACT_ACT:
        return _actual_years(start, end)
    return Fraction(days, days_a_year(convention))


def days_a_year(convention: DayCount) -> int:
    """Return the days of the convention's year; Actual/Actual has none of its own and counts 365 here."""
    return 365 if convention in (DayCount.ACT_365, DayCount.ACT_ACT) else 360


def _days_30_360_us(start: date, end: date) -> int:
    first, last = start.day, end.day
    if _is_end_of_february(start):
        if _is_end_of_february(end):
            last = 30
        first = 30
    if last == 31 and first >= 30:
        last = 30
    return _days_360(start, end, min(first, 30), last)


def _days_360(start: date, end: date, first: int, last: int) -> int:
    return 360 * (end.year - start.year) + 30 * (end.month - start.month) + last - first


def _is_end_of_february(day: date) -> bool:
    return day.month == 2 and day.day == calendar.monthrange(day.year, 2)[1]


def _actual_years(start: date, end: date) -> Fraction:
    share = Fraction(0)
    for year in range(start.year, end.year + 1):
        begins, ends = max(start, date(year, 1, 1)), min(end, date(year + 1, 1, 1))
        share += Fraction((ends - begins).days, 366 if calendar.isleap(year) else 365)
    return share
